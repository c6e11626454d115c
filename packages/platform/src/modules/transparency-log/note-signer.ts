// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  parseVerifierKey,
  platformSuite,
  type Receipt,
  type ReportSeal,
  type SigningKey,
  signCheckpoint,
  signReceipt,
  signReportSeal,
} from '@probity/verify'
import type { Instant } from '../../kernel/civil-date.ts'
import type { Clock } from '../../kernel/clock.ts'
import { assert, present, refuse } from '../../kernel/refusal.ts'
import {
  destroySigningKey,
  findHandover,
  findSigningKey,
  keyFileOf,
  openSigningKey,
  type StatedHandover,
  verifierKeyOf,
} from './key-files.ts'

/** One key of the node, from its first to the one that signs now. */
export type NodeKeyState = {
  readonly verifierKey: string
  readonly state: 'signing' | 'overlapping' | 'retired'
  /** Since when it signs; null of the first, whose day no statement tells. */
  readonly from: Instant | null
  /** Until when it signs checkpoints; null of the one that signs now. */
  readonly until: Instant | null
}

/** The keys that speak for this node, one after the other. Private halves never leave their files and this object. */
export type NoteSigner = {
  /** The node's name in every signature. */
  readonly name: string
  /** Of the key that signs now. */
  readonly verifierKey: string
  /** Of every key it has had, the newest first: what one of them has signed is the node's own. */
  readonly verifierKeys: readonly string[]
  readonly handovers: readonly StatedHandover[]
  states(): NodeKeyState[]
  signReceipt(receipt: Omit<Receipt, 'node'>): string
  signReport(seal: Omit<ReportSeal, 'node'>): string
  /**
   * By the key that signs now, and by those whose overlap is not over.
   * Caller: signs no tree that does not extend the one it signed before.
   */
  signCheckpoint(tree: { readonly size: number; readonly root: Uint8Array }): string
  /** Takes up a hand-over that has been stated meanwhile. @throws Refusal LOG_KEY_MISSING, LOG_KEY_UNUSABLE */
  refresh(): Promise<void>
  /** Destroys the private half of the key that was handed over at this turn. Caller: its overlap is over. */
  retire(turn: number): Promise<void>
}

type RingKey = { readonly verifierKey: string; readonly signing: SigningKey | undefined }

/**
 * Reads the node's keys.
 * @param name makes the first key, of this name, where there is none
 * @throws Refusal LOG_KEY_MISSING, LOG_KEY_UNUSABLE
 */
export async function openNoteSigner(file: string, clock: Clock, name?: string): Promise<NoteSigner> {
  const kept = await findFirst(file)
  if (!kept && name === undefined) throw refuse('LOG_KEY_MISSING', { file })
  const ring = new KeyRing(file, kept ?? ringKey(await openSigningKey(file, name ?? '')), clock)
  await ring.refresh()
  return ring
}

/** The first key, or what is left of it in the statement by which it has handed over. */
async function findFirst(file: string): Promise<RingKey | undefined> {
  const signing = await findSigningKey(file)
  if (signing) return ringKey(signing)
  const left = await findHandover(file, 1)
  return left && { verifierKey: left.handover.old, signing: undefined }
}

function ringKey(signing: SigningKey): RingKey {
  return { verifierKey: verifierKeyOf(signing), signing }
}

class KeyRing implements NoteSigner {
  readonly name: string
  readonly handovers: StatedHandover[] = []
  readonly #file: string
  readonly #clock: Clock
  /** By turn. */
  readonly #keys: [RingKey, ...RingKey[]]

  constructor(file: string, first: RingKey, clock: Clock) {
    this.name = parseVerifierKey(platformSuite, first.verifierKey).name
    this.#file = file
    this.#clock = clock
    this.#keys = [first]
  }

  get verifierKey(): string {
    return this.#newest().verifierKey
  }

  get verifierKeys(): readonly string[] {
    return this.#keys.map(({ verifierKey }) => verifierKey).reverse()
  }

  states(): NodeKeyState[] {
    return this.#keys.map(({ verifierKey }, turn) => ({
      verifierKey,
      state: turn === this.handovers.length ? 'signing' : this.#isOver(turn) ? 'retired' : 'overlapping',
      from: (this.handovers[turn - 1]?.handover.made ?? null) as Instant | null,
      until: (this.handovers[turn]?.handover.until ?? null) as Instant | null,
    }))
  }

  signReceipt(receipt: Omit<Receipt, 'node'>): string {
    return signReceipt(platformSuite, { ...receipt, node: this.name }, this.#signing())
  }

  signReport(seal: Omit<ReportSeal, 'node'>): string {
    return signReportSeal(platformSuite, { ...seal, node: this.name }, this.#signing())
  }

  signCheckpoint(tree: { readonly size: number; readonly root: Uint8Array }): string {
    const overlapping = this.#keys.slice(0, -1).flatMap(({ signing }, turn) => {
      return signing && !this.#isOver(turn) ? [signing] : []
    })
    return signCheckpoint(platformSuite, tree, this.#signing(), ...overlapping)
  }

  async refresh(): Promise<void> {
    const added: (StatedHandover & { readonly key: RingKey })[] = []
    for (let turn = this.#keys.length; ; turn += 1) {
      const old = added.at(-1)?.key ?? this.#newest()
      const stated = await findHandover(this.#file, turn, old.verifierKey)
      if (!stated) break
      const signing = await findSigningKey(keyFileOf(this.#file, turn))
      added.push({ ...stated, key: { verifierKey: stated.handover.new, signing } })
    }
    const newest = added.at(-1)?.key ?? this.#newest()
    // Before anything is taken up: as long as the new key cannot sign, the old one does.
    if (!newest.signing || verifierKeyOf(newest.signing) !== newest.verifierKey) {
      throw refuse('LOG_KEY_MISSING', { file: keyFileOf(this.#file, this.handovers.length + added.length) })
    }
    for (const { key, ...stated } of added) {
      this.handovers.push(stated)
      this.#keys.push(key)
    }
  }

  async retire(turn: number): Promise<void> {
    assert(
      turn < this.handovers.length && this.#isOver(turn),
      'only a key whose overlap is over is destroyed',
    )
    const { verifierKey } = present(this.#keys[turn], 'a key that was handed over')
    this.#keys[turn] = { verifierKey, signing: undefined }
    await destroySigningKey(keyFileOf(this.#file, turn))
  }

  #newest(): RingKey {
    return this.#keys[this.#keys.length - 1] as RingKey
  }

  #signing(): SigningKey {
    return present(this.#newest().signing, 'a key that signs')
  }

  /** Whether the key of this turn signs no more. */
  #isOver(turn: number): boolean {
    const until = this.handovers[turn]?.handover.until
    return until !== undefined && until <= this.#clock.now()
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type EnteredHandover, encodeBase64, formatHandovers } from '@probity/verify'
import type { Logger } from '../../kernel/logger.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Cosigning, CosigningState } from './cosigning.ts'
import { checkpointResource, findLogResource, handoversResource, type LogResource } from './log-resource.ts'
import { checkOwnCheckpoint, type LogParts } from './log-state.ts'
import type { NodeKeyState } from './note-signer.ts'
import { type EntryProof, proveEntry } from './prove-entry.ts'
import type { EntryKind } from './queue-entry.ts'

/** What the log says of itself, beside its tiles. */
export type LogStanding = {
  readonly origin: string
  readonly verifierKey: string
  /** All it has had, the first one first. */
  readonly keys: readonly NodeKeyState[]
  readonly size: number
  /** Base64. */
  readonly root: string
  /** Null when this node asks no witnesses. */
  readonly cosigning: CosigningState | null
}

/** The log as others ask it: its resources, and the proof of what was entered. */
export class TransparencyLog {
  readonly #parts: LogParts
  readonly #log: Logger
  readonly #cosigning: Cosigning | undefined

  constructor(parts: LogParts & { readonly log: Logger; readonly cosigning?: Cosigning | undefined }) {
    this.#parts = parts
    this.#log = parts.log
    this.#cosigning = parts.cosigning
  }

  async findResource(path: string): Promise<LogResource | undefined> {
    if (path === 'handovers') return this.#findHandovers()
    const published = path === 'checkpoint' ? this.#cosigning?.published() : undefined
    return published ? checkpointResource(published.note) : findLogResource(this.#parts.folder, path)
  }

  /** Whom this node asks to witness its log; none when it asks nobody. */
  witnessKeys(): readonly string[] {
    return this.#cosigning?.state().witnesses.map(({ verifierKey }) => verifierKey) ?? []
  }

  /** Of the checkpoint that is served. @throws Refusal LOG_RESOURCE_UNKNOWN where this node does not hold the log */
  async standing(): Promise<LogStanding> {
    const { signer } = this.#parts
    const note = (await this.findResource('checkpoint'))?.bytes.toString('utf8')
    if (note === undefined) throw refuse('LOG_RESOURCE_UNKNOWN')
    const { origin, size, root } = checkOwnCheckpoint(signer, note)
    return {
      origin,
      verifierKey: signer.verifierKey,
      keys: signer.states(),
      size,
      root: encodeBase64(root),
      cosigning: this.#cosigning?.state() ?? null,
    }
  }

  /** Null until it is entered, and when the log cannot prove it now: its absence keeps nobody from their own batch. */
  async findProof(kind: EntryKind, witnessed: string): Promise<EntryProof | null> {
    try {
      return await proveEntry(this.#parts, kind, witnessed, this.#cosigning?.published())
    } catch (error) {
      this.#log.error({ event: 'log.proof-failed', err: error })
      return null
    }
  }

  /** By what somebody who trusts an older key follows to the one that signs now; absent until all of it is provable. */
  async #findHandovers(): Promise<LogResource | undefined> {
    const entered: EnteredHandover[] = []
    for (const { statement } of this.#parts.signer.handovers) {
      const found = await this.findProof('key.handed-over', statement)
      if (!found) return undefined
      entered.push({ statement, entry: found.entry, proof: found.proof })
    }
    return entered.length === 0 ? undefined : handoversResource(formatHandovers(entered))
  }
}

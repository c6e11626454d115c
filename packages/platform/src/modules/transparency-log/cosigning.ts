// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Checkpoint, equalBytes, platformSuite } from '@probity/verify'
import type { Instant } from '../../kernel/civil-date.ts'
import type { Logger } from '../../kernel/logger.ts'
import { type RecurringWork, recur } from '../../kernel/recurring-work.ts'
import { refuse } from '../../kernel/refusal.ts'
import { AskedWitness, type WitnessProblem } from './ask-witness.ts'
import { checkOwnCheckpoint, type LogParts, ownKeys } from './log-state.ts'
import type { WitnessPolicy } from './witness-policy.ts'

/** A checkpoint with what the witnesses have signed of it. */
export type CosignedCheckpoint = Checkpoint & { readonly note: string }

export type WitnessState = {
  readonly name: string
  readonly verifierKey: string
  /** The largest checkpoint it has cosigned since the node started, and when, by its own word. */
  readonly size: number | null
  readonly cosignedAt: Instant | null
  /** Why the checkpoint that is served does not bear its cosignature. */
  readonly problem: WitnessProblem | null
}

export type CosigningState = {
  readonly quorum: string
  /** Whether the checkpoint that is served is witnessed as the policy asks. */
  readonly isMet: boolean
  readonly witnesses: readonly WitnessState[]
}

type Standing = {
  readonly asked: AskedWitness
  size: number | null
  cosignedAt: Instant | null
  problem: WitnessProblem | null
  /** Its cosignature of the checkpoint in hand. */
  line: string | null
  /** How many checkpoints it is left alone for; more after each failure, so that one that is away delays nobody. */
  rest: number
  failures: number
}

const emptyTree = { size: 0, root: platformSuite.hash() }
const EVERY_MS = 1_000
const REST_MAX = 60

/**
 * Takes each checkpoint to the witnesses and keeps it with their cosignatures. It reads what the sequencer has made and
 * never holds it up: with a witness missing the checkpoint goes out without, and it is said which one is missing.
 */
export class Cosigning {
  readonly #parts: LogParts
  readonly #policy: WitnessPolicy
  readonly #log: Logger
  readonly #standings: readonly Standing[]
  #published: CosignedCheckpoint | undefined
  #work: RecurringWork | undefined

  constructor(parts: LogParts & { readonly log: Logger }, policy: WitnessPolicy) {
    this.#parts = parts
    this.#policy = policy
    this.#log = parts.log
    this.#standings = policy.witnesses.map((witness) => ({
      asked: new AskedWitness(witness, parts.folder),
      size: null,
      cosignedAt: null,
      problem: null,
      line: null,
      rest: 0,
      failures: 0,
    }))
  }

  /**
   * Called before anything is signed: folder lost and database restored from before cannot be told from the inside,
   * but a witness may have kept what this node signed then.
   * @throws Refusal LOG_BEHIND_WITNESS
   */
  async assertNotBehind(): Promise<void> {
    const { folder, signer } = this.#parts
    const note = await folder.readCheckpoint()
    const { size, root } = note === undefined ? emptyTree : checkOwnCheckpoint(signer, note)
    const keys = ownKeys(signer)
    const ask = async ({ asked }: Standing): Promise<void> => {
      const kept = await asked.findKept(keys)
      if (kept && (kept.size > size || (kept.size === size && !equalBytes(kept.root, root)))) {
        const facts = { witness: asked.witness.name, size, witnessSize: kept.size }
        throw refuse('LOG_BEHIND_WITNESS', facts)
      }
    }
    await Promise.all(this.#standings.map(ask))
  }

  start(): void {
    this.#work = recur('witnesses', EVERY_MS, this.#log, () => this.round())
  }

  async stop(): Promise<void> {
    await this.#work?.stop()
  }

  /** Takes the newest checkpoint to those who have not cosigned it yet. */
  async round(): Promise<void> {
    const { folder, signer } = this.#parts
    const note = await folder.readCheckpoint()
    if (note === undefined) return
    const checkpoint = checkOwnCheckpoint(signer, note)
    if (this.#published?.size !== checkpoint.size) {
      for (const standing of this.#standings) standing.line = null
    }
    const waiting = this.#standings.filter(({ line }) => line === null)
    await Promise.all(waiting.map((standing) => this.#ask(standing, note, checkpoint.size)))
    const lines = this.#standings.map(({ line }) => line ?? '')
    this.#published = { ...checkpoint, note: note + lines.join('') }
  }

  /** What is served: the newest checkpoint that was taken to the witnesses. */
  published(): CosignedCheckpoint | undefined {
    return this.#published
  }

  state(): CosigningState {
    const cosigned = this.#standings.filter(({ line }) => line !== null)
    return {
      quorum: this.#policy.quorum,
      isMet: this.#policy.isMet(new Set(cosigned.map(({ asked }) => asked.witness.name))),
      witnesses: this.#standings.map(({ asked: { witness }, size, cosignedAt, problem }) => ({
        name: witness.name,
        verifierKey: witness.verifierKey,
        size,
        cosignedAt,
        problem,
      })),
    }
  }

  async #ask(standing: Standing, note: string, size: number): Promise<void> {
    if (standing.rest > 0) {
      standing.rest -= 1
      return
    }
    const answer = await standing.asked.cosign(note, size)
    const before = standing.problem
    if ('line' in answer) {
      Object.assign(standing, { line: answer.line, size, cosignedAt: answer.at, problem: null, failures: 0 })
      if (before) this.#log.info({ event: 'log.witness-back', kind: standing.asked.witness.name })
      return
    }
    standing.problem = answer.problem
    standing.failures += 1
    standing.rest = Math.min(REST_MAX, 2 ** standing.failures)
    // Once, not at every checkpoint.
    if (before === answer.problem) return
    const status = answer.status ?? undefined
    this.#log.error({
      event: 'log.witness-missing',
      kind: standing.asked.witness.name,
      code: answer.problem,
      ...(status === undefined ? {} : { status }),
    })
  }
}

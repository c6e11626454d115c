// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Logger } from '../../kernel/logger.ts'
import { assert } from '../../kernel/refusal.ts'
import { GrowingLog, type LogEdge } from './growing-log.ts'
import { KeyEvents } from './key-events.ts'
import { entryBytes, type LogParts, openLogState } from './log-state.ts'
import { insertTree, listWaiting, placeEntries, type QueuedEntry } from './transparency-log-store.ts'

const ENTRIES_AT_ONCE = 20_000
const PAUSE_MS = 400
/** What is wrong with a disk or a database is not mended in less, and each try says so in the log. */
const PAUSE_AFTER_FAILURE_MS = 5_000

/**
 * Gives waiting entries their places, writes the tiles, signs the checkpoint: in that order, and each step durable
 * before the next. The database's key on the size is the fence, whoever else may think that it is the sequencer. A kill
 * between any two steps leaves what the next start finishes (see `openLogState`).
 */
export class Sequencer {
  readonly #parts: LogParts
  readonly #log: Logger
  readonly #keyEvents: KeyEvents
  /** Undefined until opened, and again after anything went wrong: then both sides are asked anew. */
  #edge: LogEdge | undefined
  #running: Promise<void> | undefined
  #stopping = false
  #wake: (() => void) | undefined

  constructor(parts: LogParts & { readonly log: Logger }) {
    this.#parts = parts
    this.#log = parts.log
    this.#keyEvents = new KeyEvents(parts)
  }

  /** @throws Refusal LOG_DATABASE_BEHIND, LOG_DISAGREES, LOG_FOLDER_LOST, LOG_FOLDER_DAMAGED */
  async start(): Promise<void> {
    this.#edge = await openLogState(this.#parts)
    await this.#keyEvents.enter()
    this.#running = this.#loop()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    this.#wake?.()
    await this.#running
  }

  /** One round. @returns how many entries got their place */
  async sequence(): Promise<number> {
    const edge = this.#edge ?? (await openLogState(this.#parts))
    this.#edge = undefined
    const { database, folder, signer } = this.#parts
    const waiting = await listWaiting(database, ENTRIES_AT_ONCE)
    if (waiting.length === 0) {
      this.#edge = edge
      return 0
    }
    const log = new GrowingLog(edge)
    for (const entry of waiting) log.append(entryBytes(entry))
    const root = log.root()
    await this.#place(edge.size, waiting, root)
    await folder.write([...log.takeFull(), ...log.unfinished()])
    await folder.writeCheckpoint(signer.signCheckpoint({ size: log.size, root }))
    this.#edge = log.edge()
    return waiting.length
  }

  async #round(): Promise<number> {
    await this.#keyEvents.enter()
    return this.sequence()
  }

  #place(fromSize: number, waiting: readonly QueuedEntry[], root: Uint8Array): Promise<void> {
    return this.#parts.database.transact(async (tx) => {
      await insertTree(tx, { fromSize, size: fromSize + waiting.length, root })
      const placed = await placeEntries(
        tx,
        fromSize,
        waiting.map((entry) => entry.entryId),
      )
      assert(placed === waiting.length, 'an entry gets one place, and every place an entry')
    })
  }

  async #loop(): Promise<void> {
    while (!this.#stopping) {
      const placed = await this.#round().catch((error: unknown) => {
        this.#log.error({ event: 'log.sequencing-failed', err: error })
        return undefined
      })
      if (this.#stopping || placed === ENTRIES_AT_ONCE) continue
      await this.#pause(placed === undefined ? PAUSE_AFTER_FAILURE_MS : PAUSE_MS)
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

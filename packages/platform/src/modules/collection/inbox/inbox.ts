// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { type BatchId, newId } from '../../../kernel/ids.ts'
import { OutageError, Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Actor } from '../../access/index.ts'
import { actorOfBody, findParticipantByCode } from '../../participants/index.ts'
import type { CollectionContext } from '../collection-context.ts'
import { getBatchProgress } from '../read-batch.ts'
import { receiveBatch } from '../receive-batch.ts'
import {
  clearSettled,
  type Drop,
  digestOf,
  listDropped,
  listDrops,
  listTaken,
  openTaken,
  putBackFile,
  type Seen,
  settleFile,
  type Taken,
  takeFile,
} from './inbox-folder.ts'
import { reportOf, reportOfRefusal } from './inbox-report.ts'

/** A file is whole when neither its length nor its time has changed for so long. */
const STILL_MS = 3_000
const KEEP_MS = 7 * 86_400_000
const CLEAR_EVERY_MS = 3_600_000
const scopes = ['batches:send', 'batches:read']

type Waiting = { readonly seen: Seen; readonly sinceMs: number }

/**
 * The folder into which furnishers put their files. Looked at, not watched: what a network drive tells of changes is
 * not to be relied on. Who may write into a furnisher's folder sends in its name.
 */
export class Inbox {
  readonly #context: CollectionContext
  readonly #folder: string
  readonly #waiting = new Map<string, Waiting>()
  /** Taken and received: their batch is under way. */
  readonly #received = new Map<string, BatchId>()
  #clearedMs = 0

  constructor(context: CollectionContext, folder: string) {
    this.#context = context
    this.#folder = folder
  }

  /** One look: takes what is whole, and settles what has come to its end. Caller: one look at a time. */
  async look(signal?: AbortSignal): Promise<void> {
    const drops = await listDrops(this.#folder)
    const here = new Set<string>()
    for (const drop of drops) {
      for (const seen of await listDropped(drop)) {
        if (signal?.aborted) return
        const place = `${drop.folder}/${seen.name}`
        here.add(place)
        if (this.#isWhole(place, seen)) await this.#attempt(() => this.#take(drop, seen.name))
      }
      for (const taken of await listTaken(drop, this.#context.nodeId)) {
        if (signal?.aborted) return
        await this.#attempt(() => this.#settle(drop, taken))
      }
    }
    await this.#clear(drops)
    for (const place of this.#waiting.keys()) if (!here.has(place)) this.#waiting.delete(place)
  }

  /** One file that cannot be read or moved must not keep all others waiting: it is tried again at the next look. */
  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (error instanceof OutageError) throw error
      const code = error instanceof Refusal ? { code: error.code } : {}
      this.#context.log.error({ event: 'inbox.failed', ...code, err: error })
    }
  }

  async #clear(drops: readonly Drop[]): Promise<void> {
    const nowMs = this.#context.database.clock.nowMs()
    if (nowMs - this.#clearedMs < CLEAR_EVERY_MS) return
    this.#clearedMs = nowMs
    for (const drop of drops) await clearSettled(drop, nowMs - KEEP_MS)
  }

  #isWhole(place: string, seen: Seen): boolean {
    const nowMs = this.#context.database.clock.nowMs()
    const before = this.#waiting.get(place)
    const isSame = before?.seen.bytes === seen.bytes && before.seen.changedMs === seen.changedMs
    if (!isSame) this.#waiting.set(place, { seen, sinceMs: nowMs })
    return isSame && nowMs - before.sinceMs >= STILL_MS
  }

  async #take(drop: Drop, name: string): Promise<void> {
    const { nodeId, database } = this.#context
    this.#waiting.delete(`${drop.folder}/${name}`)
    await takeFile(drop, name, nodeId, newId(database.clock.nowMs()))
  }

  async #settle(drop: Drop, taken: Taken): Promise<void> {
    try {
      const actor = await this.#actorOf(drop)
      const batchId = this.#received.get(taken.path) ?? (await this.#receive(drop, taken, actor))
      if (batchId === undefined) return
      this.#received.set(taken.path, batchId)
      const progress = await getBatchProgress(this.#context, actor, batchId)
      const { state } = progress.batch
      if (state !== 'completed' && state !== 'refused') return
      const report = await reportOf(this.#context, actor, progress)
      await settleFile(drop, taken, state === 'completed' ? 'done' : 'failed', batchId, report)
      this.#received.delete(taken.path)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { database, log } = this.#context
      // The spool is full or the like: the file waits where it is.
      if (error.facts.retryAfterSeconds !== undefined) return
      log.warn({ event: 'inbox.refused', code: error.code })
      await settleFile(drop, taken, 'failed', newId(database.clock.nowMs()), reportOfRefusal(error))
    }
  }

  async #actorOf(drop: Drop): Promise<Actor> {
    const furnisher = await findParticipantByCode(this.#context.database, drop.furnisher)
    if (!furnisher) throw refuse('PARTICIPANT_UNKNOWN')
    return actorOfBody(furnisher, scopes)
  }

  /** Undefined when the file was still being written: it lies where it was dropped again. */
  async #receive(drop: Drop, taken: Taken, actor: Actor): Promise<BatchId | undefined> {
    const file = await openTaken(taken)
    try {
      const sha256 = await digestOf(file)
      return await receiveBatch(this.#context, actor, {
        type: drop.type,
        profile: drop.profile,
        door: 'folder',
        // Killed before the file was put away, the node finds its own batch again.
        idempotencyKey: `folder:${sha256.toString('hex')}:${hash('sha256', taken.name, 'hex')}`,
        sha256,
        source: bytesOf(file),
      })
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'FILE_DIFFERS')) throw error
      await putBackFile(drop, taken)
      return undefined
    } finally {
      await file.close()
    }
  }
}

function bytesOf(file: FileHandle): AsyncIterable<Uint8Array> {
  return file.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Uint8Array>
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { setTimeout as pause } from 'node:timers/promises'
import type { CivilDate } from '../kernel/civil-date.ts'
import { type Clock, clockStartingOn } from '../kernel/clock.ts'
import type { Database } from '../kernel/db/database.ts'
import { Deliverer } from '../kernel/db/deliverer.ts'
import { type OutboxEvent, type Subscriber, stuckKind } from '../kernel/db/outbox.ts'
import type { BatchId } from '../kernel/ids.ts'
import { assert, OutageError } from '../kernel/refusal.ts'
import type { Actor } from '../modules/access/index.ts'
import {
  batchReceived,
  type CollectionContext,
  getBatchProgress,
  markBatchStuck,
  processBatch,
} from '../modules/collection/index.ts'
import { SubjectResolver } from '../modules/subjects/index.ts'

const POLL_MS = 30
const BATCH_MS_MAX = 120_000

/**
 * The node as on another day, at work: what comes in is judged, merged and signed as it would have been then.
 * Caller has seen that the node does no work of its own meanwhile: it would do it as of today.
 */
export class NodeOnDay {
  readonly collection: CollectionContext
  readonly #deliverer: Deliverer

  private constructor(collection: CollectionContext, deliverer: Deliverer) {
    this.collection = collection
    this.#deliverer = deliverer
  }

  /** @param day today or earlier */
  static async start(house: CollectionContext, day: CivilDate): Promise<NodeOnDay> {
    const { clock } = house.database
    const database = day < clock.today() ? withClock(house.database, clockStartingOn(day)) : house.database
    const about = { ...house, database, subjects: new SubjectResolver(database) }
    const subscribers = new Map<string, readonly Subscriber[]>([
      [batchReceived, [(event, signal) => processBatch(about, batchOf(event), signal)]],
      [stuckKind(batchReceived), [(event) => markBatchStuck(about, batchOf(event))]],
    ])
    const { nodeId, log } = house
    const deliverer = new Deliverer({ database, nodeId, log, subscribers })
    await deliverer.start()
    return new NodeOnDay({ ...about, wake: () => deliverer.wake() }, deliverer)
  }

  /** @throws OutageError when the batch is not done in two minutes */
  async settle(actor: Actor, batchId: BatchId, signal: AbortSignal | undefined): Promise<void> {
    const until = performance.now() + BATCH_MS_MAX
    while (!signal?.aborted) {
      const { batch } = await getBatchProgress(this.collection, actor, batchId)
      if (batch.state === 'completed' || batch.state === 'refused') return
      if (performance.now() > until) {
        throw new OutageError(`a batch of the demo world is not done after ${BATCH_MS_MAX / 1000} seconds`)
      }
      await pause(POLL_MS)
    }
  }

  /** What is under way is put back, and goes on when the day comes again. */
  async stop(): Promise<void> {
    await this.#deliverer.stop()
  }
}

function withClock(database: Database, clock: Clock): Database {
  return { ...database, clock, transact: (act) => database.transact((tx) => act({ ...tx, clock })) }
}

function batchOf({ payload }: OutboxEvent): BatchId {
  assert(typeof payload.batchId === 'string', 'the event names its batch')
  return payload.batchId as BatchId
}

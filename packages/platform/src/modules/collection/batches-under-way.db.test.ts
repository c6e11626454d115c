// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { csvOf, heading, once, openDoorsWorld, type } from '../../../test/doors-world.ts'
import { newUscc } from '../../../test/http-world.ts'
import { asOwner } from '../../../test/test-database.ts'
import { Deliverer } from '../../kernel/db/deliverer.ts'
import { type Subscriber, stuckKind } from '../../kernel/db/outbox.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { databaseSpool } from '../files/index.ts'
import { findBatch, listStuckBatches } from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import {
  batchReceived,
  getBatchProgress,
  markBatchStuck,
  processBatch,
  receiveBatch,
  retryBatch,
} from './index.ts'

const world = await openDoorsWorld()
const { collection, database, clock, registry, other, passHours } = world

describe('batches under way', () => {
  function deliverer(context: CollectionContext, work: Subscriber, failuresMax?: number): Deliverer {
    const subscribers = new Map<string, readonly Subscriber[]>([
      [batchReceived, [work]],
      [
        stuckKind(batchReceived),
        [async ({ payload }) => markBatchStuck(context, payload.batchId as BatchId)],
      ],
    ])
    const options = { database, nodeId: context.nodeId, log: context.log, subscribers }
    return new Deliverer(failuresMax === undefined ? options : { ...options, failuresMax })
  }

  async function until(holds: () => Promise<boolean>): Promise<void> {
    for (let i = 0; i < 2_400; i++) {
      if (await holds()) return
      await delay(25)
    }
    throw new Error('it did not come to hold within a minute')
  }

  async function forgetOthers(): Promise<void> {
    await database.query('update outbox set delivered_at = $1 where delivered_at is null', [clock.now()])
  }

  const stateOf = async (batchId: BatchId) => (await findBatch(database, batchId))?.state

  test('a stop in the middle of a long batch leaves it unfinished, and the next start takes it to its receipt', {
    timeout: 120_000,
  }, async () => {
    await forgetOthers()
    const rows = 12_000
    const batchId = await world.receive(registry, { type, csv: csvOf(rows) })
    const work: Subscriber = ({ payload }, signal) =>
      processBatch(collection, payload.batchId as BatchId, signal)
    const first = deliverer(collection, work)
    await first.start()
    await until(async () => (await stateOf(batchId)) === 'merging')
    const from = performance.now()
    await first.stop()
    expect(performance.now() - from).toBeLessThan(5_000)
    expect(await stateOf(batchId)).toBe('merging')
    const second = deliverer(collection, work)
    await second.start()
    await until(async () => (await stateOf(batchId)) === 'completed')
    await second.stop()
    const { totals } = await getBatchProgress(collection, registry, batchId)
    expect(totals.accepted).toBe(rows)
  })

  test('two furnishers with the same organisations in opposite orders make one subject each, no deadlock', {
    timeout: 120_000,
  }, async () => {
    await forgetOthers()
    const numbers = Array.from({ length: 3_000 }, () => newUscc())
    const csv = (ordered: string[]) =>
      heading + ordered.map((uscc) => `${uscc},演示同有限公司,2020-01-02\n`).join('')
    const batches = [
      await world.receive(registry, { type, csv: csv(numbers) }),
      await world.receive(other, { type, csv: csv([...numbers].reverse()) }),
    ]
    const failures: unknown[] = []
    const both = deliverer(collection, async ({ payload }, signal) => {
      await processBatch(collection, payload.batchId as BatchId, signal).catch((error: unknown) => {
        failures.push(error)
        throw error
      })
    })
    await both.start()
    for (const batchId of batches) await until(async () => (await stateOf(batchId)) === 'completed')
    await both.stop()
    expect(failures).toEqual([])
    const [made] = await database.query<{ subjects: number }>(
      `select count(distinct subject_id) as subjects from identifiers where scheme = 'cn.uscc' and value = any($1)`,
      [numbers],
    )
    expect(made?.subjects).toBe(numbers.length)
  })

  test('a batch that always fails is stuck, stands in the operator’s list, and goes on when told', async () => {
    await forgetOthers()
    const batchId = await world.receive(registry, { type, csv: csvOf(1) })
    let isMended = false
    const work = deliverer(
      collection,
      async ({ payload }, signal) => {
        if (!isMended) throw new Error('always')
        await processBatch(collection, payload.batchId as BatchId, signal)
      },
      1,
    )
    await work.start()
    await until(async () => (await findBatch(database, batchId))?.stuckAt !== null)
    expect((await listStuckBatches(database, 10)).map((batch) => batch.batchId)).toEqual([batchId])
    isMended = true
    await database.transact((tx) => retryBatch(tx, batchId))
    work.wake()
    await until(async () => (await stateOf(batchId)) === 'completed')
    await work.stop()
    expect(await listStuckBatches(database, 10)).toEqual([])
    await expect(database.transact((tx) => retryBatch(tx, batchId))).rejects.toMatchObject({
      code: 'BATCH_NOT_STUCK',
    })
  })

  test.each([
    ['53100', 'a full disk of the database'],
    ['57P03', 'a database that is starting'],
  ])('%s, %s, is waited out: the batch is not stuck, and goes on by itself', async (code) => {
    await forgetOthers()
    const batchId = await world.receive(registry, { type, csv: csvOf(1) })
    await asOwner(
      world.ownerUrl,
      `create function no_room() returns trigger language plpgsql as
         $$ begin raise exception 'no room' using errcode = '${code}'; end $$;
       create trigger no_room before insert on batch_chunks for each row execute function no_room()`,
    )
    let outages = 0
    const work = deliverer(
      collection,
      async ({ payload }, signal) => {
        await processBatch(collection, payload.batchId as BatchId, signal).catch((error: Error) => {
          if (error.name === 'OutageError') outages++
          throw error
        })
      },
      1,
    )
    await work.start()
    await until(async () => outages === 1)
    await asOwner(world.ownerUrl, 'drop trigger no_room on batch_chunks; drop function no_room()')
    passHours(1)
    await until(async () => {
      work.wake()
      return (await stateOf(batchId)) === 'completed'
    })
    await work.stop()
    expect((await findBatch(database, batchId))?.stuckAt).toBeNull()
  })

  test('with the spool in the database any node works on a batch; with a folder only its own', async () => {
    const shared = { ...collection, spool: databaseSpool(database) }
    const ids = [
      await receiveBatch(shared, registry, { type, profile: 'default', source: once(csvOf(1)) }),
      await receiveBatch(collection, registry, { type, profile: 'default', source: once(csvOf(1)) }),
    ]
    const rows = await database.query<{ nodeId: string | null; onNode: string | null }>(
      `select b.node_id as "nodeId", o.node_id as "onNode" from batches b
       join outbox o on o.payload->>'batchId' = b.batch_id::text
       where b.batch_id = any($1) order by b.node_id nulls first`,
      [ids],
    )
    expect(rows).toEqual([
      { nodeId: null, onNode: null },
      { nodeId: collection.nodeId, onNode: collection.nodeId },
    ])
  })
})

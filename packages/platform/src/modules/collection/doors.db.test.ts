// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { newUscc } from '../../../test/http-world.ts'
import { asOwner } from '../../../test/test-database.ts'
import { openWorld } from '../../../test/world.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import { Deliverer } from '../../kernel/db/deliverer.ts'
import { type Subscriber, stuckKind } from '../../kernel/db/outbox.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { asKey, databaseSpool } from '../files/index.ts'
import { findBatch, listStuckBatches } from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import {
  abandonUpload,
  batchReceived,
  beginUpload,
  continueUpload,
  DoorLimits,
  emptySpool,
  expireUploads,
  getBatchProgress,
  getUploadProgress,
  markBatchStuck,
  processBatch,
  proveRow,
  receiveBatch,
  retryBatch,
} from './index.ts'

const world = await openWorld()
const { collection, database, clock } = world
const registry = await world.furnisher('registry', 'registration-authority')
const other = await world.furnisher('other', 'registration-authority')
const type = 'cn.registration'

const heading = 'uscc,name,registered_on\n'
const csvOf = (rows: number): string =>
  heading + Array.from({ length: rows }, () => `${newUscc()},演示门有限公司,2020-01-02\n`).join('')

async function* once(bytes: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(bytes)
}

async function spooledBytes(context: CollectionContext, batchId: BatchId): Promise<Buffer> {
  const batch = await findBatch(database, batchId)
  const parts: Buffer[] = []
  const key = asKey(context.nodeKey.unwrap(batch?.keyWrapped as Buffer))
  for await (const part of context.spool.read(batchId, key)) parts.push(part)
  return Buffer.concat(parts)
}

async function countBatches(): Promise<number> {
  const [row] = await database.query<{ n: number }>('select count(*) as n from batches')
  return row?.n ?? -1
}

const passHours = (hours: number): void =>
  clock.set(new Date(clock.nowMs() + hours * 3_600_000).toISOString() as Instant)

describe('the furnisher’s key of a sending', () => {
  const send = (csv: string, idempotencyKey: string, more: object = {}) =>
    receiveBatch(collection, registry, {
      type,
      profile: 'default',
      idempotencyKey,
      ...more,
      source: once(csv),
    })

  test('the same key and bytes again is the same batch, and its file lies in the spool once', async () => {
    const csv = csvOf(1)
    const first = await send(csv, 'key-1')
    const before = await countBatches()
    expect(await send(csv, 'key-1')).toBe(first)
    expect(await countBatches()).toBe(before)
    expect((await spooledBytes(collection, first)).toString()).toBe(csv)
  })

  test('the same key with other bytes, or as another operation, is refused, and the first stands', async () => {
    const csv = csvOf(1)
    const first = await send(csv, 'key-2')
    const refusal = { code: 'IDEMPOTENCY_KEY_USED', facts: { batch: first } }
    await expect(send(csvOf(1), 'key-2')).rejects.toMatchObject(refusal)
    await expect(send(csv, 'key-2', { operation: 'withdraw' })).rejects.toMatchObject(refusal)
    expect((await spooledBytes(collection, first)).toString()).toBe(csv)
  })

  test('sent ten times at once it is one batch', async () => {
    const csv = csvOf(1)
    const limits = new DoorLimits(database, { atOnceMax: 10, bytesPerDayMax: 1e12 })
    const ids = await Promise.all(
      Array.from({ length: 10 }, () =>
        receiveBatch({ ...collection, limits }, registry, {
          type,
          profile: 'default',
          idempotencyKey: 'key-3',
          source: once(csv),
        }),
      ),
    )
    expect(new Set(ids).size).toBe(1)
    expect((await spooledBytes(collection, ids[0] as BatchId)).toString()).toBe(csv)
  })

  test('is another furnisher’s own affair: two bodies may use the same', async () => {
    const mine = await send(csvOf(1), 'key-4')
    const theirs = await receiveBatch(collection, other, {
      type,
      profile: 'default',
      idempotencyKey: 'key-4',
      source: once(csvOf(1)),
    })
    expect(theirs).not.toBe(mine)
  })

  test('a key built from a person’s number does not stand in the database', async () => {
    const number = '11010519491231002X'
    await send(csvOf(1), `push-${number}`)
    const { rows } = await asOwner(world.ownerUrl, 'select idempotency_key as key from batches')
    expect(rows.map((row) => String(row.key)).join()).not.toContain(number)
    await expect(send(csvOf(1), '有中文')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_MALFORMED' })
  })
})

describe('what is said of a sending', () => {
  test('a replacement without its period, and a period without a replacement, are refused before a byte is taken', async () => {
    const never = (async function* () {
      yield Buffer.from('x')
      expect.unreachable('the source must not be read')
    })()
    const given = { type, profile: 'default', source: never }
    await expect(
      receiveBatch(collection, registry, { ...given, operation: 'replace' }),
    ).rejects.toMatchObject({ code: 'PERIOD_MISSING' })
    await expect(receiveBatch(collection, registry, { ...given, period: '2026' })).rejects.toMatchObject({
      code: 'PERIOD_NOT_EXPECTED',
    })
  })

  test('operation, instant, period and door are kept as they were said', async () => {
    const tax = await world.furnisher('tax', 'tax-authority')
    const statedAt = '2026-06-01T00:00:00.000Z' as Instant
    const batchId = await receiveBatch(collection, tax, {
      type: 'cn.tax-a-grade-list',
      profile: 'default',
      operation: 'replace',
      period: '2025',
      statedAt,
      format: 'jsonl',
      door: 'push',
      source: once('{}\n'),
    })
    expect(await findBatch(database, batchId)).toMatchObject({
      operation: 'replace',
      period: '2025',
      statedAt,
      format: 'jsonl',
      door: 'push',
    })
  })
})

describe('limits at the doors', () => {
  const within = (atOnceMax: number, bytesPerDayMax: number): CollectionContext => ({
    ...collection,
    limits: new DoorLimits(database, { atOnceMax, bytesPerDayMax }),
  })

  test('of one body so many files come in side by side, and another body is not kept out', async () => {
    const context = within(1, 1e12)
    let open: (() => void) | undefined
    const slow = receiveBatch(context, registry, {
      type,
      profile: 'default',
      source: (async function* () {
        yield Buffer.from(heading)
        await new Promise<void>((resolve) => {
          open = resolve
        })
      })(),
    })
    await delay(100)
    const quick = { type, profile: 'default' }
    await expect(receiveBatch(context, registry, { ...quick, source: once(csvOf(1)) })).rejects.toMatchObject(
      { code: 'SENDINGS_AT_ONCE', facts: { retryAfterSeconds: 5 } },
    )
    await receiveBatch(context, other, { ...quick, source: once(csvOf(1)) })
    open?.()
    await slow
    await receiveBatch(context, registry, { ...quick, source: once(csvOf(1)) })
  })

  test('of one body so many bytes come in a day; at midnight in Shanghai a new day begins', async () => {
    const body = await world.furnisher('daily', 'registration-authority')
    const csv = csvOf(10)
    const context = within(8, Buffer.byteLength(csv) + 10)
    const send = () => receiveBatch(context, body, { type, profile: 'default', source: once(csv) })
    await send()
    const refused = await send().catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'DAY_ALLOWANCE_USED' })
    const { retryAfterSeconds } = (refused as { facts: { retryAfterSeconds: number } }).facts
    const day = clock.today()
    passHours((retryAfterSeconds - 1) / 3600)
    expect(clock.today()).toBe(day)
    passHours(1.1 / 3600)
    expect(clock.today()).not.toBe(day)
    await send()
  })

  test('an announced upload counts before it has come', async () => {
    const body = await world.furnisher('announcing', 'registration-authority')
    const context = within(8, 1000)
    await beginUpload(context, body, { type, profile: 'default', length: 900 })
    await expect(beginUpload(context, body, { type, profile: 'default', length: 200 })).rejects.toMatchObject(
      { code: 'DAY_ALLOWANCE_USED' },
    )
  })
})

describe.each([
  ['in a folder', collection],
  ['in the database', { ...collection, spool: databaseSpool(database) }],
])('a file that comes in parts, spooled %s', (where, context) => {
  const begin = (bytes: Buffer, more: object = {}) =>
    beginUpload(context, registry, { type, profile: 'default', length: bytes.length, ...more })
  const send = (id: BatchId, offset: number, part: Uint8Array) =>
    continueUpload(context, registry, id, { offset, source: once(part) })

  test('becomes a batch with its last byte, and goes its way like any other', async () => {
    const bytes = Buffer.from(csvOf(30))
    const { uploadId } = await begin(bytes, { sha256: createHash('sha256').update(bytes).digest() })
    expect(await send(uploadId, 0, bytes.subarray(0, 100))).toMatchObject({ received: 100, batchId: null })
    const done = await send(uploadId, 100, bytes.subarray(100))
    expect(done).toMatchObject({ received: bytes.length, batchId: uploadId })
    expect(await spooledBytes(context, uploadId)).toEqual(bytes)
    await processBatch(context, uploadId)
    const { batch, totals } = await getBatchProgress(context, registry, uploadId)
    expect([batch.state, totals.accepted, batch.fileSha256]).toEqual([
      'completed',
      30,
      createHash('sha256').update(bytes).digest(),
    ])
  })

  test('keeps of a part that breaks off what had come, and goes on there', async () => {
    const bytes = Buffer.from(csvOf(40))
    const { uploadId } = await begin(bytes)
    const breaking = (async function* () {
      yield bytes.subarray(0, 500)
      yield bytes.subarray(500, 700)
      throw new Error('the line broke')
    })()
    await expect(
      continueUpload(context, registry, uploadId, { offset: 0, source: breaking }),
    ).rejects.toThrow('the line broke')
    expect(await getUploadProgress(context, registry, uploadId)).toMatchObject({ received: 700 })
    await expect(send(uploadId, 500, bytes.subarray(500))).rejects.toMatchObject({
      code: 'UPLOAD_OFFSET',
      facts: { offset: 700 },
    })
    expect(await send(uploadId, 700, bytes.subarray(700))).toMatchObject({ batchId: uploadId })
    expect(await spooledBytes(context, uploadId)).toEqual(bytes)
  })

  test('killed in the middle of a part, the node has every byte that it had acknowledged', async () => {
    const bytes = randomBytes(20 * 1024 * 1024)
    const { uploadId } = await begin(bytes)
    let reached: (() => void) | undefined
    const inTheMiddle = new Promise<void>((resolve) => {
      reached = resolve
    })
    const stalled = (async function* () {
      for (let at = 0; at < 17 * 1024 * 1024; at += 65_536) yield bytes.subarray(at, at + 65_536)
      reached?.()
      await new Promise(() => undefined)
    })()
    // Never ends, as if its node were gone; another process would find what this one does.
    void continueUpload(context, registry, uploadId, { offset: 0, source: stalled })
    await inTheMiddle
    const restarted = { ...context, limits: new DoorLimits(database) }
    const { received } = await getUploadProgress(restarted, registry, uploadId)
    expect(received).toBeGreaterThanOrEqual(8 * 1024 * 1024)
    expect(received).toBeLessThan(17 * 1024 * 1024)
    const done = await continueUpload(restarted, registry, uploadId, {
      offset: received,
      source: once(bytes.subarray(received)),
    })
    expect(done.batchId).toBe(uploadId)
    expect((await spooledBytes(restarted, uploadId)).equals(bytes)).toBe(true)
  })

  test('whose answer to the last part was lost says so when asked again', async () => {
    const bytes = Buffer.from(csvOf(1))
    const { uploadId } = await begin(bytes)
    await send(uploadId, 0, bytes)
    expect(await send(uploadId, bytes.length, Buffer.alloc(0))).toMatchObject({ batchId: uploadId })
    expect(await getUploadProgress(context, registry, uploadId)).toMatchObject({
      received: bytes.length,
      batchId: uploadId,
    })
  })

  test('of other bytes than announced, or more of them, is no batch', async () => {
    const bytes = Buffer.from(csvOf(1))
    const sha256 = createHash('sha256').update('another file').digest()
    const { uploadId } = await begin(bytes, { sha256 })
    await expect(send(uploadId, 0, bytes)).rejects.toMatchObject({ code: 'FILE_DIFFERS' })
    await expect(getUploadProgress(context, registry, uploadId)).rejects.toMatchObject({
      code: 'UPLOAD_UNKNOWN',
    })
    const short = await begin(bytes.subarray(0, 10))
    await expect(send(short.uploadId, 0, bytes)).rejects.toMatchObject({ code: 'UPLOAD_TOO_LONG' })
  })

  test('is nobody else’s to see, to continue or to throw away', async () => {
    const { uploadId } = await begin(Buffer.alloc(10, 'x'))
    const unknown = { code: 'UPLOAD_UNKNOWN' }
    await expect(getUploadProgress(context, other, uploadId)).rejects.toMatchObject(unknown)
    await expect(
      continueUpload(context, other, uploadId, { offset: 0, source: once('x') }),
    ).rejects.toMatchObject(unknown)
    await expect(abandonUpload(context, other, uploadId)).rejects.toMatchObject(unknown)
    await abandonUpload(context, registry, uploadId)
    await expect(getUploadProgress(context, registry, uploadId)).rejects.toMatchObject(unknown)
  })

  test('announced twice with one key is one upload, and after its end the batch', async () => {
    const bytes = Buffer.from(csvOf(1))
    const idempotencyKey = `upload-${where.replaceAll(' ', '-')}`
    const { uploadId } = await begin(bytes, { idempotencyKey })
    expect(await begin(bytes, { idempotencyKey })).toMatchObject({ uploadId, received: 0 })
    await expect(begin(Buffer.concat([bytes, bytes]), { idempotencyKey })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_USED',
    })
    await send(uploadId, 0, bytes)
    expect(await begin(bytes, { idempotencyKey })).toMatchObject({ batchId: uploadId })
  })

  test('unfinished after its hours is removed, file and all', async () => {
    const { uploadId } = await begin(Buffer.alloc(10, 'x'))
    await send(uploadId, 0, Buffer.from('xxx'))
    await expireUploads(context)
    expect(await getUploadProgress(context, registry, uploadId)).toMatchObject({ received: 3 })
    passHours(25)
    await expect(send(uploadId, 3, Buffer.from('xxx'))).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' })
    expect(await expireUploads(context)).toBeGreaterThan(0)
    expect(await database.query('select 1 from uploads where upload_id = $1', [uploadId])).toEqual([])
    expect(await database.query('select 1 from spool_frames where batch_id = $1', [uploadId])).toEqual([])
  })

  test('the sealed file goes after its term; until then a row is proved, afterwards the receipt alone stands', async () => {
    const batchId = await receiveBatch(context, registry, {
      type,
      profile: 'default',
      source: once(csvOf(2)),
    })
    await processBatch(context, batchId)
    passHours(89 * 24)
    await emptySpool(context)
    expect((await proveRow(context, registry, batchId, 2)).row.length).toBeGreaterThan(10)
    passHours(2 * 24)
    expect(await emptySpool(context)).toBeGreaterThan(0)
    await expect(spooledBytes(context, batchId)).rejects.toThrow('does not hold')
    await expect(proveRow(context, registry, batchId, 2)).rejects.toMatchObject({ code: 'ROW_PROOF_PAST' })
    expect((await getBatchProgress(context, registry, batchId)).receipt).toMatch(/accepted/)
  })

  test('a batch that is not at its end keeps its file, however old it is', async () => {
    const csv = csvOf(1)
    const batchId = await receiveBatch(context, registry, { type, profile: 'default', source: once(csv) })
    passHours(400 * 24)
    await emptySpool(context)
    expect((await spooledBytes(context, batchId)).toString()).toBe(csv)
  })
})

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

  test('two furnishers that send the same organisations in opposite orders make one subject each, without a deadlock', {
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

  test('a batch that always fails is stuck, stands in the operator’s list, and is taken up again when told', async () => {
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
  ])('%s, %s, is waited out: the batch is not stuck, and goes on by itself when it is over', async (code) => {
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

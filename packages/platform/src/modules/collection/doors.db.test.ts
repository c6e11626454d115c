// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { csvOf, heading, once, openDoorsWorld, type } from '../../../test/doors-world.ts'
import { asOwner } from '../../../test/test-database.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { findBatch } from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import { beginUpload, DoorLimits, receiveBatch } from './index.ts'

const world = await openDoorsWorld()
const { collection, database, clock, registry, other, spooledBytes, passHours } = world

async function countBatches(): Promise<number> {
  const [row] = await database.query<{ n: number }>('select count(*) as n from batches')
  return row?.n ?? -1
}

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

  test('is not to be read in the database, and one built from a person’s number is not taken', async () => {
    await send(csvOf(1), 'decision-2026-7')
    const { rows } = await asOwner(world.ownerUrl, 'select idempotency_key as key from batches')
    expect(rows.map((row) => String(row.key)).join()).not.toContain('decision-2026-7')
    const personal = { code: 'IDEMPOTENCY_KEY_PERSONAL' }
    await expect(send(csvOf(1), 'push-11010519491231002X')).rejects.toMatchObject(personal)
    await expect(send(csvOf(1), '有中文')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_MALFORMED' })
  })
})

describe('what is said of a sending', () => {
  test('what has no periods is not replaced, and a period alone is refused, before a byte is read', async () => {
    const never = (async function* () {
      yield Buffer.from('x')
      expect.unreachable('the source must not be read')
    })()
    const given = { type, profile: 'default', source: never }
    await expect(
      receiveBatch(collection, registry, { ...given, operation: 'replace' }),
    ).rejects.toMatchObject({ code: 'OPERATION_NOT_POSSIBLE' })
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

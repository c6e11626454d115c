// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { platformSuite, verifyReceipt } from '@probity/verify'
import { describe, expect, test } from 'vitest'
import { openDeskWorld } from '../../../test/desk-world.ts'
import { penalty } from '../../../test/http-world.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import { listOwnNotices } from '../notices/index.ts'
import { keepQuarantine } from './keep-quarantine.ts'
import { getBatchProgress } from './read-batch.ts'

const world = await openDeskWorld()
const { collection, database, retention, newBody, registered, send, rowsIn } = world

describe('what the day brings', () => {
  test('a furnisher is reminded once a term, and rows past their term are removed, with notice and entry', async () => {
    const body = await newBody()
    const uscc = await registered('演示申有限公司')
    const { batch } = await send(
      body,
      penalty(uscc, '演示申有限公司', { fine_amount: 'many', remarks: '墨迹未干' }),
      penalty(uscc, '演示申有限公司', { decision_on: '2026-02-30', remarks: '墨迹未干' }),
    )
    const noticesOf = async () =>
      (await listOwnNotices(database, body, { before: null, limit: 20 })).map((notice) => notice.kind)
    await keepQuarantine(collection, retention)
    expect(await noticesOf()).toEqual([])
    world.clock.set('2026-06-22T02:00:00.000Z' as Instant)
    await keepQuarantine(collection, retention)
    await keepQuarantine(collection, retention)
    expect(await noticesOf()).toEqual(['QUARANTINE_WAITS_UNTIL'])
    world.clock.set('2026-06-29T02:00:00.000Z' as Instant)
    await keepQuarantine(collection, retention)
    expect(await noticesOf()).toHaveLength(2)

    world.clock.set('2026-09-13T02:00:00.000Z' as Instant)
    await keepQuarantine(collection, retention)
    await keepQuarantine(collection, retention)
    expect((await noticesOf()).filter((kind) => kind === 'QUARANTINE_EXPIRED')).toHaveLength(1)
    const [notice] = await listOwnNotices(database, body, { before: null, limit: 1 })
    expect(notice).toMatchObject({ batchId: batch.batchId, facts: { rows: 2, firstRow: 2, lastRow: 3 } })
    expect(await rowsIn(body, 'expired')).toHaveLength(2)
    const left = await world.faults(body, batch.batchId)
    expect(left).toMatchObject([
      { rowNo: 2, raw: null, items: [{ code: 'FRM-NUMBER', rule: 'PEN-FRM-021', field: 'fine_amount' }] },
      { rowNo: 3, raw: null, items: [{ code: 'FRM-DAY' }] },
    ])
    const entries = await database.query("select 1 from log_queue where kind = 'quarantine.emptied'")
    expect(entries.length).toBeGreaterThan(0)
    const { counts, receipt } = await getBatchProgress(collection, body, batch.batchId)
    expect(counts.map((count) => [count.code, count.rows])).toEqual([
      ['FRM-DAY', 1],
      ['FRM-NUMBER', 1],
    ])
    expect(verifyReceipt(platformSuite, receipt ?? '', collection.signer.verifierKey).faulty).toBe(2)
    world.clock.set('2026-06-15T02:00:00.000Z' as Instant)
  })

  test('the row of a corrected fault goes on its day too, without a word, and stays corrected', async () => {
    const body = await newBody()
    const uscc = await registered('演示酉有限公司')
    const row = penalty(uscc, '演示酉有限公司', { fine_amount: 'many' })
    const { batch } = await send(body, row)
    await send(body, { ...row, fine_amount: '1' })
    world.clock.set('2026-09-13T02:00:00.000Z' as Instant)
    await keepQuarantine(collection, retention)
    expect(await listOwnNotices(database, body, { before: null, limit: 5 })).toEqual([])
    expect((await world.faults(body, batch.batchId))[0]?.raw).toBeNull()
    expect(await rowsIn(body, 'corrected')).toHaveLength(1)
    world.clock.set('2026-06-15T02:00:00.000Z' as Instant)
  })

  test('the application itself cannot remove a faulty row', async () => {
    await expect(keepQuarantineAsApp()).rejects.toMatchObject({ code: '42501' })
  })

  async function keepQuarantineAsApp(): Promise<unknown> {
    return database.query('select retention_empty_quarantine($1, $2::integer[], $1, $3)', [
      '00000000-0000-7000-8000-000000000001',
      [2],
      '2026-06-15T02:00:00.000Z',
    ])
  }
})

test('all that was entered of it can be worked out again from what the database holds', async () => {
  const { acts, difference } = await world.audit()
  expect(difference).toBeNull()
  expect(acts).toBeGreaterThan(2)
})

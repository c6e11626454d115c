// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { platformSuite, verifyReceipt } from '@probity/verify'
import { describe, expect, test } from 'vitest'
import { asOfficer, doubtful, openDeskWorld } from '../../../test/desk-world.ts'
import { csvOf, penalty } from '../../../test/http-world.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import { checkRows } from './check-rows.ts'
import { correctRows } from './correct-rows.ts'
import { assignRows, listQuarantine } from './list-quarantine.ts'
import { countBatchFindings, getBatchProgress, listBatchFindings } from './read-batch.ts'
import { receiveBatch } from './receive-batch.ts'
import { proposeRelease } from './release-rows.ts'

const world = await openDeskWorld()
const { collection, database, newBody, registered, send, finish, rowsIn, cellsOf } = world

describe('a faulty row waits for its furnisher', () => {
  test('from the end of the batch, with age, owner and term, and nobody else sees it', async () => {
    const [body, other] = [await newBody(), await newBody()]
    const uscc = await registered('演示甲有限公司')
    const { batch, quarantine } = await send(
      body,
      penalty(uscc, '演示甲有限公司'),
      penalty(uscc, '演示甲有限公司', { decision_on: '2026-02-30' }),
    )
    expect(quarantine).toEqual([{ state: 'waiting', rows: 1 }])
    world.clock.set('2026-06-18T02:00:00.000Z' as Instant)
    expect(await rowsIn(body)).toMatchObject([
      {
        batchId: batch.batchId,
        rowNo: 3,
        codes: ['FRM-DAY'],
        ageDays: 3,
        enteredOn: '2026-06-15',
        remindOn: '2026-06-22',
        expireOn: '2026-09-13',
        holder: null,
        releasable: false,
      },
    ])
    expect(await rowsIn(other)).toEqual([])
    world.clock.set('2026-06-15T02:00:00.000Z' as Instant)
  })

  test('an officer takes it on; a name of a natural person is no account', async () => {
    const body = await newBody()
    const { batch } = await send(body, penalty('BAD', '演示乙有限公司'))
    const assign = (holder: string | null) =>
      assignRows(collection, body, { batchId: batch.batchId, rows: [2, 99], holder })
    expect(await assign('clerk-1')).toBe(1)
    expect(await rowsIn(body)).toMatchObject([{ holder: 'clerk-1' }])
    await expect(assign('演示人')).rejects.toMatchObject({ code: 'HOLDER_MALFORMED' })
    const byHolder = { state: 'waiting', batchId: null, holder: 'clerk-2', after: null, limit: 5 } as const
    expect(await listQuarantine(collection, body, byHolder)).toEqual([])
  })

  test('rows are paged in one order, and a cursor that is none is refused', async () => {
    const body = await newBody()
    await send(body, ...Array.from({ length: 5 }, (_, i) => penalty(`BAD${i}`, '演示丙有限公司')))
    const seen: number[] = []
    let after: string | null = null
    do {
      const page = { state: 'waiting', batchId: null, holder: null, after, limit: 2 } as const
      const rows: Awaited<ReturnType<typeof listQuarantine>> = await listQuarantine(collection, body, page)
      seen.push(...rows.map((row) => row.rowNo))
      after = rows.at(-1)?.cursor ?? null
    } while (after !== null)
    expect(seen).toEqual([2, 3, 4, 5, 6])
    const nonsense = { state: 'waiting', batchId: null, holder: null, after: 'x.y', limit: 2 } as const
    await expect(listQuarantine(collection, body, nonsense)).rejects.toMatchObject({
      code: 'CURSOR_MALFORMED',
    })
  })

  test('faults are filtered by rule and by field together, and counted by both', async () => {
    const body = await newBody()
    const uscc = await registered('演示丁有限公司')
    const { batch } = await send(
      body,
      penalty(uscc, '演示丁有限公司', { decision_on: '2026-02-30' }),
      penalty(uscc, '演示丁有限公司', { effective_until: 'soon' }),
      penalty('BAD', '演示丁有限公司'),
    )
    const rowsWith = async (rule?: string, field?: string) =>
      (
        await listBatchFindings(collection, body, batch.batchId, {
          weight: 'fault',
          afterRowNo: 0,
          limit: 10,
          rule,
          field,
        })
      ).map((row) => row.rowNo)
    expect(await rowsWith('FRM-DAY')).toEqual([2, 3])
    expect(await rowsWith('FRM-DAY', 'effective_until')).toEqual([3])
    expect(await rowsWith('PEN-FRM-024')).toEqual([2])
    expect(await rowsWith(undefined, 'uscc')).toEqual([4])
    expect(await rowsWith('FRM-DAY', 'uscc')).toEqual([])
    const counts = await countBatchFindings(collection, body, batch.batchId)
    expect(counts).toContainEqual({
      code: 'FRM-DAY',
      rule: 'PEN-FRM-025',
      field: 'effective_until',
      weight: 'fault',
      rows: 1,
    })
    const other = await newBody()
    await expect(countBatchFindings(collection, other, batch.batchId)).rejects.toMatchObject({
      code: 'BATCH_UNKNOWN',
    })
  })
})

describe('a row leaves by correction', () => {
  test('a later batch that brings its number corrects it, though nobody said so', async () => {
    const body = await newBody()
    const uscc = await registered('演示戊有限公司')
    const row = penalty(uscc, '演示戊有限公司', { fine_amount: 'many' })
    const first = await send(body, row)
    const second = await send(body, { ...row, fine_amount: '50000' })
    expect(second.totals.accepted).toBe(1)
    expect(await rowsIn(body)).toEqual([])
    expect(await rowsIn(body, 'corrected')).toMatchObject([
      { batchId: first.batch.batchId, rowNo: 2, leftByBatchId: second.batch.batchId, leftByRowNo: 2 },
    ])
  })

  test('a batch that says less than the row did, for it was stated before, corrects nothing', async () => {
    const body = await newBody()
    const uscc = await registered('演示己有限公司')
    const row = penalty(uscc, '演示己有限公司', { fine_amount: 'many' })
    await send(body, row)
    const late = await receiveBatch(collection, body, {
      type: 'cn.administrative-penalty',
      profile: 'default',
      statedAt: '2026-01-01T00:00:00.000Z' as Instant,
      source: (async function* () {
        yield Buffer.from(csvOf([{ ...row, fine_amount: '50000' }]))
      })(),
    })
    await finish(body, late)
    expect(await rowsIn(body)).toHaveLength(1)
  })

  test('mended rows are checked by the whole gate without a trace, then sent again in their own layout', async () => {
    const body = await newBody()
    const uscc = await registered('演示庚有限公司')
    const { batch, receipt } = await send(
      body,
      penalty(uscc, '演示庚有限公司', { effective_until: '2027-01-01' }),
      penalty(uscc, '演示庚有限公司', { effective_until: '2027-01-01', decision_number: '' }),
    )
    const bad = await cellsOf(body, batch.batchId, 3, {})
    const good = await cellsOf(body, batch.batchId, 3, { decision_number: '示罚〔2026〕补1号' })
    const before = await database.query('select count(*) as n from batches')
    const faulty = await checkRows(collection, body, batch.batchId, [{ row: 3, cells: bad }])
    expect(faulty.map((one) => [one.rowNo, one.items[0]?.code])).toEqual([[3, 'CMP-DOCUMENT']])
    expect(await checkRows(collection, body, batch.batchId, [{ row: 3, cells: good }])).toEqual([])
    const twice = await checkRows(collection, body, batch.batchId, [
      { row: 3, cells: good },
      { row: 4, cells: good },
      { row: 5, cells: good.slice(1) },
    ])
    expect(twice.map((one) => [one.rowNo, one.items[0]?.code])).toEqual([
      [5, 'ROW-FIELDS'],
      [4, 'DUP-NUMBER'],
    ])
    expect(await database.query('select count(*) as n from batches')).toEqual(before)

    const sent = await correctRows(collection, body, batch.batchId, [{ row: 3, cells: good }])
    const corrected = await finish(body, sent)
    expect(corrected).toMatchObject({
      batch: { correctsBatchId: batch.batchId, door: 'desk', rows: 1, faulty: 0 },
      totals: { accepted: 1 },
    })
    expect(await rowsIn(body, 'corrected')).toMatchObject([{ rowNo: 3, leftByBatchId: sent }])
    const old = await getBatchProgress(collection, body, batch.batchId)
    expect(old.receipt).toBe(receipt)
    expect(verifyReceipt(platformSuite, receipt ?? '', collection.signer.verifierKey)).toMatchObject({
      rows: 2,
      accepted: 1,
      faulty: 1,
    })
  })

  test('what is sent again and is still faulty waits once, not twice', async () => {
    const body = await newBody()
    const uscc = await registered('演示辛有限公司')
    const { batch } = await send(body, penalty(uscc, '演示辛有限公司', { decision_on: '2026-02-30' }))
    const cells = await cellsOf(body, batch.batchId, 2, {})
    const again = await correctRows(collection, body, batch.batchId, [{ row: 2, cells }])
    await finish(body, again)
    expect(await rowsIn(body)).toMatchObject([{ batchId: again, rowNo: 2 }])
    expect(await rowsIn(body, 'superseded')).toMatchObject([
      { batchId: batch.batchId, leftByBatchId: again, leftByRowNo: 2 },
    ])
    await expect(correctRows(collection, body, batch.batchId, [{ row: 2, cells }])).rejects.toMatchObject({
      code: 'ROW_NOT_WAITING',
    })
  })

  test('of a batch that is taken whole no single row is sent again or released', async () => {
    const body = await newBody()
    const replacing = await receiveBatch(collection, body, {
      type: 'cn.administrative-penalty',
      profile: 'default',
      operation: 'replace',
      period: '2026',
      source: (async function* () {
        yield Buffer.from(csvOf([doubtful('BAD', '演示亥有限公司')]))
      })(),
    })
    const rows = [{ row: 2, cells: ['x'] }]
    await expect(correctRows(collection, body, replacing, rows)).rejects.toMatchObject({
      code: 'CORRECTION_WHOLE',
    })
    const proposal = { batchId: replacing, rows: [2], ground: 'document' } as const
    await expect(proposeRelease(collection, asOfficer(body, 'clerk-1'), proposal)).rejects.toMatchObject({
      code: 'CORRECTION_WHOLE',
    })
  })

  test('rows of a file whose header cannot be read are mended where they come from', async () => {
    const body = await newBody()
    const { batch } = await world.submit(body, {
      type: 'cn.administrative-penalty',
      csv: '"uscc,name\nx,y\n',
    })
    expect(batch).toMatchObject({ state: 'refused', refusal: 'BATCH_HEADER_DAMAGED' })
    for (const act of [checkRows, correctRows])
      await expect(act(collection, body, batch.batchId, [{ row: 2, cells: ['x'] }])).rejects.toMatchObject({
        code: 'BATCH_WITHOUT_LAYOUT',
      })
  })

  test("another body's rows can be neither checked nor sent again", async () => {
    const [body, other] = [await newBody(), await newBody()]
    const { batch } = await send(body, penalty('BAD', '演示壬有限公司'))
    const rows = [{ row: 2, cells: ['x'] }]
    for (const act of [checkRows, correctRows])
      await expect(act(collection, other, batch.batchId, rows)).rejects.toMatchObject({
        code: 'BATCH_UNKNOWN',
      })
  })
})

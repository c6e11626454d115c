// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { asOfficer, doubtful, type Furnisher, openDeskWorld } from '../../../test/desk-world.ts'
import { csvOf, type Fields, penalty } from '../../../test/http-world.ts'
import { workbookOf } from '../../../test/workbooks.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { checkRows } from './check-rows.ts'
import { correctRows } from './correct-rows.ts'
import { emptySpool } from './empty-spool.ts'
import { openFaultyFile } from './open-faulty-file.ts'
import { findBatchLayout } from './read-batch.ts'
import { proposeRelease, secondRelease } from './release-rows.ts'
import { annotationHeadings } from './rows/neutralise.ts'

const world = await openDeskWorld()
const { collection, newBody, registered, finish, rowsIn } = world
const TYPE = 'cn.administrative-penalty'

const inCsv = (row: Fields): Promise<string | Buffer> => Promise.resolve(csvOf([row]))
const inLines = (row: Fields): Promise<string | Buffer> => Promise.resolve(`${JSON.stringify(row)}\n`)
const inWorkbook = (row: Fields): Promise<string | Buffer> =>
  workbookOf([Object.keys(row), Object.values(row)])
/** As it went back once before, with what was wrong and a quote against a formula. */
const inAnnotated = (row: Fields): Promise<string | Buffer> =>
  Promise.resolve(
    csvOf([{ ...Object.fromEntries(annotationHeadings.map((one) => [one, 'x'])), ...row, remarks: "'=1+1" }]),
  )

const formats = [
  ['CSV', inCsv],
  ['JSON Lines', inLines],
  ['a workbook', inWorkbook],
  ['an annotated file', inAnnotated],
] as const

/** The one faulty row, in its own columns as the desk shows it. */
async function waiting(body: Furnisher, batchId: BatchId) {
  const layout = await findBatchLayout(collection, body, batchId)
  const [found] = await world.faults(body, batchId)
  const cells = layout?.proposeCells(found?.raw ?? '') ?? []
  const headings = layout?.columns.map((column) => column.heading) ?? []
  const mended = (field: string, value: string): string[] =>
    cells.map((cell, i) => (layout?.columns[i]?.field === field ? value : cell))
  const cellOf = (field: string): string | undefined =>
    cells[layout?.columns.findIndex((column) => column.field === field) ?? -1]
  return { row: found?.rowNo ?? 0, cells, headings, mended, cellOf }
}

test.each(formats)(
  'a row of %s is shown in its own columns, checked, and sent again',
  async (_name, write) => {
    const body = await newBody()
    const uscc = await registered('演示改一有限公司')
    const sent = penalty(uscc, '演示改一有限公司', { decision_on: '2026-02-30', remarks: '=1+1' })
    const { batch } = await world.submit(body, { type: TYPE, csv: await write(sent) })
    const { row, cells, headings, mended, cellOf } = await waiting(body, batch.batchId)
    expect(headings.filter((heading) => heading.startsWith('Probity'))).toEqual([])
    expect(cellOf('remarks')).toBe('=1+1')
    const still = await checkRows(collection, body, batch.batchId, [{ row, cells }])
    expect(still.filter((one) => one.weight === 'fault')).toMatchObject([
      { rowNo: row, items: [{ code: 'FRM-DAY', field: 'decision_on' }] },
    ])
    const good = [{ row, cells: mended('decision_on', '2026-02-27') }]
    const checked = await checkRows(collection, body, batch.batchId, good)
    expect(checked.filter((one) => one.weight === 'fault')).toEqual([])
    const again = await correctRows(collection, body, batch.batchId, good)
    expect(await finish(body, again)).toMatchObject({
      batch: { format: 'csv', door: 'desk', rows: 1, faulty: 0 },
      totals: { accepted: 1 },
    })
    expect(await rowsIn(body, 'corrected')).toMatchObject([
      { rowNo: row, leftByBatchId: again, leftByRowNo: 2 },
    ])
  },
)

test.each(formats)('a doubtful row of %s is released as it was sent', async (_name, write) => {
  const body = await newBody()
  const uscc = await registered('演示改二有限公司')
  const { batch } = await world.submit(body, {
    type: TYPE,
    csv: await write(doubtful(uscc, '演示改二有限公司')),
  })
  const [row] = await rowsIn(body)
  const actId = await proposeRelease(collection, asOfficer(body, 'clerk-1'), {
    batchId: batch.batchId,
    rows: [row?.rowNo ?? 0],
    ground: 'source-system',
  })
  const released = await secondRelease(collection, asOfficer(body, 'clerk-2'), actId)
  expect(await finish(body, released)).toMatchObject({ totals: { accepted: 1 }, batch: { faulty: 0 } })
  expect(await rowsIn(body, 'released')).toMatchObject([{ leftByBatchId: released, leftByRowNo: 2 }])
  const notes = (await world.notes(body, released)).flatMap((one) => one.items.map((item) => item.code))
  expect(notes).toContain('NTE-RELEASED')
})

test('a withdrawal that names no record is mended in the columns of a withdrawal, and withdraws', async () => {
  const body = await newBody()
  const uscc = await registered('演示改六有限公司')
  const sent = penalty(uscc, '演示改六有限公司')
  await world.submit(body, { type: TYPE, csv: csvOf([sent]) })
  const number = sent.decision_number ?? ''
  const { batch } = await world.submit(body, {
    type: TYPE,
    operation: 'withdraw',
    csv: `decision_number,authority\n,${sent.authority}\n`,
  })
  expect(batch).toMatchObject({ rows: 1, faulty: 1 })
  const { row, cells, mended } = await waiting(body, batch.batchId)
  const [still] = await checkRows(collection, body, batch.batchId, [{ row, cells }])
  expect(still).toMatchObject({ rowNo: row, weight: 'fault' })
  const good = [{ row, cells: mended('decision_number', number) }]
  expect(await checkRows(collection, body, batch.batchId, good)).toEqual([])
  const again = await correctRows(collection, body, batch.batchId, good)
  expect(await finish(body, again)).toMatchObject({
    batch: { operation: 'withdraw', faulty: 0 },
    totals: { withdrawn: 1 },
  })
})

test('of one number released twice together the first row is taken, the second is a repeat', async () => {
  const body = await newBody()
  const uscc = await registered('演示改三有限公司')
  const twice = doubtful(uscc, '演示改三有限公司', { decision_number: '示罚〔2026〕同号' })
  const { batch } = await world.submit(body, { type: TYPE, csv: csvOf([twice, twice]) })
  const rows = (await rowsIn(body)).map((row) => row.rowNo)
  expect(rows).toEqual([2, 3])
  const proposal = { batchId: batch.batchId, rows, ground: 'document' } as const
  const actId = await proposeRelease(collection, asOfficer(body, 'clerk-1'), proposal)
  const released = await secondRelease(collection, asOfficer(body, 'clerk-2'), actId)
  expect(await finish(body, released)).toMatchObject({
    totals: { accepted: 1 },
    batch: { rows: 2, faulty: 1 },
  })
  const [fault] = await world.faults(body, released)
  expect(fault).toMatchObject({ rowNo: 3, items: [{ code: 'DUP-NUMBER', rule: 'PEN-DUP-001' }] })
})

test('a row that was removed when its term was over is not in the file that goes back', async () => {
  const body = await newBody()
  const { batch } = await world.submit(body, {
    type: TYPE,
    csv: csvOf([penalty('BAD', '演示改四有限公司'), penalty('BAD', '演示改五有限公司')]),
  })
  const args = [batch.batchId, [2], '00000000-0000-7000-8000-000000000004', world.clock.now()]
  await world.retention.query('select retention_empty_quarantine($1, $2::integer[], $3, $4)', args)
  const left: number[] = []
  for await (const row of (await openFaultyFile(collection, body, batch.batchId)).rows) left.push(row.rowNo)
  expect(left).toEqual([3])
})

test('once the file itself is removed, faulty rows are still shown in their columns and sent again', async () => {
  const body = await newBody()
  const uscc = await registered('演示改七有限公司')
  const sent = penalty(uscc, '演示改七有限公司', { decision_on: '2026-02-30' })
  const { batch } = await world.submit(body, { type: TYPE, csv: csvOf([sent]) })
  const { batch: refused } = await world.submit(body, { type: TYPE, csv: 'nothing,here\nx,y\n' })
  world.clock.set('2026-06-16T02:00:00.000Z' as Instant)
  expect(await emptySpool({ ...collection, spoolDays: 0 })).toBeGreaterThan(1)
  const { row, mended } = await waiting(body, batch.batchId)
  const again = await correctRows(collection, body, batch.batchId, [
    { row, cells: mended('decision_on', '2026-02-27') },
  ])
  expect(await finish(body, again)).toMatchObject({ totals: { accepted: 1 } })
  expect(refused.refusal).toBe('BATCH_HEADER_FAULTY')
  expect(await findBatchLayout(collection, body, refused.batchId)).toBeNull()
  expect(await world.faults(body, refused.batchId)).toHaveLength(1)
  world.clock.set('2026-06-15T02:00:00.000Z' as Instant)
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { newUscc, openHttpWorld } from '../../../test/http-world.ts'
import { workbookOf } from '../../../test/workbooks.ts'
import { splitFields, splitRecords } from './record-splitter.ts'
import { readWorkbook } from './workbook/read-workbook.ts'

const world = await openHttpWorld('2026-06-01T04:00:00.000Z')
const registry = await world.furnisher('registry', 'registration-authority')
const key = await world.keyOf(registry)
const other = await world.keyOf(await world.furnisher('other', 'registration-authority'))

async function sent(bytes: string | Buffer): Promise<string> {
  const headers = { ...key, 'content-type': 'application/octet-stream' }
  const answer = await world.send('/v1/batches?type=cn.registration', headers, bytes)
  expect(answer.statusCode).toBe(202)
  const { id } = answer.json<{ id: string }>()
  await world.finish(id)
  return id
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

async function csvRows(text: Buffer): Promise<string[][]> {
  const rows: string[][] = []
  for await (const run of splitRecords(one(text))) {
    run.starts.forEach((start, i) => {
      rows.push(splitFields(run.bytes.toString('utf8', start, run.ends[i])))
    })
  }
  return rows
}

async function xlsxRows(file: Buffer): Promise<string[][]> {
  const book = await readWorkbook(one(file))
  const rows = book.runs.flatMap((run) =>
    run.starts.map((start, i) => splitFields(run.bytes.toString('utf8', start, run.ends[i]))),
  )
  return [[...(book.header?.cells ?? [])], ...rows]
}

const uscc = newUscc()
const faulty =
  'uscc,name,备注 =x,registered_on\n' +
  `${newUscc()},演示好有限公司,,2020-01-02\n` +
  `${uscc},=HYPERLINK("x"),"-1,\n2",2019-02-30\n`.replace('"x"', 'x') +
  `${newUscc()},演示少有限公司\n` +
  `${newUscc()},"演示开有限公司,,2020-01-02\n`

test('faulty rows come back in their own columns, with what is wrong in both languages before them', async () => {
  const id = await sent(faulty)
  const answer = await world.get(`/v1/batches/${id}/faults.csv`, key)
  expect(answer.headers['content-type']).toContain('text/csv')
  const [header, day, ragged, open] = await csvRows(answer.rawPayload)
  expect(header?.slice(6)).toEqual(['uscc', 'name', '备注 =x', 'registered_on'])
  expect(day?.slice(0, 2)).toEqual(['3', 'FRM-DAY'])
  expect(day?.[2]).toContain('[registered_on] 不是有效日期')
  expect(day?.[3]).toContain('[registered_on] This is not a day')
  expect(day?.[4]).toContain('2026-04-01')
  expect(day?.slice(6)).toEqual([uscc, "'=HYPERLINK(x)", "'-1,\n2", '2019-02-30'])
  expect(ragged?.slice(6)).toHaveLength(2)
  expect(open?.[5]).toContain('"演示开有限公司')
})

test('no cell of the annotated CSV begins as a formula does', async () => {
  const names = ['=1', '+1', '-1', '@a', '\t=1', "'=1"]
  const csv = `uscc,name,registered_on\n${names.map((name) => `x,${name},y\n`).join('')}`
  const answer = await world.get(`/v1/batches/${await sent(csv)}/faults.csv`, key)
  const cells = (await csvRows(answer.rawPayload)).flat()
  expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
  expect(cells).toContain("''=1")
})

test.each(['csv', 'xlsx'])('the annotated %s, mended and sent again, is taken as it is', async (ending) => {
  const number = newUscc()
  const name = "=演示'公式有限公司"
  const first = await sent(`uscc,name,registered_on\n${number},${name},2019-02-30\n`)
  const file = (await world.get(`/v1/batches/${first}/faults.${ending}`, key)).rawPayload
  const rows = ending === 'csv' ? await csvRows(file) : await xlsxRows(file)
  const mended = rows.map((row) => row.map((cell) => (cell === '2019-02-30' ? '2019-03-02' : cell)))
  const again =
    ending === 'csv'
      ? mended.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join()}\n`).join('')
      : await workbookOf(mended)
  const id = await sent(again)
  const state = (await world.get(`/v1/batches/${id}`, key)).json<{
    counts: object
    codes: unknown[]
    format: string
  }>()
  expect(state).toMatchObject({ format: ending, counts: { rows: 1, accepted: 1, faulty: 0 }, codes: [] })
  expect((await world.page(number)).name).toBe(name)
})

test('the annotated workbook keeps long numbers, zeros and formula characters as text', async () => {
  const id = await sent('uscc,name,registered_on\n000123456789012345,=1+1,0\n')
  const answer = await world.get(`/v1/batches/${id}/faults.xlsx`, key)
  expect(answer.headers['content-disposition']).toContain(`${id}-faults.xlsx`)
  const [, row] = await xlsxRows(answer.rawPayload)
  expect(row?.slice(6)).toEqual(['000123456789012345', '=1+1', '0'])
})

test('faulty JSON Lines and workbooks come back too', async () => {
  const lines = await sent(`{"uscc":"1","name":"甲"}\n{"uscc":\n`)
  const [header, first, second] = await csvRows(
    (await world.get(`/v1/batches/${lines}/faults.csv`, key)).rawPayload,
  )
  expect(header?.slice(6, 8)).toEqual(['uscc', 'name'])
  expect(first?.slice(6, 8)).toEqual(['1', '甲'])
  expect(second?.[5]).toBe('{"uscc":')
  const book = await sent(
    await workbookOf([
      ['uscc', 'name', 'registered_on'],
      ['1', 'a<b&"c"', { f: '1+1', v: '2' }],
    ]),
  )
  const [, row] = await xlsxRows((await world.get(`/v1/batches/${book}/faults.xlsx`, key)).rawPayload)
  expect(row?.[1]).toContain('XLS-FORMULA')
  expect(row?.slice(6)).toEqual(['1', 'a<b&"c"', '2'])
})

test("another body's faulty rows do not exist for the asker", async () => {
  const id = await sent('uscc,name,registered_on\n1,a,b\n')
  for (const ending of ['csv', 'xlsx']) {
    const answer = await world.get(`/v1/batches/${id}/faults.${ending}`, other)
    expect(answer.statusCode).toBe(404)
    expect(answer.json<{ code: string }>().code).toBe('BATCH_UNKNOWN')
  }
})

test('a file that cannot be read at all comes back empty, and says so in its state', async () => {
  const id = await sent(Buffer.from('PK\x03\x04 and nothing more'))
  const state = (await world.get(`/v1/batches/${id}`, key)).json<{
    refusal: { code: string; says: object }
  }>()
  expect(state.refusal).toMatchObject({
    code: 'BATCH_XLSX_DAMAGED',
    says: { zh: expect.stringContaining('工作簿') },
  })
  const [header] = await csvRows((await world.get(`/v1/batches/${id}/faults.csv`, key)).rawPayload)
  expect(header).toHaveLength(6)
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { platformSuite, saltedLeaf, verifyInclusion } from '@probity/verify'
import { expect, test } from 'vitest'
import { newUscc } from '../../../test/http-world.ts'
import { type Cell, partsOf, sheetXml, workbookOf, zipOf } from '../../../test/workbooks.ts'
import { openWorld } from '../../../test/world.ts'
import { completeOrganisationCode } from '../identifiers/index.ts'
import { proveRow } from './index.ts'

const world = await openWorld('2026-06-01T04:00:00.000Z')
const registry = await world.furnisher('registry', 'registration-authority')
const authority = await world.furnisher('authority', 'penalty-authority')
const type = 'cn.registration'
const heading = 'uscc,name,registered_on\n'

async function send(csv: string | Uint8Array, of = type) {
  return world.submit(of === type ? registry : authority, { type: of, csv })
}

async function codesOf(batchId: Parameters<typeof world.faults>[1], actor = registry): Promise<string[]> {
  return (await world.faults(actor, batchId)).flatMap((row) =>
    row.items.map((item) => `${row.rowNo} ${item.code}${item.column === null ? '' : ` ${item.column}`}`),
  )
}

async function notesOf(batchId: Parameters<typeof world.notes>[1]): Promise<string[]> {
  return (await world.notes(registry, batchId)).flatMap((row) =>
    row.items.map((item) => `${row.rowNo} ${item.code}`),
  )
}

test('JSON Lines are taken with headings or field codes, row by row, each fault in its line', async () => {
  const [one, two] = [newUscc(), newUscc()]
  const line = (uscc: string, name: string, more = {}) =>
    `${JSON.stringify({ uscc, name, registered_on: '2020-01-02', ...more })}\n`
  const { batch, totals } = await send(
    `${line(one, '演示𠮷有限公司', { colour: 'red' })}${line(two, '演示乙有限公司', { colour: 'blue' })}` +
      `{"uscc":\n\n[1]\n${line(newUscc(), '演示丙有限公司', { name: ['x'] })}`,
  )
  expect(batch).toMatchObject({ format: 'jsonl', rows: 5, faulty: 3 })
  expect(totals.accepted).toBe(2)
  expect(await codesOf(batch.batchId)).toEqual(['3 JSN-SYNTAX', '5 JSN-NOT-OBJECT', '6 JSN-NESTED name'])
  expect(await notesOf(batch.batchId)).toEqual(['1 NTE-KEY-UNKNOWN'])
  expect((await world.page(one)).name).toBe('演示𠮷有限公司')
})

test('a JSON array is taken as the lines it is made of', async () => {
  const rows = [newUscc(), newUscc()].map((uscc) => ({
    uscc,
    name: '演示组有限公司',
    registered_on: '2020-01-02',
  }))
  const { batch, totals } = await send(JSON.stringify(rows, null, 2))
  expect(batch).toMatchObject({ format: 'jsonl', rows: 2, faulty: 0 })
  expect(totals.accepted).toBe(2)
})

test('a workbook is taken to its receipt, and a row of it is proved by its CSV record', async () => {
  const [one, two] = [newUscc(), newUscc()]
  const book = await workbookOf([
    ['uscc', 'name', 'registered_on'],
    [one, '演示𠮷😀,有限公司', { v: '43252', s: 1 }],
    [two, '演示乙有限公司', '2020-01-02'],
  ])
  const { batch, totals, receipt } = await send(book)
  expect(batch).toMatchObject({ format: 'xlsx', encoding: 'utf-8', rows: 2, faulty: 0 })
  expect(totals.accepted).toBe(2)
  expect(receipt).toContain(batch.batchId)
  const page = await world.page(one)
  expect(page.name).toBe('演示𠮷😀,有限公司')
  expect(page.records[0]?.fields).toMatchObject({ registered_on: '2018-06-01' })
  const { row, proof } = await proveRow(world.collection, registry, batch.batchId, 2)
  expect(row.toString()).toBe(`${one},"演示𠮷😀,有限公司",2018-06-01`)
  const leaf = saltedLeaf(platformSuite, proof.salt, row)
  expect(() => verifyInclusion(platformSuite, leaf, proof, batch.root ?? Buffer.alloc(32))).not.toThrow()
  // The same again changes nothing, whatever its format.
  expect((await send(`${heading}${two},演示乙有限公司,2020-01-02\n`)).totals.unchanged).toBe(1)
})

test('what a spreadsheet does to cells that are read is a fault of each of them', async () => {
  const rows: Cell[][] = [
    ['uscc', 'name', 'registered_on', 'remarks'],
    [{ v: '9.1440300123456794E+17' }, '演示一有限公司', '2020-01-02', { f: '1+1', v: '2' }],
    [newUscc(), { f: 'A1', t: 'str', v: '演示二有限公司' }, { v: '43252' }, 'x'],
    [newUscc(), '演示三有限公司', { t: 'e', v: '#REF!' }, 'x'],
    [newUscc(), null, '2020-01-02', 'x'],
    [newUscc(), '演示五有限公司', '2020-01-02', 'x'],
  ]
  const { batch, totals } = await send(await workbookOf(rows, { merges: ['B4:B5'], hidden: [6] }))
  expect(await codesOf(batch.batchId)).toEqual([
    '2 DMG-LONG-NUMBER uscc',
    '3 XLS-FORMULA name',
    '3 DMG-DAY-SERIAL registered_on',
    '4 XLS-ERROR registered_on',
    '5 XLS-MERGED name',
  ])
  expect(await notesOf(batch.batchId)).toEqual(['1 NTE-HEADING-UNKNOWN', '6 NTE-ROW-HIDDEN'])
  expect(totals.accepted).toBe(1)
})

test('damage is recognised in a CSV that a spreadsheet saved, and nothing of it is guessed back', async () => {
  const { batch } = await send(
    `${heading}9.14403E+17,演示一有限公司,2020-01-02\n${newUscc()},演示二有限公司,43252\n`,
  )
  expect(await codesOf(batch.batchId)).toEqual(['2 DMG-SCIENTIFIC uscc', '3 DMG-DAY-SERIAL registered_on'])
  const cut = await send(
    'party_name,party_kind,organisation_code,decision_number,decision_on,authority,penalty_kinds,content\n' +
      `演示罚有限公司,organisation,${completeOrganisationCode('00123456')?.slice(2)},演罚2号,2026-05-01,演示局,罚款,罚款人民币五千元\n`,
    'cn.administrative-penalty',
  )
  expect(await codesOf(cut.batch.batchId, authority)).toContain('2 DMG-ZEROS organisation_code')
})

test.each([
  ['macros', () => zipOf({ ...partsOf(sheetXml([['a']])), 'xl/vbaProject.bin': 'x' }), 'BATCH_XLSX_MACRO'],
  ['nothing but a zip', () => zipOf({ a: 'b' }), 'BATCH_XLSX_DAMAGED'],
  ['no rows', () => workbookOf([]), 'BATCH_WITHOUT_ROWS'],
  ['only another sheet of headings', () => workbookOf([['x'], ['y']]), 'BATCH_HEADER_FAULTY'],
  ['blank lines', async () => Buffer.from('\n\n'), 'BATCH_WITHOUT_ROWS'],
  ['an empty JSON array', async () => Buffer.from('[ ]'), 'BATCH_EMPTY'],
  ['100,000 columns', async () => Buffer.from(`${'a,'.repeat(100_000)}\n`), 'BATCH_COLUMNS_TOO_MANY'],
  ['a header that does not close', async () => Buffer.from('"uscc,name\n1,2\n'), 'BATCH_HEADER_DAMAGED'],
])('a file with %s is refused whole, with its reason', async (_what, make, code) => {
  const sent = make().then(send)
  if (code === 'BATCH_EMPTY') await expect(sent).rejects.toMatchObject({ code })
  else expect((await sent).batch).toMatchObject({ state: 'refused', refusal: code })
})

test('in a file of two encodings each row of the other is named, and no character is made up', async () => {
  const gb = Buffer.from([0xd6, 0xd0, 0xce, 0xc4])
  const row = (name: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`${newUscc()},`), name, Buffer.from(',2020-01-02\n')])
  const utf = Buffer.from('中文')
  const mostlyUtf = await send(Buffer.concat([Buffer.from(heading), row(utf), row(utf), row(gb), row(utf)]))
  expect(mostlyUtf.batch).toMatchObject({ encoding: 'utf-8', rows: 4, faulty: 1 })
  expect(await codesOf(mostlyUtf.batch.batchId)).toEqual(['4 ROW-ENCODING'])
  expect((await world.faults(registry, mostlyUtf.batch.batchId))[0]?.raw).toContain('中文')
  const mostlyGb = await send(Buffer.concat([Buffer.from(heading), row(gb), row(gb), row(utf), row(gb)]))
  expect(mostlyGb.batch).toMatchObject({ encoding: 'gb18030', rows: 4, faulty: 1 })
  expect(await codesOf(mostlyGb.batch.batchId)).toEqual(['4 ROW-ENCODING'])
})

test('characters that deceive are faults; full width, emoji and Extension B are not', async () => {
  const good = ['演示１２有限公司', '演示😀有限公司', '𠮷野家有限公司']
  const bad = [
    '演示\u202e司公有限',
    '演示\u200b有限公司',
    '演示\u2066有限公司',
    '演示\u00ad有限公司',
    '演示\u061c有限公司',
  ]
  const codes = [...good, ...bad].map(() => newUscc())
  const { batch } = await send(
    heading +
      [...good, ...bad]
        .map((name, i) => `${codes[i]},${name},２０２０-01-02\n`.replace('２０２０', '2020'))
        .join(''),
  )
  expect(await codesOf(batch.batchId)).toEqual(bad.map((_name, i) => `${i + 5} FRM-TEXT-UNSAFE name`))
  expect((await world.page(codes[2] ?? '')).name).toBe('𠮷野家有限公司')
})

test('a day that never was, control bytes, ragged rows and repeated headings have their numbers', async () => {
  const { batch } = await send(
    `${heading}${newUscc()},演示一有限公司,2019-02-30\n${newUscc()},演示\0有限公司,2020-01-02\n${newUscc()}\n${newUscc()},a,2020-01-02,x,y\n`,
  )
  expect(await codesOf(batch.batchId)).toEqual([
    '2 FRM-DAY registered_on',
    '3 ROW-CONTROL',
    '4 ROW-FIELDS',
    '5 ROW-FIELDS',
  ])
  const twice = await send(`uscc,name,registered_on,USCC\n${newUscc()},a,2020-01-02,x\n`)
  expect(twice.batch).toMatchObject({ state: 'refused', refusal: 'BATCH_HEADER_FAULTY' })
  expect(await codesOf(twice.batch.batchId)).toEqual(['1 FRM-HEADING-TWICE USCC'])
})

test('a header only is a mistake and refused, in each format', async () => {
  for (const file of [heading, await workbookOf([['uscc', 'name', 'registered_on']])]) {
    expect((await send(file)).batch).toMatchObject({ state: 'refused', refusal: 'BATCH_WITHOUT_ROWS' })
  }
})

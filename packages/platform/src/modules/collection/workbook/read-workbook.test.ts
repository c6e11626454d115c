// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { partsOf, sheetXml, workbookOf, zipOf } from '../../../../test/workbooks.ts'
import { splitFields } from '../record-splitter.ts'
import { numberText, showsDay } from './cell-text.ts'
import { readWorkbook, type Workbook } from './read-workbook.ts'

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

const read = (bytes: Buffer): Promise<Workbook> => readWorkbook(one(bytes))

type Row = { rowNo: number; cells: string[]; marks: string[] }

function rowsOf(book: Workbook): Row[] {
  return book.runs.flatMap((run) =>
    run.rowNos.map((rowNo, i) => ({
      rowNo,
      cells: splitFields(run.bytes.toString('utf8', run.starts[i], run.ends[i])),
      marks: (run.marks?.get(i) ?? []).map(
        (mark) => `${mark.code}${mark.column === null ? '' : `@${mark.column}`}`,
      ),
    })),
  )
}

test('texts come as they are: commas, quotes, line breaks, emoji and characters of Extension B', async () => {
  const row = ['a,b', '说"好"', '一\n二', '𠮷野家😀', ' x ']
  const book = await read(await workbookOf([['h1', 'h2', 'h3', 'h4', 'h5'], row]))
  expect(book.header).toMatchObject({ rowNo: 1, cells: ['h1', 'h2', 'h3', 'h4', 'h5'] })
  expect(rowsOf(book)).toEqual([{ rowNo: 2, cells: row, marks: [] }])
})

test('shared strings, with runs of format and without the reading aids of Japanese text', async () => {
  const strings =
    '<sst><si><t>甲</t></si><si><r><t>乙</t></r><r><t xml:space="preserve"> 丙</t></r><rPh sb="0" eb="1"><t>yi</t></rPh></si><si><t>a_x000A_b_x005F_x</t></si></sst>'
  const sheet = sheetXml([
    [
      { t: 's', v: '0' },
      { t: 's', v: '1' },
    ],
    [{ t: 's', v: '2' }, 'z'],
  ])
  const book = await read(await zipOf(partsOf(sheet, { 'xl/sharedStrings.xml': strings })))
  expect(book.header?.cells).toEqual(['甲', '乙 丙'])
  expect(rowsOf(book)[0]?.cells).toEqual(['a\nb_x', 'z'])
})

test('a number that a style shows as a day is that day, with the time when there is one', async () => {
  const serial = (v: string, s: number) => ({ v, s })
  const row = [
    serial('43252', 1),
    serial('43252', 2),
    serial('43252.5', 1),
    serial('60', 1),
    serial('59', 1),
    serial('61', 1),
    serial('43252', 0),
  ]
  const book = await read(await workbookOf([['1', '2', '3', '4', '5', '6', '7'], row]))
  expect(rowsOf(book)[0]?.cells).toEqual([
    '2018-06-01',
    '2018-06-01',
    '2018-06-01 12:00:00',
    '60',
    '1900-02-28',
    '1900-03-01',
    '43252',
  ])
})

test('a workbook that counts from 1904 gives the days it shows', async () => {
  const parts = partsOf(sheetXml([['d'], [{ v: '41790', s: 1 }]]))
  const from1904 = String(parts['xl/workbook.xml']).replace('<sheets>', '<workbookPr date1904="1"/><sheets>')
  const book = await read(await zipOf({ ...parts, 'xl/workbook.xml': from1904 }))
  expect(rowsOf(book)[0]?.cells).toEqual(['2018-06-01'])
})

test.each([
  ['1.1000000000000001', '1.1', false],
  ['0.30000000000000004', '0.3', false],
  ['1.0000000000000001E-5', '0.00001', false],
  ['12345.6', '12345.6', false],
  ['1E5', '100000', false],
  ['-3', '-3', false],
  ['230100100012345', '230100100012345', false],
  ['9.1440300123456794E+17', '9.1440300123456794E+17', true],
  ['914403001234567890', '914403001234567890', true],
  ['x', 'x', false],
])('the number %s is read as %s', (written, text, isLong) => {
  expect(numberText(written)).toEqual({ text, isLong })
})

test.each([
  ['yyyy-mm-dd', true],
  ['m"月"d"日"', true],
  ['[$-804]yyyy"年"', true],
  ['General', false],
  ['#,##0.00_);[Red]\\d', false],
  ['0.00"day"', false],
  ['h:mm', false],
])('the format %s shows a day: %s', (code, shows) => {
  expect(showsDay(code)).toBe(shows)
})

test('formulas, errors, long numbers, merged and hidden rows are marked where they stand', async () => {
  const book = await read(
    await workbookOf(
      [
        ['a', 'b', 'c'],
        [{ f: 'A1&"x"', t: 'str', v: 'ax' }, { t: 'e', v: '#N/A' }, { v: '914403001234567890' }],
        ['top', 'x', 'y'],
        [null, 'x', 'y'],
        ['z', 'x', 'y'],
      ],
      { hidden: [5], merges: ['A3:A4', 'B2:C2'] },
    ),
  )
  expect(rowsOf(book).map(({ rowNo, marks }) => [rowNo, marks])).toEqual([
    [2, ['XLS-FORMULA@0', 'XLS-ERROR@1', 'DMG-LONG-NUMBER@2', 'XLS-MERGED@2']],
    [3, []],
    [4, ['XLS-MERGED@0']],
    [5, ['NTE-ROW-HIDDEN']],
  ])
})

test('the first sheet that is shown is read, and the others are told of', async () => {
  const parts = partsOf(sheetXml([['shown'], ['1']]))
  const workbook = String(parts['xl/workbook.xml']).replace(
    '<sheets>',
    '<sheets><sheet name="0" sheetId="9" state="hidden" r:id="r9"/>',
  )
  const book = await read(await zipOf({ ...parts, 'xl/workbook.xml': workbook }))
  expect(book.header?.cells).toEqual(['shown'])
  expect(book.notes).toMatchObject([{ code: 'NTE-OTHER-SHEETS', facts: { sheet: 2, sheets: 2 } }])
})

test('references to other files are not followed, and told of', async () => {
  const parts = partsOf(sheetXml([['a'], [{ f: '[1]Sheet1!A1', v: '5' }]]))
  const workbook = String(parts['xl/workbook.xml']).replace(
    '</sheets>',
    '</sheets><externalReferences><externalReference r:id="r5"/></externalReferences>',
  )
  const book = await read(await zipOf({ ...parts, 'xl/workbook.xml': workbook }))
  expect(book.notes).toMatchObject([{ code: 'NTE-LINKS' }])
  expect(rowsOf(book)[0]?.marks).toEqual(['XLS-FORMULA@0'])
})

const sheet = sheetXml([['a'], ['1']])
const bomb = `<worksheet><sheetData>${'<row><c/></row>'.repeat(2_000_000)}</sheetData></worksheet>`
const headRow = '<row><c t="inlineStr"><is><t>h</t></is></c></row>'
const dataRows = '<row><c><v>7</v></c></row>'.repeat(100_001)
const manyRows = `<worksheet><sheetData>${headRow}${dataRows}</sheetData></worksheet>`

test.each([
  ['macros', { ...partsOf(sheet), 'xl/vbaProject.bin': 'x' }, 'BATCH_XLSX_MACRO'],
  ['no workbook', { 'readme.txt': 'x' }, 'BATCH_XLSX_DAMAGED'],
  ['a document type', partsOf(`<!DOCTYPE x [<!ENTITY a "aaaa">]>${sheet.slice(38)}`), 'BATCH_XLSX_DAMAGED'],
  ['an entity of its own', partsOf(sheet.replace('>1<', '>&a;<')), 'BATCH_XLSX_DAMAGED'],
  ['a sheet cut short', partsOf(sheet.slice(0, -20)), 'BATCH_XLSX_DAMAGED'],
  ['rows that go back', partsOf(sheet.replace('r="2"', 'r="1"')), 'BATCH_XLSX_DAMAGED'],
  ['a string that is not there', partsOf(sheetXml([[{ t: 's', v: '7' }]])), 'BATCH_XLSX_DAMAGED'],
  [
    'no shown sheet',
    partsOf(sheet, { 'xl/workbook.xml': '<workbook><sheets/></workbook>' }),
    'BATCH_WITHOUT_ROWS',
  ],
  ['nesting without end', partsOf('<a>'.repeat(1000)), 'BATCH_XLSX_DAMAGED'],
  [
    'one endless text',
    partsOf(`<worksheet><v>${'x'.repeat(3_000_000)}</v></worksheet>`),
    'BATCH_XLSX_DAMAGED',
  ],
  [
    'one endless comment',
    partsOf(`<worksheet><!--${'<a>'.repeat(1_000_000)}--></worksheet>`),
    'BATCH_XLSX_DAMAGED',
  ],
  ['a bomb', partsOf(bomb), 'BATCH_XLSX_TOO_LARGE'],
  ['more rows than may be', partsOf(manyRows), 'BATCH_XLSX_TOO_LARGE'],
  ['100,000 columns', partsOf(sheetXml([[{ v: '1' }]]).replace('r="A1"', 'r="EQXD1"')), 'BATCH_XLSX_DAMAGED'],
  [
    '16,000 columns',
    partsOf(sheetXml([[{ v: '1' }]]).replace('r="A1"', 'r="WQJ1"')),
    'BATCH_COLUMNS_TOO_MANY',
  ],
])('a workbook with %s is refused whole', async (_what, parts, code) => {
  await expect(read(await zipOf(parts))).rejects.toMatchObject({ code })
})

test('encrypted entries are refused by name, and what is no zip is damaged', async () => {
  const zip = await zipOf(partsOf(sheet))
  const encrypted = Buffer.from(zip)
  for (let at = encrypted.indexOf('PK\x01\x02'); at >= 0; at = encrypted.indexOf('PK\x01\x02', at + 1)) {
    encrypted.writeUInt16LE(encrypted.readUInt16LE(at + 8) | 1, at + 8)
  }
  await expect(read(encrypted)).rejects.toMatchObject({ code: 'BATCH_XLSX_ENCRYPTED' })
  await expect(read(zip.subarray(0, zip.length - 40))).rejects.toMatchObject({ code: 'BATCH_XLSX_DAMAGED' })
})

test('a directory that understates the size of a part is found out while the part is read', async () => {
  const zip = await zipOf(
    partsOf(sheetXml([['a'], ...Array.from({ length: 5_000 }, () => ['x'.repeat(50)])])),
  )
  const at = zip.lastIndexOf('PK\x01\x02')
  const lied = Buffer.from(zip)
  lied.writeUInt32LE(100, at + 24)
  await expect(read(lied)).rejects.toMatchObject({ code: 'BATCH_XLSX_DAMAGED' })
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { memoryOf } from '../../../test/memory-of.ts'

type Split = { rows: number; damage: string[]; lastRow: string }

/** Splits what `parts` gives, in frames as the spool has them. */
const splitting = (parts: string, limits = 'undefined'): string => `
  const { splitRecords, defaultSplitLimits } = await import(at('record-splitter.js'))
  async function* source() { ${parts} }
  let rows = 0, damage = [], lastRow = ''
  for await (const run of splitRecords(source(), ${limits})) {
    rows += run.starts.length
    damage.push(...run.damage.values())
    lastRow = run.bytes.toString('utf8', run.starts.at(-1), run.ends.at(-1))
  }
  console.log(JSON.stringify({ rows, damage: damage.slice(0, 5), lastRow }))`

const MiB50 = 'for (let i = 0; i < 200; i++)'

test.each([
  [
    'a quote never closed before 50 MB without a line end',
    `yield Buffer.from('a,b\\n1,"'); ${MiB50} yield Buffer.alloc(262144, 'x'); yield Buffer.from('\\nc,d\\n')`,
    3,
    ['TOO-LONG'],
    'c,d',
  ],
  [
    'a cell of 50 MB',
    `yield Buffer.from('a,b\\n1,'); ${MiB50} yield Buffer.alloc(262144, 'x'); yield Buffer.from(',2\\nc,d\\n')`,
    3,
    ['TOO-LONG'],
    'c,d',
  ],
  [
    'a quoted cell of 50 MB',
    `yield Buffer.from('a,b\\n1,"'); ${MiB50} yield Buffer.alloc(262144, 'x'); yield Buffer.from('"\\nc,d\\n')`,
    3,
    ['TOO-LONG'],
    'c,d',
  ],
  ['100,000 columns', `yield Buffer.from('a,b\\n' + 'x,'.repeat(100000) + '\\nc,d\\n')`, 3, [], 'c,d'],
] as const)('%s is one damaged record, in bounded memory', (_what, parts, rows, damage, lastRow) => {
  const { printed, peakMiB } = memoryOf<Split>(splitting(parts))
  expect(printed).toEqual({ rows, damage, lastRow })
  expect(peakMiB).toBeLessThan(150)
})

test('a quote never closed before 50 MB of lines costs its own line only', () => {
  const parts = `yield Buffer.from('a,b\\n1,"\\n'); ${MiB50} yield Buffer.from('x,y\\n'.repeat(65536))`
  const { printed, peakMiB } = memoryOf<Split>(splitting(parts))
  expect(printed).toEqual({ rows: 2 + 200 * 65_536, damage: ['QUOTE-OPEN'], lastRow: 'x,y' })
  expect(peakMiB).toBeLessThan(200)
})

test('lines that open a quote wherever reading begins anew cannot make it read the file again and again', () => {
  const parts = `${MiB50} yield Buffer.from('a","\\n'.repeat(52428)); yield Buffer.from('"\\nc,d\\n')`
  const { printed, peakMiB } = memoryOf<Split>(splitting(parts))
  expect(printed.damage[0]).toBe('TOO-LONG')
  expect(printed.lastRow).toBe('c,d')
  expect(peakMiB).toBeLessThan(200)
})

test('a bomb that a small workbook hides is refused before it is unpacked', () => {
  const { printed, peakMiB } = memoryOf<string[]>(`
    const { readWorkbook } = await import(at('workbook/read-workbook.js'))
    const { ZipFile } = await import('yazl')
    const { buffer } = await import('node:stream/consumers')
    const { Readable } = await import('node:stream')
    const tried = async (part) => {
      const zip = new ZipFile()
      const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
      const relation = (id, type, target) =>
        '<Relationship Id="' + id + '" Type="' + office + '/' + type + '" Target="' + target + '"/>'
      const relations = (...all) => Buffer.from('<Relationships>' + all.join('') + '</Relationships>')
      zip.addBuffer(relations(relation('a', 'officeDocument', 'w.xml')), '_rels/.rels')
      zip.addBuffer(Buffer.from('<workbook><sheets><sheet name="a" id="s"/></sheets></workbook>'), 'w.xml')
      const own = relations(relation('s', 'worksheet', 's.xml'), relation('t', 'sharedStrings', 't.xml'))
      zip.addBuffer(own, '_rels/w.xml.rels')
      const big = Readable.from((function* () {
        yield part
        for (let i = 0; i < 16384; i++) yield Buffer.alloc(65536, ' ')
      })())
      zip.addReadStream(big, part.includes('sst') ? 't.xml' : 's.xml')
      if (part.includes('sst')) zip.addBuffer(Buffer.from('<worksheet/>'), 's.xml')
      zip.end()
      const file = await buffer(zip.outputStream)
      return readWorkbook(Readable.from([file])).then(() => 'read', (error) => error.code)
    }
    console.log(JSON.stringify([await tried('<worksheet>'), await tried('<sst>')]))`)
  expect(printed).toEqual(['BATCH_XLSX_TOO_LARGE', 'BATCH_XLSX_TOO_LARGE'])
  expect(peakMiB).toBeLessThan(200)
}, 60_000)

test('shared strings beyond their budget are refused, however well they compress', () => {
  const { printed, peakMiB } = memoryOf<string>(`
    const { readSharedStrings } = await import(at('workbook/shared-strings.js'))
    const item = Buffer.from('<si><t/></si>'.repeat(5000))
    const parts = { read: async function* () { yield Buffer.from('<sst>'); for (;;) yield item } }
    console.log(JSON.stringify(await readSharedStrings(parts, 'x').then(() => 'read', (error) => error.code)))`)
  expect(printed).toBe('BATCH_XLSX_TOO_LARGE')
  expect(peakMiB).toBeLessThan(400)
}, 60_000)

test('a million numbers are told apart in a few dozen MiB', () => {
  const { printed, peakMiB } = memoryOf<number>(`
    const { RowNumberTable } = await import(at('row-number-table.js'))
    const { hash } = await import('node:crypto')
    const table = new RowNumberTable()
    let twice = 0
    for (let i = 1; i <= 1000000; i++) {
      if (table.firstRowOf(hash('sha256', String(i % 999999), 'buffer'), i) !== null) twice++
    }
    console.log(JSON.stringify(twice))`)
  expect(printed).toBe(1)
  expect(peakMiB).toBeLessThan(200)
}, 60_000)

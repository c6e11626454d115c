// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultSplitLimits, type RecordRun, splitFields, splitRecords } from './record-splitter.ts'

async function* inParts(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

type Seen = { rowNo: number; text: string; damage: string | null }

async function split(text: string, size = 1_000, limits = defaultSplitLimits): Promise<Seen[]> {
  const seen: Seen[] = []
  for await (const run of splitRecords(inParts(text, size), limits)) seen.push(...textsOf(run))
  return seen
}

function textsOf(run: RecordRun): Seen[] {
  return run.starts.map((start, i) => ({
    rowNo: run.rowNos[i] ?? 0,
    text: run.bytes.toString('utf8', start, run.ends[i]),
    damage: run.damage.get(i) ?? null,
  }))
}

const quote = (field: string): string => (/[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)
const field = fc.string({
  unit: fc.constantFrom('a', '中', '"', ',', '\n', '\r\n', ' ', '𠮷', '1'),
  maxLength: 8,
})
const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 })

test('what a correct writer wrote is read back field by field, however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      async (rows, eol, size, lastEol) => {
        const text = rows.map((row) => row.map(quote).join(',')).join(eol) + (lastEol ? eol : '')
        const read = await split(text, size)
        expect(read.map((row) => splitFields(row.text))).toEqual(rows)
        expect(read.every((row) => row.damage === null)).toBe(true)
      },
    ),
    { numRuns: 400 },
  )
})

test('no byte of any input is lost: records, blank lines and line ends make up the whole', async () => {
  const soup = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '字'), maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(
      soup,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 3 }),
      async (text, size, recordsMax) => {
        const limits = { ...defaultSplitLimits, recordsMax, quotedBytesMax: 12 }
        const kept = (await split(text, size, limits)).map((row) => row.text).join('')
        const bare = (whole: string): string => whole.replace(/[\r\n]/g, '')
        expect(bare(kept)).toBe(bare(text))
        // Where the stream is cut must not matter.
        expect(await split(text, size, limits)).toEqual(await split(text, 1_000, limits))
      },
    ),
    { numRuns: 600 },
  )
})

test('an unclosed quote costs its own row only', async () => {
  const seen = await split('a,b\n1,"two\n3,4\n5,6\n')
  expect(seen).toEqual([
    { rowNo: 1, text: 'a,b', damage: null },
    { rowNo: 2, text: '1,"two', damage: 'QUOTE-OPEN' },
    { rowNo: 3, text: '3,4', damage: null },
    { rowNo: 4, text: '5,6', damage: null },
  ])
})

test('an unclosed quote on a line that comes in parts is one row, wherever the parts are cut', async () => {
  const limits = { ...defaultSplitLimits, quotedBytesMax: 12 }
  for (let size = 1; size < 40; size++) {
    const seen = await split('"字aaaa字aaaa,字字\nb,c\n', size, limits)
    expect(seen.map((row) => [row.text, row.damage])).toEqual([
      ['"字aaaa字aaaa,字字', 'QUOTE-OPEN'],
      ['b,c', null],
    ])
  }
})

test('text behind a closing quote is damage, not data', async () => {
  expect((await split('"a"b,c\nd,e')).map((row) => row.damage)).toEqual(['QUOTE-TEXT', null])
})

test('blank lines are no records but keep the numbers a spreadsheet shows', async () => {
  expect((await split('a\n\n\r\nb\n')).map((row) => row.rowNo)).toEqual([1, 4])
})

test('a line longer than any record is one damaged record, and the next line is read', async () => {
  const limits = { recordsMax: 10, quotedBytesMax: 4, recordBytesMax: 16 }
  const seen = await split(`ab\n${'x'.repeat(100)}\ncd\n`, 7, limits)
  expect(seen.map((row) => [row.rowNo, row.damage])).toEqual([
    [1, null],
    [2, 'TOO-LONG'],
    [3, null],
  ])
})

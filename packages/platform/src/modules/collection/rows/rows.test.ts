// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Profile } from '../../catalogue/index.ts'
import { RowNumberTable } from '../row-number-table.ts'
import { cellReading } from './cell-reading.ts'
import { jsonArrayToLines } from './json-array.ts'
import { JsonDamage, readJsonRow } from './json-row.ts'
import { neutraliseCell, restoreCell } from './neutralise.ts'
import { recogniseFile } from './recognise-format.ts'
import { RowDecoder } from './row-decoder.ts'

async function* parts(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function gather(source: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = []
  for await (const part of source) all.push(part)
  return Buffer.concat(all).toString()
}

const lines = (text: string, size?: number): Promise<string> =>
  gather(jsonArrayToLines(parts(Buffer.from(text), size)))

/** 中文 in GB18030. */
const gb = Buffer.from([0xd6, 0xd0, 0xce, 0xc4])

test('a flat object is read as JSON reads it, numbers by their own digits', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), value), (object) => {
      const read = readJsonRow(JSON.stringify(object))
      if (read instanceof JsonDamage) throw new Error('a good object was refused')
      const text = (of: unknown): string | null =>
        of === null ? null : typeof of === 'string' ? of : JSON.stringify(of)
      expect(read.map(({ key, value }) => [key, value])).toEqual(
        Object.entries(object).map(([key, of]) => [key, text(of)]),
      )
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['', false],
  ['[1]', false],
  ['"a"', false],
  ['null', false],
  ['{', true],
  ['{"a"}', true],
  ['{"a":}', true],
  ['{"a":1,}', true],
  ['{"a":01}', true],
  ['{"a":1} x', true],
  ['{"a":"\t"}', true],
  ['{"a":"\\x"}', true],
  ["{'a':1}", true],
  ['{"a":NaN}', true],
  [`{"a":${'['.repeat(100)}${']'.repeat(100)}}`, true],
])('%s is damage, not data', (line, isObject) => {
  expect(readJsonRow(line)).toMatchObject({ isObject })
})

const profile = {
  headings: [
    { heading: '统一社会信用代码', aliases: ['信用代码'], field: 'uscc', transform: 'none' },
    { heading: '名称', aliases: [], field: 'name', transform: 'none' },
  ],
} as unknown as Profile
const readJson = cellReading({ format: 'jsonl', profile, annotated: false })
const codes = (text: string): string[] => {
  const read = readJson(text)
  return [...read.faults, ...read.notes].map(({ code, column }) => `${code} ${column}`)
}

test('keys are headings, aliases or field codes, in any width and case', () => {
  expect(readJson('{"ＵＳＣＣ":"1","名称":"甲"}').cells).toEqual(['1', '甲'])
  expect(readJson('{"信用代码":"1","name":null}').cells).toEqual(['1', ''])
})

test.each([
  ['{"uscc":"1","信用代码":"2"}', 'JSN-KEY-TWICE 信用代码'],
  ['{"uscc":"1","uscc":"1"}', 'JSN-KEY-TWICE uscc'],
  ['{"other":1,"other":2}', 'NTE-KEY-UNKNOWN other'],
  ['{"name":["a"]}', 'JSN-NESTED name'],
  ['{"name":{"a":{}}}', 'JSN-NESTED name'],
  ['{"uscc":914403001234567890}', 'JSN-NUMBER uscc'],
  ['{"uscc":9.14403001234567890e17}', 'JSN-NUMBER uscc'],
  ['{"__proto__":"x"}', 'NTE-KEY-UNKNOWN __proto__'],
  ['x', 'JSN-NOT-OBJECT null'],
  ['{"name":', 'JSN-SYNTAX null'],
])('%s has its numbered finding', (line, finding) => {
  expect(codes(line)).toContain(finding)
})

test('a number that a double holds is read by its digits', () => {
  expect(readJson('{"uscc":230100100012345,"name":true}').cells).toEqual(['230100100012345', 'true'])
})

test('a JSON array becomes one element a line, however it is cut', async () => {
  const text = '\uFEFF [ {"a": "x,]}\\"",\n "b":[1,\r\n2]} ,{"c":"𠮷"},7, "s" ] \n'
  const expected = '{"a": "x,]}\\"",  "b":[1,  2]}\n{"c":"𠮷"}\n7\n"s" \n'
  for (let size = 1; size < 12; size++) expect(await lines(text, size)).toBe(expected)
  expect(await lines('[]')).toBe('')
  expect(await lines('{"a":1}')).toBe('{"a":1}\n')
})

test('what JSON writes as an array comes line by line, and every element is whole', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue({ maxDepth: 3 })),
      fc.integer({ min: 1, max: 9 }),
      async (values, size) => {
        const text = await lines(JSON.stringify(values, null, 1), size)
        const read = text
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as unknown)
        expect(read).toEqual(JSON.parse(JSON.stringify(values)))
      },
    ),
    { numRuns: 300 },
  )
})

test.each([
  '[{"a":1}',
  '[{"a":1},]',
  '[,]',
  '[{"a":1}{"b":2}]',
  '{"a":1},',
  '[] []',
  'x',
  '[{"a":"\n"}]',
  '[}',
  `${'['.repeat(200)}`,
])('the damaged body %j is refused', async (text) => {
  await expect(lines(text)).rejects.toMatchObject({ code: 'JSON_BODY_DAMAGED' })
})

test('an element without end is refused before it is gathered', async () => {
  const endless = (async function* () {
    yield Buffer.from('["')
    for (;;) yield Buffer.alloc(65_536, 'x')
  })()
  await expect(gather(jsonArrayToLines(endless))).rejects.toMatchObject({ code: 'JSON_ELEMENT_TOO_LONG' })
})

test.each([
  [Buffer.from('a,b\n1,2\n'), 'csv'],
  [Buffer.from('\uFEFFa,b\n'), 'csv'],
  [gb, 'csv'],
  [Buffer.from(' {"a":1}\n'), 'jsonl'],
  [Buffer.from('[{"a":1}]'), 'jsonl'],
  [Buffer.from('[a],b\n'), 'csv'],
  [Buffer.from('PK\x03\x04xxxx'), 'xlsx'],
])('%j is told by its first bytes: %s', async (bytes, format) => {
  const found = await recogniseFile(parts(bytes, 2))
  expect(found.format).toBe(format)
})

test('recognising takes nothing away', async () => {
  const text = `${'甲,乙\n'.repeat(500)}`
  expect(await gather((await recogniseFile(parts(Buffer.from(text), 100))).source)).toBe(text)
  expect(await gather((await recogniseFile(parts(Buffer.from('a')))).source)).toBe('a')
})

test.each([
  [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]), undefined, 'BATCH_OLE_CONTAINER'],
  [Buffer.from('\uFEFFa,b', 'utf16le'), undefined, 'BATCH_UTF16'],
  [Buffer.from([0xfe, 0xff, 0, 0x61]), 'csv', 'BATCH_UTF16'],
  [Buffer.from('PK\x03\x04'), 'csv', 'BATCH_FORMAT_DIFFERS'],
  [Buffer.from('a,b'), 'xlsx', 'BATCH_FORMAT_DIFFERS'],
  [Buffer.from(''), undefined, 'BATCH_EMPTY'],
] as const)('%j stated as %s is refused: %s', async (bytes, stated, code) => {
  await expect(recogniseFile(parts(bytes), stated)).rejects.toMatchObject({ code })
})

test('a row in the other encoding is damaged by itself and shown as it was meant', () => {
  expect(new RowDecoder('utf-8').decode(Buffer.from('中文,𠮷'))).toEqual({ text: '中文,𠮷' })
  expect(new RowDecoder('utf-8').decode(gb)).toEqual({ text: '中文', damage: 'OTHER-ENCODING' })
  expect(new RowDecoder('gb18030').decode(gb)).toEqual({ text: '中文' })
  expect(new RowDecoder('gb18030').decode(Buffer.from('中文'))).toEqual({
    text: '中文',
    damage: 'OTHER-ENCODING',
  })
  expect(new RowDecoder('gb18030').decode(Buffer.from('abc,1'))).toEqual({ text: 'abc,1' })
  // 𠮷 in GB18030: four bytes, with digits among them.
  expect(new RowDecoder('gb18030').decode(Buffer.from([0x95, 0x34, 0xb2, 0x35])).text).toBe('𠮷')
})

test.each(['=1+1', '+a', '-1', '@x', '\tx', '\rx', "'=x", "''-1", '＝1', '＠x'])(
  'the cell %j is made harmless, and comes back as it was',
  (cell) => {
    expect(neutraliseCell(cell)).toBe(`'${cell}`)
    expect(restoreCell(neutraliseCell(cell))).toBe(cell)
  },
)

test('no cell whatever is changed by going out and coming back, and none goes out as a formula', () => {
  const cell = fc.string({
    unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a', '中', '＝'),
    maxLength: 6,
  })
  fc.assert(
    fc.property(cell, (text) => {
      expect(restoreCell(neutraliseCell(text))).toBe(text)
      expect(neutraliseCell(text)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
    }),
    { numRuns: 2_000 },
  )
})

test('the table of numbers says of each in which row it stood first, as a map would', () => {
  const digest = (n: number): Uint8Array => {
    const bytes = Buffer.alloc(12)
    // Crowded on purpose: the same low bits, so that slots collide.
    bytes.writeUInt32BE((n % 7) << 20, 0)
    bytes.writeUInt32BE(n + 1, 4)
    return bytes
  }
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3_000 }), { maxLength: 6_000, minLength: 1 }), (numbers) => {
      const table = new RowNumberTable()
      const map = new Map<number, number>()
      numbers.forEach((number, i) => {
        expect(table.firstRowOf(digest(number), i + 2)).toBe(map.get(number) ?? null)
        if (!map.has(number)) map.set(number, i + 2)
      })
    }),
    { numRuns: 20 },
  )
})

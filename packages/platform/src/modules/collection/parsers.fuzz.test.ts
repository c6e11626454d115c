// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * What no file may do to the parsers, whatever is in it. `npm test` runs some hundred cases and the corpus;
 * `npm run fuzz -- --cases N` runs as many as it is told.
 */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { partsOf, sheetXml, workbookOf, zipOf } from '../../../test/workbooks.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { defaultSplitLimits, type RecordRun, splitFields, splitRecords } from './record-splitter.ts'
import { jsonArrayToLines } from './rows/json-array.ts'
import { JsonDamage, readJsonRow } from './rows/json-row.ts'
import { readWorkbook } from './workbook/read-workbook.ts'

const cases = Number(process.env.PROBITY_FUZZ_CASES ?? 2_000)
const seed = Number(process.env.PROBITY_FUZZ_SEED ?? 20_260_601)
const ran = new Map<string, number>()

/** A share of all cases, each counted. */
function options(share: number): { numRuns: number; seed: number; endOnFailure: boolean } {
  return { numRuns: Math.max(1, Math.round(cases * share)), seed, endOnFailure: true }
}

function count(what: string): void {
  ran.set(what, (ran.get(what) ?? 0) + 1)
}

afterAll(() => {
  const total = [...ran.values()].reduce((sum, one) => sum + one, 0)
  const parts = [...ran].map(([what, cases]) => `${what} ${cases}`).join(', ')
  if (process.env.PROBITY_FUZZ_CASES) console.log(`fuzz: ${total} cases, seed ${seed}: ${parts}`)
})

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

type Row = { rowNo: number; bytes: Buffer; damage: string | null }

async function split(bytes: Buffer, size: number, limits = defaultSplitLimits): Promise<Row[]> {
  const rows: Row[] = []
  for await (const run of splitRecords(cut(bytes, size), limits)) rows.push(...rowsOf(run))
  return rows
}

function rowsOf(run: RecordRun): Row[] {
  return run.starts.map((start, i) => ({
    rowNo: run.rowNos[i] as number,
    bytes: run.bytes.subarray(start, run.ends[i]),
    damage: run.damage.get(i) ?? null,
  }))
}

/** The slowest reading of RFC 4180 that can be checked by eye: one character after another, one state. */
function readSlowly(text: string): string[][] {
  const rows: string[][] = [['']]
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const row = rows.at(-1) as string[]
    const field = row.at(-1) as string
    const character = text[i] as string
    if (quoted && character === '"' && text[i + 1] === '"') {
      row[row.length - 1] = `${field}"`
      i++
    } else if (quoted && character === '"') quoted = false
    else if (quoted) row[row.length - 1] = field + character
    else if (character === '"' && field === '') quoted = true
    else if (character === ',') row.push('')
    else if (character === '\n') rows.push([''])
    else row[row.length - 1] = field + character
  }
  return rows
}

const alphabet = Buffer.from([...Buffer.from('"",,\n\n\raa=\'\0中𠮷'), 0xff])
const soup = fc
  .uint8Array({ maxLength: 80 })
  .map((bytes) => Buffer.from(bytes.map((byte) => alphabet[byte % alphabet.length] as number)))
const tight = { recordsMax: 3, quotedBytesMax: 12, recordBytesMax: 24 }

test('CSV: of any bytes every one is accounted for, wherever the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(soup, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (bytes, size, isTight) => {
      count('csv soup')
      const limits = isTight ? tight : { ...tight, recordBytesMax: 1_000, quotedBytesMax: 1_000 }
      const rows = await split(bytes, size, limits)
      expect(rows).toEqual(await split(bytes, 1_000, limits))
      const tooLong = rows.some((row) => row.damage === 'TOO-LONG')
      const bare = (whole: Buffer): Buffer => Buffer.from(whole.filter((byte) => byte !== 10 && byte !== 13))
      const kept = bare(Buffer.concat(rows.map((row) => row.bytes)))
      // Only what is too long loses its rest, and says so.
      if (!tooLong) expect(kept.equals(bare(bytes))).toBe(true)
      expect(rows.every((row, i) => i === 0 || row.rowNo > (rows[i - 1] as Row).rowNo)).toBe(true)
    }),
    options(0.3),
  )
}, 3_600_000)

test('CSV: well-formed files are read as the slow parser reads them', async () => {
  const field = fc.string({ unit: fc.constantFrom('a', '中', '"', ',', '\n', ' ', '𠮷', "'"), maxLength: 6 })
  const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 30 }), async (rows, size) => {
      count('csv well-formed')
      const quote = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
      const text = rows.map((row) => row.map(quote).join()).join('\n')
      const read = (await split(Buffer.from(text), size)).map((row) => splitFields(row.bytes.toString()))
      expect(read).toEqual(readSlowly(text))
      expect(read).toEqual(rows)
    }),
    options(0.1),
  )
}, 3_600_000)

test('JSON Lines: a line is read exactly when JSON reads it, and says the same', () => {
  const token = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"a"',
    '"b"',
    '"\\u0041"',
    '"\\x"',
    '"\u2028"',
    '1',
    '-0.5e3',
    '01',
    'true',
    'null',
    'nul',
    ' ',
    '\t',
    '"',
    '\\',
    '1e',
    '-',
    '"𠮷"',
  )
  const object = fc
    .array(fc.tuple(token, token), { maxLength: 4 })
    .map((pairs) => `{${pairs.map(([key, value]) => `${key}:${value}`).join()}}`)
  const line = fc.oneof(
    object,
    fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join('')),
    fc.string({ unit: 'binary', maxLength: 30 }),
  )
  fc.assert(
    fc.property(line, (text) => {
      count('json line')
      const read = readJsonRow(text)
      const parsed = parse(text)
      if (parsed === undefined || typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
        expect(read).toBeInstanceOf(JsonDamage)
        return
      }
      if (read instanceof JsonDamage) throw new Error(`${text} was refused`)
      const last = new Map(read.map((member) => [member.key, member]))
      expect([...last.keys()].sort()).toEqual(Object.keys(parsed).sort())
      for (const [key, value] of Object.entries(parsed)) {
        const member = last.get(key)
        if (typeof value === 'string' || value === null) expect(member?.value).toBe(value)
        else if (typeof value === 'object') expect(member?.kind).toBe('nested')
        else expect(JSON.parse(member?.value ?? '')).toBe(value)
      }
    }),
    options(0.4),
  )
}, 3_600_000)

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

test('a JSON array is cut into the elements that JSON reads, or refused', async () => {
  const token = fc.constantFrom('[', ']', '{', '}', ',', '"a,]"', '"\\""', ':', '1', ' ', '\n', 'null', '"')
  const body = fc.oneof(
    fc.json({ maxDepth: 3 }),
    fc.array(token, { maxLength: 14 }).map((tokens) => `[${tokens.join('')}]`),
  )
  await fc.assert(
    fc.asyncProperty(body, fc.integer({ min: 1, max: 9 }), async (text, size) => {
      count('json array')
      const parsed = parse(text)
      const isTaken = Array.isArray(parsed) || (typeof parsed === 'object' && parsed !== null)
      const lines: string[] = []
      try {
        for await (const part of jsonArrayToLines(cut(Buffer.from(text), size))) lines.push(part.toString())
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal)
        expect(isTaken).toBe(false)
        return
      }
      // What JSON does not read may pass here; then a line of it is no JSON either, and is a fault of that row.
      const rows = lines.join('').split('\n').slice(0, -1).map(parse)
      if (isTaken) expect(rows).toEqual(Array.isArray(parsed) ? parsed : [parsed])
      else expect(rows.some((row) => row === undefined)).toBe(true)
    }),
    options(0.1),
  )
}, 3_600_000)

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

test('XLSX: a table of texts is read as it was written', async () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '中', '"', ',', '\n', '<', '&', '𠮷', '😀', '='),
    minLength: 1,
    maxLength: 6,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text, text), { minLength: 2, maxLength: 6 }), async (rows) => {
      count('xlsx well-formed')
      const book = await readWorkbook(one(await workbookOf(rows)))
      const read = book.runs.flatMap(rowsOf).map((row) => splitFields(row.bytes.toString()))
      expect([[...(book.header?.cells ?? [])], ...read]).toEqual(rows)
    }),
    options(0.02),
  )
}, 3_600_000)

test('XLSX: a workbook spoilt anywhere is read or refused, and what is read is accounted for', async () => {
  const strings = '<sst><si><t>甲</t></si><si><r><t>乙</t></r></si></sst>'
  const sheet = sheetXml(
    [
      ['a', 'b'],
      [
        { t: 's', v: '1' },
        { v: '43252', s: 1 },
      ],
      [{ f: '1', v: '2' }, 'x'],
    ],
    { merges: ['A2:A3'] },
  )
  const whole = await storedZip(partsOf(sheet, { 'xl/sharedStrings.xml': strings }))
  const change = fc.tuple(
    fc.nat(whole.length - 1),
    fc.constantFrom('put', 'drop', 'twice'),
    fc.nat(255),
    fc.integer({ min: 1, max: 40 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      count('xlsx spoilt')
      const spoilt = changes.reduce<Buffer>(
        (bytes, [at, how, value, length]) => spoil(bytes, at, how, value, length),
        whole,
      )
      const book = await readWorkbook(one(spoilt)).catch((error: unknown) => error)
      if (book instanceof Refusal) {
        expect(book.code).toMatch(/^BATCH_/)
        return
      }
      if (book instanceof Error) throw book
      const rows = (book as Awaited<ReturnType<typeof readWorkbook>>).runs.flatMap(rowsOf)
      expect(rows.every((row, i) => i === 0 || row.rowNo > (rows[i - 1] as Row).rowNo)).toBe(true)
    }),
    options(0.08),
  )
}, 3_600_000)

/** Not compressed, so that what is spoilt is the XML as often as the container. */
async function storedZip(parts: Parameters<typeof zipOf>[0]): Promise<Buffer> {
  return zipOf(parts, { compress: false })
}

function spoil(bytes: Buffer, at: number, how: string, value: number, length: number): Buffer {
  const place = at % Math.max(1, bytes.length)
  const [before, behind] = [bytes.subarray(0, place), bytes.subarray(place + length)]
  if (how === 'drop') return Buffer.concat([before, behind])
  if (how === 'twice')
    return Buffer.concat([before, bytes.subarray(place, place + length), bytes.subarray(place)])
  const changed = Buffer.from(bytes)
  if (changed.length > 0) changed[place] = value
  return changed
}

/** Files that once were a mistake, or might have been. */
const corpus: readonly (readonly [string, readonly (string | null)[]])[] = [
  ['a","\n"', [null]],
  ['"a\r\n', ['QUOTE-OPEN']],
  ['""a\n', ['QUOTE-TEXT']],
  ['"a"\r', [null]],
  ['"a"\r\n"b"', [null, null]],
  ['"', ['QUOTE-OPEN']],
  ['\r\n\r\n', []],
  [',', [null]],
  ['\uFEFF"a",b', [null]],
  ['a\0b\n', [null]],
]

test.each(corpus)('corpus: %j is read as it always was', async (text, damage) => {
  for (const size of [1, 2, 100]) {
    expect((await split(Buffer.from(text), size)).map((row) => row.damage)).toEqual(damage)
  }
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * Cuts a CSV stream (RFC 4180: comma, double quotes, LF or CRLF) into records by bytes and loses none: every byte
 * of the input belongs to one record, a blank line or a line end. Bytes suffice in UTF-8 and in GB18030, whose
 * second bytes begin at 0x30. What is damaged is still a record, with its number and what ails it.
 */

const COMMA = 0x2c
const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

/**
 * A quoted field that never closes; text behind a closing quote; a record longer than any may be; a row written in
 * another encoding than its file.
 */
export type Damage = 'QUOTE-OPEN' | 'QUOTE-TEXT' | 'TOO-LONG' | 'OTHER-ENCODING'

/** What the format of the file itself says of one cell, or of the whole row when `column` is null. */
export type CellMark = {
  readonly column: number | null
  readonly code: string
  readonly weight: 'fault' | 'note'
}

/** Whole records within `bytes`, line ends not included. */
export type RecordRun = {
  readonly bytes: Buffer
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** As a spreadsheet numbers them, from 1; a blank line takes a number but is no record. */
  readonly rowNos: readonly number[]
  /** By place in the run. */
  readonly damage: ReadonlyMap<number, Damage>
  /** By place in the run; only workbooks have any. */
  readonly marks?: ReadonlyMap<number, readonly CellMark[]>
}

export type SplitLimits = {
  readonly recordsMax: number
  readonly quotedBytesMax: number
  readonly recordBytesMax: number
  /** False where a quote is a character like any other: JSON Lines. */
  readonly quotes?: boolean
}

export const defaultSplitLimits: SplitLimits = {
  recordsMax: 1_250,
  quotedBytesMax: 65_536,
  recordBytesMax: 1_048_576,
}

type Found = { readonly end: number; readonly next: number; readonly damage: Damage | null }

export async function* splitRecords(
  source: AsyncIterable<Buffer>,
  limits: SplitLimits = defaultSplitLimits,
): AsyncGenerator<RecordRun> {
  const splitter = new RecordSplitter(limits)
  for await (const part of source) yield* splitter.push(part)
  yield* splitter.end()
}

class RecordSplitter {
  readonly #limits: SplitLimits
  #held: Buffer = Buffer.alloc(0)
  #rowNo = 1
  #isLast = false
  /** Inside a line that was too long: its rest is passed over. */
  #skipping = false
  // Where the next quote is, remembered: asking anew for each record would read the buffer through each time.
  #quoteAt = -1

  constructor(limits: SplitLimits) {
    this.#limits = limits
  }

  *push(part: Buffer): Generator<RecordRun> {
    this.#held = this.#held.length === 0 ? part : Buffer.concat([this.#held, part])
    yield* this.#runs()
  }

  *end(): Generator<RecordRun> {
    this.#isLast = true
    yield* this.#runs()
  }

  *#runs(): Generator<RecordRun> {
    for (;;) {
      const run = this.#nextRun()
      if (run.starts.length > 0) yield run
      if (run.starts.length < this.#limits.recordsMax) return
    }
  }

  #nextRun(): RecordRun {
    const bytes = this.#held
    const starts: number[] = []
    const ends: number[] = []
    const rowNos: number[] = []
    const damage = new Map<number, Damage>()
    let at = this.#skipLongLine()
    this.#quoteAt = -1
    while (at < bytes.length && starts.length < this.#limits.recordsMax) {
      const found = this.#findRecord(bytes, at)
      if (!found) break
      if (found.end > at || found.damage) {
        if (found.damage) damage.set(starts.length, found.damage)
        starts.push(at)
        ends.push(found.end)
        rowNos.push(this.#rowNo)
      }
      this.#rowNo++
      at = found.next
    }
    this.#held = bytes.subarray(at)
    return { bytes, starts, ends, rowNos, damage }
  }

  #skipLongLine(): number {
    if (!this.#skipping) return 0
    const lineEnd = this.#held.indexOf(LF)
    if (lineEnd < 0) return this.#held.length
    this.#skipping = false
    return lineEnd + 1
  }

  /** The record that begins at `from`; undefined when only more bytes can tell where it ends. */
  #findRecord(bytes: Buffer, from: number): Found | undefined {
    const lineEnd = bytes.indexOf(LF, from)
    const reach = lineEnd < 0 ? bytes.length : lineEnd
    if (reach - from > this.#limits.recordBytesMax) return this.#tooLong(from, lineEnd, bytes.length)
    if (this.#nextQuote(bytes, from) < reach) return this.#quotedRecord(bytes, from)
    if (lineEnd < 0 && !this.#isLast) return undefined
    return recordTo(bytes, from, reach)
  }

  #nextQuote(bytes: Buffer, from: number): number {
    if (this.#limits.quotes === false) return Number.POSITIVE_INFINITY
    if (this.#quoteAt < from) {
      const found = bytes.indexOf(QUOTE, from)
      this.#quoteAt = found < 0 ? Number.POSITIVE_INFINITY : found
    }
    return this.#quoteAt
  }

  #tooLong(from: number, lineEnd: number, length: number): Found {
    this.#skipping = lineEnd < 0
    return {
      end: from + this.#limits.quotedBytesMax,
      next: lineEnd < 0 ? length : lineEnd + 1,
      damage: 'TOO-LONG',
    }
  }

  /** Reading goes on behind the line in which it became too long: what was read once is not read again. */
  #tooLongAt(bytes: Buffer, from: number, at: number): Found {
    return this.#tooLong(from, bytes.indexOf(LF, at), bytes.length)
  }

  #quotedRecord(bytes: Buffer, from: number): Found | undefined {
    let at = from
    while (at < bytes.length) {
      // Quoted field after quoted field would be gathered, and read again, for as long as the file goes on.
      if (at - from > this.#limits.recordBytesMax) return this.#tooLongAt(bytes, from, at)
      const field =
        bytes[at] === QUOTE ? this.#quotedField(bytes, from, at) : this.#plainField(bytes, from, at)
      if (field === undefined || typeof field === 'object') return field
      // At a comma: the next field begins behind it.
      at = field + 1
    }
    return this.#isLast ? recordTo(bytes, from, bytes.length) : undefined
  }

  /** Where the comma behind this field is, or the record that ends with it. */
  #plainField(bytes: Buffer, from: number, at: number): number | Found | undefined {
    const reach = Math.min(bytes.length, from + this.#limits.recordBytesMax + 1)
    for (let stop = at; stop < reach; stop++) {
      if (bytes[stop] === COMMA) return stop
      if (bytes[stop] === LF) return recordTo(bytes, from, stop)
    }
    if (reach < bytes.length) return this.#tooLongAt(bytes, from, reach)
    return this.#isLast ? recordTo(bytes, from, bytes.length) : undefined
  }

  #quotedField(bytes: Buffer, from: number, at: number): number | Found | undefined {
    const close = this.#closingQuote(bytes, at + 1)
    if (close === 'more') return undefined
    // A quote never closed would swallow the file: the record ends with its first line, reading resumes behind it.
    if (close === 'never') {
      const firstEnd = endOfLine(bytes, from)
      if (firstEnd === bytes.length && !this.#isLast) return undefined
      return recordTo(bytes, from, firstEnd, 'QUOTE-OPEN')
    }
    const after = bytes[close + 1]
    const following = after === CR ? bytes[close + 2] : after
    if (after === COMMA) return close + 1
    if (following === undefined && !this.#isLast) return undefined
    if (following === undefined || following === LF) return recordTo(bytes, from, endOfLine(bytes, close + 1))
    const lineEnd = endOfLine(bytes, close + 1)
    if (lineEnd - from > this.#limits.recordBytesMax) return this.#tooLongAt(bytes, from, close + 1)
    if (lineEnd === bytes.length && !this.#isLast) return undefined
    return recordTo(bytes, from, lineEnd, 'QUOTE-TEXT')
  }

  #closingQuote(bytes: Buffer, from: number): number | 'more' | 'never' {
    for (let at = from; ; ) {
      const quote = bytes.indexOf(QUOTE, at)
      if ((quote < 0 ? bytes.length : quote) - from > this.#limits.quotedBytesMax) return 'never'
      if (quote < 0) return this.#isLast ? 'never' : 'more'
      if (quote + 1 >= bytes.length && !this.#isLast) return 'more'
      if (bytes[quote + 1] !== QUOTE) return quote
      at = quote + 2
    }
  }
}

function endOfLine(bytes: Buffer, from: number): number {
  const lineEnd = bytes.indexOf(LF, from)
  return lineEnd < 0 ? bytes.length : lineEnd
}

function recordTo(bytes: Buffer, from: number, lineEnd: number, damage: Damage | null = null): Found {
  const end = lineEnd > from && bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd
  return { end, next: Math.min(lineEnd + 1, bytes.length), damage }
}

/** The fields of one undamaged record. */
export function splitFields(record: string): string[] {
  if (!record.includes('"')) return record.split(',')
  const fields: string[] = []
  let at = 0
  for (;;) {
    const field = record[at] === '"' ? quotedText(record, at) : plainText(record, at)
    fields.push(field.text)
    if (field.end >= record.length) return fields
    at = field.end + 1
  }
}

function quotedText(record: string, at: number): { text: string; end: number } {
  let close = record.indexOf('"', at + 1)
  while (close >= 0 && record[close + 1] === '"') close = record.indexOf('"', close + 2)
  const end = close < 0 ? record.length : close
  return { text: record.slice(at + 1, end).replaceAll('""', '"'), end: end + 1 }
}

function plainText(record: string, at: number): { text: string; end: number } {
  const comma = record.indexOf(',', at)
  const end = comma < 0 ? record.length : comma
  return { text: record.slice(at, end), end }
}

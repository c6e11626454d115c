// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Facts } from '../../../kernel/refusal.ts'
import { foldSpelling, type Profile, type RowFault } from '../../catalogue/index.ts'
import type { BatchFormat } from '../batch.ts'
import { splitFields } from '../record-splitter.ts'
import { JsonDamage, type JsonMember, readJsonRow } from './json-row.ts'
import { restoreCell } from './neutralise.ts'

export type CellsRead = {
  /** Null: the row has no cells to read, and its faults say why. */
  readonly cells: readonly string[] | null
  readonly faults: readonly RowFault[]
  readonly notes: readonly RowFault[]
}

/** Turns the text of one undamaged row into its cells, in the order of the header. */
export type CellReading = (text: string) => CellsRead

export type ReadingSetting = {
  readonly format: BatchFormat
  readonly profile: Profile
  /** The file is one of ours that comes again: quotes set against formulas are taken off. */
  readonly annotated: boolean
}

const NONE: readonly RowFault[] = []

export function readCsvCells(text: string): CellsRead {
  return { cells: splitFields(text), faults: NONE, notes: NONE }
}

export function cellReading({ format, profile, annotated }: ReadingSetting): CellReading {
  if (format === 'jsonl') return jsonReading(profile)
  // A workbook's rows have become CSV records before they come here; its cells need no quote against formulas.
  if (!annotated || format === 'xlsx') return readCsvCells
  return (text) => ({ cells: splitFields(text).map(restoreCell), faults: NONE, notes: NONE })
}

/** In JSON Lines every row names its own fields, so the header is the profile's. */
export function jsonHeader(profile: Profile): string[] {
  return profile.headings.map((heading) => heading.heading)
}

const KEYS_KNOWN_MAX = 4_096
const SAFE_DIGITS = 15

function jsonReading(profile: Profile): CellReading {
  const places = placesOf(profile)
  const known = new Map<string, number>()
  const placeOf = (key: string): number => {
    const seen = known.get(key)
    if (seen !== undefined) return seen
    const place = places.get(foldSpelling(key)) ?? -1
    // The sender chooses the keys: what is remembered of them is bounded.
    if (known.size < KEYS_KNOWN_MAX) known.set(key, place)
    return place
  }
  return (text) => {
    const read = readJsonRow(text)
    return read instanceof JsonDamage ? unreadable(read) : toCells(read, profile.headings.length, placeOf)
  }
}

/** Headings, their aliases and the field codes; where a heading is spelt like another field's code, it wins. */
function placesOf(profile: Profile): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  profile.headings.forEach(({ heading, aliases }, index) => {
    for (const spelling of [heading, ...aliases]) places.set(foldSpelling(spelling), index)
  })
  profile.headings.forEach(({ field }, index) => {
    if (!places.has(foldSpelling(field))) places.set(foldSpelling(field), index)
  })
  return places
}

function unreadable(damage: JsonDamage): CellsRead {
  const fault = damage.isObject
    ? jsonFault('JSN-SYNTAX', null, { position: damage.position })
    : jsonFault('JSN-NOT-OBJECT', null)
  return { cells: null, faults: [fault], notes: NONE }
}

function toCells(
  members: readonly JsonMember[],
  columns: number,
  placeOf: (key: string) => number,
): CellsRead {
  const cells = new Array<string>(columns).fill('')
  const filled = new Set<number>()
  const faults: RowFault[] = []
  const notes: RowFault[] = []
  const seen = new Set<string>()
  for (const { key, value, kind } of members) {
    const place = placeOf(key)
    if (seen.has(key) || (place >= 0 && filled.has(place))) faults.push(jsonFault('JSN-KEY-TWICE', key))
    else if (place < 0) notes.push(jsonFault('NTE-KEY-UNKNOWN', key))
    else if (kind === 'nested') faults.push(jsonFault('JSN-NESTED', key))
    else if (kind === 'number' && isTooLong(value ?? '')) faults.push(jsonFault('JSN-NUMBER', key))
    else cells[place] = value ?? ''
    seen.add(key)
    if (place >= 0) filled.add(place)
  }
  return { cells, faults, notes }
}

/** More digits than a double holds: whoever wrote it as a number may have rounded it already. */
function isTooLong(number: string): boolean {
  const [mantissa = ''] = number.split(/[eE]/)
  return mantissa.replace(/[-.]/g, '').replace(/^0+/, '').length > SAFE_DIGITS
}

function jsonFault(code: string, key: string | null, facts: Facts = {}): RowFault {
  return { code, rule: null, column: key, field: null, facts }
}

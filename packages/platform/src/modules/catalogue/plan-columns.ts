// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { present } from '../../kernel/refusal.ts'
import { findResidentIds, maskNumbers } from '../identifiers/index.ts'
import type { Profile, ProfileHeading } from './catalogue.ts'
import { foldSpelling } from './fold-spelling.ts'
import { parseCapital } from './parse-capital.ts'
import { namesBody } from './quality-rules.ts'
import { amountReader, CellFault, type CellReader, cellReader, spellings } from './read-cell.ts'
import { bodyNumberReader, divisionReader, type ReferenceReader } from './read-reference.ts'
import type { FieldSpec, RecordType } from './record-type.ts'
import { type HeaderVerdict, isTaken, type Payload, type RowFault, ruleOf } from './row-judge.ts'

/** One column of a file: where it stands, which field it fills and how. */
export type ColumnPlan = {
  readonly index: number
  readonly heading: string
  readonly field: FieldSpec
  /** The fault of an empty cell, made once; null where it may be empty. */
  readonly missing: RowFault | null
  /** Not null for the subject's identifiers; these columns stand first. */
  readonly schemes: readonly string[] | null
  write(text: string, payload: Payload): CellFault | null
}

export type Plan = { readonly columns: readonly ColumnPlan[]; readonly verdict: HeaderVerdict }

export function planColumns(
  type: RecordType,
  profile: Profile,
  headerCells: readonly string[],
  node: { readonly demo: boolean },
): Plan {
  const known = new Map<string, ProfileHeading>()
  for (const heading of profile.headings) {
    for (const spelling of [heading.heading, ...heading.aliases]) known.set(foldSpelling(spelling), heading)
  }
  const faults: RowFault[] = []
  const notes: RowFault[] = []
  const fields: (string | null)[] = []
  const columns = new Map<string, ColumnPlan>()
  headerCells.forEach((raw, index) => {
    // A file without a heading has a row there: what it says of a person must not go into the findings.
    const cell = maskNumbers(raw, findResidentIds(raw))
    const heading = known.get(foldSpelling(cell))
    fields.push(heading?.field ?? null)
    if (!heading) notes.push(headerFault('NTE-HEADING-UNKNOWN', cell, null, index))
    else if (columns.has(heading.field))
      faults.push(headerFault('FRM-HEADING-TWICE', cell, heading.field, index))
    else columns.set(heading.field, columnPlan(type, heading, cell, index, node))
  })
  for (const code of indispensable(type)) {
    if (columns.has(code)) continue
    const heading = profile.headings.find((one) => one.field === code)?.heading ?? null
    faults.push({ code: 'FRM-HEADING-MISSING', rule: null, column: heading, field: code, facts: {} })
  }
  return { columns: identifiersFirst(type, columns), verdict: { fields, faults, notes } }
}

function headerFault(code: string, column: string, field: string | null, index: number): RowFault {
  return { code, rule: null, column, field, facts: { position: index + 1 } }
}

/** A file without these columns could not have one good row. */
function indispensable(type: RecordType): ReadonlySet<string> {
  const codes = new Set(type.fields.filter((field) => field.required).map((field) => field.code))
  if (type.document && type.polarity.kind === 'fixed' && type.polarity.polarity === 'adverse') {
    for (const code of [type.document.number, type.document.on, type.document.body]) codes.add(code)
  }
  return codes
}

function identifiersFirst(type: RecordType, columns: ReadonlyMap<string, ColumnPlan>): readonly ColumnPlan[] {
  const first = type.subjectIdentifiers.fields.flatMap((code) => columns.get(code) ?? [])
  return [...first, ...[...columns.values()].filter((column) => !first.includes(column))]
}

function columnPlan(
  type: RecordType,
  heading: ProfileHeading,
  cell: string,
  index: number,
  node: { readonly demo: boolean },
): ColumnPlan {
  const field = fieldOf(type, heading.field)
  const identifies = type.subjectIdentifiers.fields.includes(field.code)
  return {
    index,
    heading: cell,
    field,
    missing: field.required
      ? {
          code: 'CMP-REQUIRED',
          rule: ruleOf(field, 'CMP-REQUIRED'),
          column: cell,
          field: field.code,
          facts: {},
        }
      : null,
    schemes: identifies ? (field.schemes ?? []) : null,
    write: writer(type, heading, field, node),
  }
}

function fieldOf(type: RecordType, code: string): FieldSpec {
  const field = type.fields.find((one) => one.code === code)
  return present(field, 'the loader lets no heading through for a field the type does not have')
}

function writer(
  type: RecordType,
  heading: ProfileHeading,
  field: FieldSpec,
  node: { readonly demo: boolean },
): ColumnPlan['write'] {
  if (!isTaken(field)) {
    const filled = new CellFault('PRS-FIELD-FILLED', { label: field.label })
    return () => filled
  }
  if (namesBody(type, field)) return referenceWriter(field.code, bodyNumberReader(field, node))
  if (field.kind === 'division') return referenceWriter(field.code, divisionReader(node))
  if (heading.transform === 'capital-text') return capitalWriter(type, heading, field)
  return plainWriter(
    field.code,
    heading.transform === 'ten-thousand-yuan' ? amountReader(4) : cellReader(field),
  )
}

function plainWriter(code: string, read: CellReader): ColumnPlan['write'] {
  return (text, payload) => {
    const value = read(text)
    if (value instanceof CellFault) return value
    payload[code] = value
    return null
  }
}

/** A reference that cannot be found is kept with a note where the law of numbers leaves room for it. */
function referenceWriter(code: string, read: ReferenceReader): ColumnPlan['write'] {
  return (text, payload) => {
    const { value, fault } = read(text)
    if (value !== null) payload[code] = value
    return fault
  }
}

const notKept = new CellFault('NTE-CAPITAL-NOT-KEPT')

/** Never a fault: what is not sure stays as the furnisher wrote it. */
function capitalWriter(type: RecordType, heading: ProfileHeading, field: FieldSpec): ColumnPlan['write'] {
  const currencyField = fieldOf(type, heading.currencyField ?? '')
  const textField = fieldOf(type, heading.textField ?? '')
  const currencies = spellings(currencyField.codes ?? [])
  const readText = cellReader(textField)
  return (text, payload) => {
    const capital = parseCapital(text, currencies)
    if (capital) {
      payload[field.code] = capital.amount
      payload[currencyField.code] = capital.currency
      return null
    }
    const kept = readText(text)
    if (kept instanceof CellFault) return notKept
    payload[textField.code] = kept
    return null
  }
}

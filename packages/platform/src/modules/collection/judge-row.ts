// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Facts } from '../../kernel/refusal.ts'
import {
  isAboutPerson,
  type JudgedRow,
  type RecordType,
  type RowFault,
  type RowJudge,
} from '../catalogue/index.ts'
import type { ReplacedPeriod } from '../records/index.ts'
import type { DirectoryIdentifier, SubjectKind } from '../subjects/index.ts'
import { type IdentityQuestion, judgeIdentity } from './judge-identity.ts'
import { judgePerson } from './judge-person.ts'
import type { Damage } from './record-splitter.ts'
import { type CellReading, readCsvCells } from './rows/cell-reading.ts'

export type JudgingRules = {
  readonly columns: number
  readonly demo: boolean
  /** The furnisher owns registration: its row confirms a number that was issued although a check fails. */
  readonly registers: boolean
  /** The division the furnisher works for, where it may furnish for no other; null: it may for any. */
  readonly region: string | null
  readonly receivedOn: CivilDate
  /** A withdrawal names no subject: only the furnisher's number counts. */
  readonly withdraws: boolean
  /** Of a replacement: every row must lie in it. */
  readonly period: ReplacedPeriod | null
}

export type RowVerdict = {
  readonly judged: JudgedRow | null
  readonly faults: readonly RowFault[]
  readonly notes: readonly RowFault[]
  readonly identifier: DirectoryIdentifier | null
  readonly computed: DirectoryIdentifier | null
  readonly kind: SubjectKind | null
  readonly question: IdentityQuestion | null
  /** The row as it may be kept and shown back: as it came, but for numbers of persons and what is prohibited. */
  readonly kept: string
  /** The subject is a natural person under eighteen on the day of the fact. */
  readonly isMinor: boolean
}

/** Control characters but tab and line ends; a carriage return only before a line feed. */
const CONTROL = /(?![\t\n\r])\p{Cc}|\r(?!\n)/u

/** What the format of the file says of a row before anything in it is read, such as that a cell is a formula. */
export type RowMarks = { readonly faults: readonly RowFault[]; readonly notes: readonly RowFault[] }

export const unmarked: RowMarks = { faults: [], notes: [] }

const damageCodes: Readonly<Record<Damage, string>> = {
  'QUOTE-OPEN': 'ROW-QUOTE-OPEN',
  'QUOTE-TEXT': 'ROW-QUOTE-TEXT',
  'TOO-LONG': 'ROW-TOO-LONG',
  'OTHER-ENCODING': 'ROW-ENCODING',
}

/** The whole gate for one row; pure, so that both passes over a file come to the same verdict. */
export function judgeRow(
  judge: RowJudge,
  rules: JudgingRules,
  text: string,
  damage: Damage | undefined,
  read: CellReading = readCsvCells,
  marks: RowMarks = unmarked,
): RowVerdict {
  const form = readForm(rules, text, damage, read)
  const faults = [...form.faults, ...marks.faults]
  const notes = [...form.notes, ...marks.notes]
  if (form.cells === null) return refusedForForm(faults, notes, judge.maskDamaged(text))
  const judged = judge.judge(form.cells, rules.receivedOn)
  if (rules.withdraws) {
    const own = withoutEchoes(faults, judged.faults, [])
    // Whatever else the furnisher left in the file was not read, in whichever format.
    const kept = judge.maskDamaged(keptOf(judge, text, form.cells, judged))
    return { ...nobody, judged, faults: own, notes: [...notes, ...judged.notes], kept }
  }
  const identity = judgeIdentity(judged, judge.type, rules)
  const person = judgePerson(judged, judge.type, identity, rules.receivedOn)
  return {
    judged,
    faults: [
      ...withoutEchoes(faults, judged.faults, identity.faults),
      ...person.faults,
      ...periodFaults(rules, judged, judge.type, faults),
    ],
    notes: [...notes, ...judged.notes, ...identity.notes],
    identifier: identity.identifier,
    computed: identity.computed,
    kind: identity.kind,
    // A person's name is compared with nobody's: nothing is looked up for such a row.
    question: isAboutPerson(judge.type, judged.payload) ? null : identity.question,
    kept: keptOf(judge, text, form.cells, judged),
    isMinor: person.isMinor,
  }
}

function keptOf(judge: RowJudge, text: string, cells: readonly string[], judged: JudgedRow): string {
  const masks = judge.masksOf(cells, judged)
  return masks === null ? text : maskedRow(text, cells, masks)
}

/**
 * Cells are masked where they stand, whatever the format wrote around them. A cell that the row spells otherwise, with
 * its quotes doubled or its signs escaped, cannot be found there: then the row is written anew.
 */
function maskedRow(text: string, cells: readonly string[], masks: ReadonlyMap<number, string>): string {
  let masked = text
  for (const [at, mask] of masks) {
    const cell = cells[at] ?? ''
    if (cell !== '' && !masked.includes(cell)) return joinFields(cells.map((one, i) => masks.get(i) ?? one))
    if (cell !== '') masked = masked.replaceAll(cell, () => mask)
  }
  return masked
}

function joinFields(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
}

/** What a damaged cell brings after itself; what is unlawful in it is still said. */
const ECHO = /^(?:FRM|CMP|CNS|ID|DMG)-/

/** Of a cell that is no plain value, or that a spreadsheet has spoilt, what it says is not judged as well. */
function withoutEchoes(
  marked: readonly RowFault[],
  judged: readonly RowFault[],
  identity: readonly RowFault[],
): readonly RowFault[] {
  if (marked.length === 0 && judged.length === 0) return identity
  const spoilt = (column: string | null, by: readonly RowFault[]): boolean =>
    column !== null && by.some((fault) => fault.column === column)
  const damaged = judged.filter((fault) => fault.code.startsWith('DMG-'))
  return [
    ...marked,
    ...judged.filter(({ code, column }) => !(ECHO.test(code) && spoilt(column, marked))),
    ...identity.filter(({ code, column }) => !(ECHO.test(code) && spoilt(column, [...marked, ...damaged]))),
  ]
}

/** @param marked what the format says of the row */
function periodFaults(
  { period }: JudgingRules,
  judged: JudgedRow,
  type: RecordType,
  marked: readonly RowFault[],
): RowFault[] {
  if (!period) return []
  const { eventOn } = judged
  if (eventOn !== null && eventOn >= period.from && eventOn <= period.to) return []
  const field = type.eventOn?.field ?? null
  // A day that could not be read has its own fault.
  if ([...marked, ...judged.faults].some((fault) => fault.field === field)) return []
  return [{ code: 'ROW-OUTSIDE-PERIOD', rule: null, column: null, field, facts: { period: period.code } }]
}

type RowForm = RowMarks & { readonly cells: readonly string[] | null }

function readForm(rules: JudgingRules, text: string, damage: Damage | undefined, read: CellReading): RowForm {
  if (damage) return unreadable(rowFault(damageCodes[damage]))
  if (text.includes('\uFFFD')) return unreadable(rowFault('ROW-ENCODING'))
  if (CONTROL.test(text)) return unreadable(rowFault('ROW-CONTROL'))
  const found = read(text)
  if (found.cells !== null && found.cells.length !== rules.columns) {
    return unreadable(rowFault('ROW-FIELDS', { expected: rules.columns, found: found.cells.length }))
  }
  return found
}

function unreadable(fault: RowFault): RowForm {
  return { cells: null, faults: [fault], notes: [] }
}

function rowFault(code: string, facts: Facts = {}): RowFault {
  return { code, rule: null, column: null, field: null, facts }
}

const nobody = { identifier: null, computed: null, kind: null, question: null, isMinor: false } as const

function refusedForForm(faults: readonly RowFault[], notes: readonly RowFault[], kept: string): RowVerdict {
  return { ...nobody, judged: null, faults, notes, kept }
}

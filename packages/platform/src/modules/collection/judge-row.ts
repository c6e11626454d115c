// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Facts } from '../../kernel/refusal.ts'
import type { JudgedRow, RowFault, RowJudge } from '../catalogue/index.ts'
import type { DirectoryIdentifier, SubjectKind } from '../subjects/index.ts'
import { type IdentityQuestion, judgeIdentity } from './judge-identity.ts'
import { type Damage, splitFields } from './record-splitter.ts'

export type JudgingRules = {
  readonly columns: number
  readonly demo: boolean
  /** The furnisher owns registration: its row confirms a number that was issued although a check fails. */
  readonly registers: boolean
  /** The division the furnisher works for, where it may furnish for no other; null: it may for any. */
  readonly region: string | null
  readonly receivedOn: CivilDate
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
}

/** Control characters but tab and line ends; a carriage return only before a line feed. */
const CONTROL = /(?![\t\n\r])\p{Cc}|\r(?!\n)/u

const damageCodes: Readonly<Record<Damage, string>> = {
  'QUOTE-OPEN': 'ROW-QUOTE-OPEN',
  'QUOTE-TEXT': 'ROW-QUOTE-TEXT',
  'TOO-LONG': 'ROW-TOO-LONG',
}

/** The whole gate for one row; pure, so that both passes over a file come to the same verdict. */
export function judgeRow(
  judge: RowJudge,
  rules: JudgingRules,
  text: string,
  damage: Damage | undefined,
): RowVerdict {
  const form = formFault(rules, text, damage)
  if (form.fault) return refusedForForm(form.fault, judge.maskDamaged(text))
  const judged = judge.judge(form.cells, rules.receivedOn)
  const identity = judgeIdentity(judged, judge.type, rules)
  const faults = [...judged.faults, ...identity.faults]
  const notes = [...judged.notes, ...identity.notes]
  const masks = judge.masksOf(form.cells, judged)
  return {
    judged,
    faults,
    notes,
    identifier: identity.identifier,
    computed: identity.computed,
    kind: identity.kind,
    question: identity.question,
    kept: masks === null ? text : maskedRow(text, form.cells, masks),
  }
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

function formFault(
  rules: JudgingRules,
  text: string,
  damage: Damage | undefined,
): { cells: string[]; fault: RowFault | null } {
  if (damage) return { cells: [], fault: rowFault(damageCodes[damage]) }
  if (text.includes('\uFFFD')) return { cells: [], fault: rowFault('ROW-ENCODING') }
  if (CONTROL.test(text)) return { cells: [], fault: rowFault('ROW-CONTROL') }
  const cells = splitFields(text)
  if (cells.length !== rules.columns) {
    return { cells, fault: rowFault('ROW-FIELDS', { expected: rules.columns, found: cells.length }) }
  }
  return { cells, fault: null }
}

function rowFault(code: string, facts: Facts = {}): RowFault {
  return { code, rule: null, column: null, field: null, facts }
}

function refusedForForm(fault: RowFault, kept: string): RowVerdict {
  return {
    judged: null,
    faults: [fault],
    notes: [],
    identifier: null,
    computed: null,
    kind: null,
    question: null,
    kept,
  }
}

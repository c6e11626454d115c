// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Facts } from '../../kernel/refusal.ts'
import type { JudgedRow, RecordType, RowFault, RowJudge } from '../catalogue/index.ts'
import type { ReplacedPeriod } from '../records/index.ts'
import type { DirectoryIdentifier, SubjectKind } from '../subjects/index.ts'
import { type IdentityQuestion, judgeIdentity } from './judge-identity.ts'
import { type Damage, splitFields } from './record-splitter.ts'

export type JudgingRules = {
  readonly columns: number
  readonly demo: boolean
  /** The furnisher owns registration: its row confirms a number that was issued although a check fails. */
  readonly registers: boolean
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
  if (form.fault) return refusedForForm(form.fault)
  const judged = judge.judge(form.cells, rules.receivedOn)
  if (rules.withdraws) return { ...nobody, judged, faults: judged.faults, notes: judged.notes }
  const identity = judgeIdentity(judged, judge.type, rules)
  return {
    judged,
    faults: [...judged.faults, ...identity.faults, ...periodFaults(rules, judged, judge.type)],
    notes: [...judged.notes, ...identity.notes],
    identifier: identity.identifier,
    computed: identity.computed,
    kind: identity.kind,
    question: identity.question,
  }
}

function periodFaults({ period }: JudgingRules, judged: JudgedRow, type: RecordType): RowFault[] {
  if (!period) return []
  const { eventOn } = judged
  if (eventOn !== null && eventOn >= period.from && eventOn <= period.to) return []
  const field = type.eventOn?.field ?? null
  // A day that could not be read has its own fault.
  if (judged.faults.some((fault) => fault.field === field)) return []
  return [{ code: 'ROW-OUTSIDE-PERIOD', rule: null, column: null, field, facts: { period: period.code } }]
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

const nobody = { identifier: null, computed: null, kind: null, question: null } as const

function refusedForForm(fault: RowFault): RowVerdict {
  return { ...nobody, judged: null, faults: [fault], notes: [] }
}

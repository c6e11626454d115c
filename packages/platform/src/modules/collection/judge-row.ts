// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Facts } from '../../kernel/refusal.ts'
import { isAboutPerson, type JudgedRow, type RowFault, type RowJudge } from '../catalogue/index.ts'
import type { DirectoryIdentifier, SubjectKind } from '../subjects/index.ts'
import { type IdentityQuestion, judgeIdentity } from './judge-identity.ts'
import { judgePerson } from './judge-person.ts'
import { type Damage, splitFields } from './record-splitter.ts'

export type JudgingRules = {
  readonly columns: number
  readonly demo: boolean
  /** The furnisher owns registration: its row confirms a number that was issued although a check fails. */
  readonly registers: boolean
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
  /** The subject is a natural person under eighteen on the day of the fact. */
  readonly isMinor: boolean
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
  const identity = judgeIdentity(judged, judge.type, rules)
  const { faults, isMinor } = judgePerson(judged, judge.type, identity, rules.receivedOn)
  return {
    judged,
    faults: [...judged.faults, ...identity.faults, ...faults],
    notes: [...judged.notes, ...identity.notes],
    identifier: identity.identifier,
    computed: identity.computed,
    kind: identity.kind,
    // A person's name is compared with nobody's: nothing is looked up for such a row.
    question: isAboutPerson(judge.type, judged.payload) ? null : identity.question,
    isMinor,
  }
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

function refusedForForm(fault: RowFault): RowVerdict {
  return {
    judged: null,
    faults: [fault],
    notes: [],
    identifier: null,
    computed: null,
    kind: null,
    question: null,
    isMinor: false,
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import { type Facts, present } from '../../kernel/refusal.ts'
import type { JudgedRow, RowFault, RowJudge, StatedIdentifier } from '../catalogue/index.ts'
import {
  checkIdentifier,
  type IdentifierCheck,
  isConfirmable,
  organisationCodeOfTaxpayer,
  organisationCodeOfUscc,
  type SchemeCode,
  subjectKindOf,
} from '../identifiers/index.ts'
import type { DirectoryIdentifier, SubjectKind } from '../subjects/index.ts'
import { type Damage, splitFields } from './record-splitter.ts'

export type JudgingRules = {
  readonly columns: number
  readonly demo: boolean
  /** The furnisher owns registration: its row confirms a number that was issued although a check fails. */
  readonly registers: boolean
  readonly receivedOn: CivilDate
}

/** A number that failed its checks: the directory may know it as confirmed, or know what it was meant to be. */
export type IdentityQuestion = {
  readonly scheme: SchemeCode
  readonly raw: string
  readonly confirmable: boolean
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
  const identity = judgeIdentity(judged, rules)
  return {
    judged,
    faults: [...judged.faults, ...identity.faults],
    notes: [...judged.notes, ...identity.notes],
    identifier: identity.identifier,
    computed: identity.computed,
    kind: identity.kind,
    question: identity.question,
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
  }
}

type Identity = Omit<RowVerdict, 'judged'>

/** All numbers a row gives must hold; the first of them, in the catalogue's order, says who the subject is. */
function judgeIdentity(judged: JudgedRow, rules: JudgingRules): Identity {
  const faults: RowFault[] = []
  const notes: RowFault[] = []
  let first: IdentifierCheck | undefined
  let question: IdentityQuestion | null = null
  for (const stated of judged.identifierFields) {
    const check = checkStated(stated, rules.demo)
    const place = { rule: null, column: stated.column, field: stated.field, facts: {} }
    for (const code of check.notes) notes.push({ code, ...place })
    const issued = check.faults.length > 0 && rules.registers && isConfirmable(check.faults)
    for (const code of check.faults) (issued ? notes : faults).push({ code, ...place })
    if (check.faults.length > 0 && !issued) {
      question ??= { scheme: check.scheme, raw: stated.raw, confirmable: isConfirmable(check.faults) }
    }
    if (check.personal && check.valid) faults.push({ code: 'PRS-NUMBER', ...place })
    first ??= check
  }
  if (!first) return { faults, notes, identifier: null, computed: null, kind: null, question }
  return { faults, notes, question, ...directoryIdentity(first) }
}

/** By the first of its schemes that passes; else the first scheme says what is wrong. */
function checkStated(stated: StatedIdentifier, demo: boolean): IdentifierCheck {
  let first: IdentifierCheck | undefined
  for (const scheme of stated.schemes) {
    const check = checkIdentifier(scheme as SchemeCode, stated.raw, { demo })
    if (check.valid) return check
    first ??= check
  }
  return present(first, 'an identifier field has a scheme')
}

/** How the directory keeps a number: a taxpayer number is either a USCC or holds an organisation code. */
function directoryIdentity(check: IdentifierCheck): Pick<Identity, 'identifier' | 'computed' | 'kind'> {
  const value = check.normalised
  const isUscc = check.scheme === 'cn.uscc' || (check.scheme === 'cn.taxpayer' && value.length === 18)
  if (isUscc) {
    const kind = subjectKindOf('cn.uscc', value)
    const code = kind === 'organisation' ? organisationCodeOfUscc(value) : null
    return {
      identifier: { scheme: 'cn.uscc', value },
      computed: code ? { scheme: 'cn.orgcode', value: code } : null,
      kind,
    }
  }
  const code = check.scheme === 'cn.taxpayer' ? organisationCodeOfTaxpayer(value) : null
  if (code) return { identifier: { scheme: 'cn.orgcode', value: code }, computed: null, kind: 'organisation' }
  return {
    identifier: { scheme: check.scheme, value },
    computed: null,
    kind: subjectKindOf(check.scheme, value),
  }
}

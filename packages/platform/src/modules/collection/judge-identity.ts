// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Facts, present } from '../../kernel/refusal.ts'
import type { JudgedRow, RecordType, RowFault, StatedIdentifier } from '../catalogue/index.ts'
import {
  checkIdentifier,
  type IdentifierCheck,
  isConfirmable,
  lacksLeadingZeros,
  organisationCodeOfTaxpayer,
  organisationCodeOfUscc,
  residentId15To18,
  type SchemeCode,
  subjectKindOf,
} from '../identifiers/index.ts'
import type { DirectoryIdentifier, SubjectKind } from '../subjects/index.ts'

/** A number that failed its checks: the directory may know it as confirmed, or know what it was meant to be. */
export type IdentityQuestion = {
  readonly scheme: SchemeCode
  readonly raw: string
  readonly field: string
  readonly confirmable: boolean
}

export type Identity = {
  readonly faults: readonly RowFault[]
  readonly notes: readonly RowFault[]
  readonly identifier: DirectoryIdentifier | null
  readonly computed: DirectoryIdentifier | null
  readonly kind: SubjectKind | null
  readonly question: IdentityQuestion | null
}

type JudgedNumber = {
  readonly check: IdentifierCheck
  readonly faults: readonly RowFault[]
  readonly notes: readonly RowFault[]
  readonly question: IdentityQuestion | null
}

/** All numbers a row gives must hold; the first of them, in the catalogue's order, says who the subject is. */
export function judgeIdentity(
  judged: JudgedRow,
  type: RecordType,
  rules: { readonly demo: boolean; readonly registers: boolean },
): Identity {
  const numbers = judged.identifierFields.map((stated) =>
    judgeNumber(stated, rules, isForPersons(type, stated.field)),
  )
  const faults = numbers.flatMap((number) => number.faults)
  const notes = numbers.flatMap((number) => number.notes)
  const question = numbers.find((number) => number.question !== null)?.question ?? null
  const first = numbers[0]?.check
  if (!first) return { faults, notes, identifier: null, computed: null, kind: null, question }
  const named = directoryIdentity(first)
  // Grades and lists of organisations take no natural person, nor a person's shop (L01).
  if (named.kind !== null && !type.subjectKinds.includes(named.kind)) {
    faults.push(rowFault('SUB-KIND', { type: type.code, kind: named.kind }))
  }
  // Also of a number that may yet prove to be issued: two organisations in one row never pass.
  const codes = numbers.map(({ check }) =>
    check.valid || isConfirmable(check.faults) ? organisationCodeOf(check) : null,
  )
  if (new Set(codes.filter((code) => code !== null)).size > 1) faults.push(rowFault('SUB-NUMBERS-DISAGREE'))
  return { faults, notes, question, ...named }
}

/** A field for persons' numbers is sealed; in any other such a number would lie in clear. */
export function isForPersons(type: RecordType, code: string): boolean {
  if (!type.subjectKinds.includes('person')) return false
  return type.fields.some((field) => field.code === code && field.label === 'personal')
}

function judgeNumber(
  stated: StatedIdentifier,
  rules: { readonly demo: boolean; readonly registers: boolean },
  forPersons: boolean,
): JudgedNumber {
  const check = checkStated(stated, rules.demo)
  const at = (code: string): RowFault => ({
    code,
    rule: stated.rule,
    column: stated.column,
    field: stated.field,
    facts: {},
  })
  const notes = check.notes.map(at)
  // The register confirms numbers of organisations: what may be a person's stays a fault, whoever sends it.
  const confirmable = isConfirmable(check.faults) && !check.personal
  if (check.faults.length > 0 && rules.registers && confirmable) {
    return { check, faults: [], notes: [...notes, ...check.faults.map(at)], question: null }
  }
  // What is or could be a person's number is never looked up in clear, nor is another offered for it.
  const question =
    check.faults.length > 0 && !check.personal
      ? { scheme: check.scheme, raw: stated.raw, field: stated.field, confirmable }
      : null
  // Also a number that only looks like a person's: in a row about an organisation it is nobody's to take.
  const personal = check.personal && !forPersons ? [at('PRS-NUMBER')] : []
  const cut = lacksLeadingZeros(check.scheme, check.normalised) ? [at('DMG-ZEROS')] : []
  return { check, faults: [...check.faults.map(at), ...cut, ...personal], notes, question }
}

function rowFault(code: string, facts: Facts = {}): RowFault {
  return { code, rule: null, column: null, field: null, facts }
}

/** The organisation code inside a number: two numbers of one row must lead to the same. */
function organisationCodeOf({ scheme, normalised }: IdentifierCheck): string | null {
  if (scheme === 'cn.orgcode') return normalised
  if (scheme === 'cn.uscc') return organisationCodeOfUscc(normalised)
  return scheme === 'cn.taxpayer' ? organisationCodeOfTaxpayer(normalised) : null
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
  if (check.scheme === 'cn.rid') {
    // The old number and the new one name one person: the directory has the new.
    const whole = value.length === 15 ? (residentId15To18(value) ?? value) : value
    return { identifier: { scheme: check.scheme, value: whole }, computed: null, kind: 'person' }
  }
  const code = check.scheme === 'cn.taxpayer' ? organisationCodeOfTaxpayer(value) : null
  if (code) return { identifier: { scheme: 'cn.orgcode', value: code }, computed: null, kind: 'organisation' }
  return {
    identifier: { scheme: check.scheme, value },
    computed: null,
    kind: subjectKindOf(check.scheme, value),
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type {
  ConsistencyRule,
  FieldKind,
  FieldSpec,
  RecordType,
  RuleWeight,
  StoredRule,
} from './record-type.ts'
import { inClear } from './row-judge.ts'

/**
 * Families: FRM form, CMP completeness, REF reference, CNS consistency, DUP duplicates inside the file, STO against
 * what is stored, RGN region, PRS persons, PRH prohibited content.
 */
export type RuleFamily = 'FRM' | 'CMP' | 'REF' | 'CNS' | 'DUP' | 'STO' | 'RGN' | 'PRS' | 'PRH'

/** One numbered rule of a type, with the codes that a breach of it may have. */
export type QualityRule = {
  readonly rule: string
  readonly family: RuleFamily
  readonly codes: readonly string[]
  readonly weight: RuleWeight
  readonly field: string | null
  /** Where the type's file has the number. */
  readonly path: string
}

const formCodes: Readonly<Record<FieldKind, readonly string[]>> = {
  text: ['FRM-TEXT-UNSAFE', 'FRM-TOO-LONG'],
  identifier: ['FRM-TEXT-UNSAFE', 'FRM-TOO-LONG'],
  day: ['FRM-DAY'],
  year: ['FRM-YEAR'],
  money: ['FRM-NUMBER', 'FRM-AMOUNT-UNIT', 'FRM-AMOUNT-NEGATIVE', 'FRM-AMOUNT-PERCENT'],
  integer: ['FRM-INTEGER', 'FRM-RANGE'],
  // Whatever is not in the list is a fault of reference.
  code: [],
  division: ['FRM-DIVISION'],
  flag: ['FRM-FLAG'],
}

const consistencyCodes: Readonly<Record<ConsistencyRule['kind'], string>> = {
  'not-future': 'CNS-FUTURE-DAY',
  'not-before': 'CNS-END-BEFORE-START',
  'not-earlier-than': 'CNS-DAY-TOO-EARLY',
  'year-ended': 'CNS-YEAR-NOT-ENDED',
  differs: 'CNS-SAME-BODY',
  'amount-max': 'CNS-AMOUNT-LARGE',
  'amount-in-text': 'CNS-AMOUNT-UNIT',
}

export const storedCodes: Readonly<Record<StoredRule['kind'], string>> = {
  'number-of-another': 'STO-NUMBER-OF-ANOTHER',
  'before-founding': 'STO-BEFORE-FOUNDING',
  'founded-after-adverse': 'STO-FOUNDED-AFTER-ADVERSE',
}

/** A number that names no subject but a body, such as the authority's: it has a rule of reference. */
export function namesBody(type: RecordType, field: FieldSpec): boolean {
  return field.kind === 'identifier' && inClear(field) && !type.subjectIdentifiers.fields.includes(field.code)
}

/** The families in which a field must have one rule each, in this order. */
export function familiesOf(type: RecordType, field: FieldSpec): RuleFamily[] {
  const refers = field.kind === 'code' || field.kind === 'division' || namesBody(type, field)
  return [
    ...(field.kind === 'code' ? [] : (['FRM'] as const)),
    ...(field.required ? (['CMP'] as const) : []),
    ...(refers ? (['REF'] as const) : []),
    ...(inClear(field) ? [] : (['PRS'] as const)),
  ]
}

/** Every numbered rule of a type: what the loader counts, the documents list and a furnisher is told. */
export function qualityRules(type: RecordType): QualityRule[] {
  return [
    ...type.fields.flatMap((field, at) => fieldRules(type, field, at)),
    ...rowRules(type),
    ...type.consistency.map(
      ({ rule, kind, field, weight }, at): QualityRule => ({
        rule,
        family: 'CNS',
        codes: [consistencyCodes[kind]],
        weight: weight ?? 'fault',
        field,
        path: `/consistency/${at}/rule`,
      }),
    ),
    ...contentRules(type),
    ...type.stored.map(
      ({ rule, kind, weight }, at): QualityRule => ({
        rule,
        family: 'STO',
        codes: [storedCodes[kind]],
        weight,
        field: null,
        path: `/stored/${at}/rule`,
      }),
    ),
  ]
}

function fieldRules(type: RecordType, field: FieldSpec, at: number): QualityRule[] {
  return familiesOf(type, field).map((family, index) => ({
    rule: field.rules[index] ?? '',
    family,
    codes: fieldCodes(type, field, family),
    weight: 'fault',
    field: field.code,
    path: `/fields/${at}/rules/${index}`,
  }))
}

function fieldCodes(type: RecordType, field: FieldSpec, family: RuleFamily): readonly string[] {
  if (family === 'CMP') return ['CMP-REQUIRED']
  if (family === 'PRS') return ['PRS-FIELD-FILLED']
  if (family === 'FRM') {
    const names = type.subjectIdentifiers.fields.includes(field.code)
    return [...formCodes[field.kind], ...(field.pattern ? ['FRM-PATTERN'] : []), ...(names ? ['ID-…'] : [])]
  }
  if (field.kind === 'code') return ['REF-CODE']
  return namesBody(type, field) ? ['REF-BODY-NUMBER'] : ['REF-DIVISION']
}

function rowRules(type: RecordType): QualityRule[] {
  const { subjectIdentifiers: named, document, personWhen, region } = type
  const rules: QualityRule[] = [
    made(named.rule, 'CMP', ['CMP-IDENTIFIER'], named.fields[0] ?? null, '/subjectIdentifiers/rule'),
    made(type.numberRule, 'DUP', ['DUP-NUMBER'], type.number[0] ?? null, '/numberRule'),
  ]
  if (document) {
    const codes = ['CMP-DOCUMENT', 'CMP-DOCUMENT-NUMBER']
    rules.push(made(document.rule, 'CMP', codes, document.number, '/document/rule'))
  }
  if (personWhen)
    rules.push(made(personWhen.rule, 'PRS', ['PRS-SUBJECT-PERSON'], personWhen.field, '/personWhen/rule'))
  if (region) rules.push(made(region.rule, 'RGN', ['RGN-OUTSIDE'], region.field, '/region/rule'))
  return rules
}

function contentRules({ content }: RecordType): QualityRule[] {
  return [
    made(content.forbidden, 'PRH', ['PRH-FORBIDDEN'], null, '/content/forbidden'),
    made(content.consent, 'PRH', ['PRH-CONSENT'], null, '/content/consent'),
    made(content.secret, 'PRH', ['PRH-SECRET'], null, '/content/secret'),
    made(content.hiddenNumber, 'PRS', ['PRS-HIDDEN-ID'], null, '/content/hiddenNumber'),
    made(content.account, 'PRS', ['PRS-ACCOUNT'], null, '/content/account'),
    { ...made(content.mobile, 'PRS', ['PRS-MOBILE'], null, '/content/mobile'), weight: 'note' },
  ]
}

function made(
  rule: string,
  family: RuleFamily,
  codes: readonly string[],
  field: string | null,
  path: string,
): QualityRule {
  return { rule, family, codes, weight: 'fault', field, path }
}

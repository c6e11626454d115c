// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CatalogueContent, FieldFile } from './assemble-catalogue.ts'
import { checkOnce, checkSpellings } from './check-spellings.ts'
import { familiesOf, qualityRules } from './quality-rules.ts'
import type { FieldKind, RecordType } from './record-type.ts'
import { inClear } from './row-judge.ts'

type Report = (path: string, says: string) => void

/** Which kinds a member belongs to, and which of them cannot do without it. */
const members: readonly { name: keyof FieldFile; kinds: readonly FieldKind[]; needed: boolean }[] = [
  { name: 'lengthMax', kinds: ['text', 'identifier'], needed: true },
  { name: 'schemes', kinds: ['identifier'], needed: true },
  { name: 'pattern', kinds: ['text'], needed: false },
  { name: 'multiline', kinds: ['text'], needed: false },
  { name: 'freeText', kinds: ['text'], needed: false },
  { name: 'multiple', kinds: ['code'], needed: false },
  { name: 'codes', kinds: ['code'], needed: false },
  { name: 'codesFrom', kinds: ['code'], needed: false },
  { name: 'integerMin', kinds: ['integer'], needed: false },
  { name: 'integerMax', kinds: ['integer'], needed: false },
]

/** Words that name something about a natural person: their fields are never in clear. */
const personalWords =
  /身份证|证件号|证件类型|法定代表人|负责人|手机|出生|性别|配偶|resident id|birth|legal representative/iu

/** No record spreads to relatives (L05), so no field names one. */
const relativesWords = /配偶|子女|父母|亲属|spouse|relatives/iu

export function checkField(field: FieldFile, catalogue: CatalogueContent, report: Report): void {
  checkMembers(field, report)
  checkLabel(field, catalogue, report)
  checkFreeText(field, report)
  if (field.codes) checkSpellings(field.codes, (path, says) => report(`/codes${path}`, says))
}

function checkMembers(field: FieldFile, report: Report): void {
  for (const { name, kinds, needed } of members) {
    const given = field[name] !== undefined
    if (given && !kinds.includes(field.kind))
      report(`/${name}`, `does not belong to a field of kind ${field.kind}`)
    if (!given && needed && kinds.includes(field.kind)) report(`/${name}`, `${field.code} needs it`)
  }
  if (field.kind === 'code' && (field.codes === undefined) === (field.codesFrom === undefined)) {
    report('/codes', `${field.code} needs codes or codesFrom, and one of them`)
  }
}

/** A longer text is one in which people write what they like: the file must say so, or why it is not. */
function checkFreeText(field: FieldFile, report: Report): void {
  if (field.multiline && field.freeText === undefined)
    report('/freeText', `${field.code} has several lines and must say whether it is free text`)
}

function checkLabel(field: FieldFile, catalogue: CatalogueContent, report: Report): void {
  for (const [at, code] of (field.schemes ?? []).entries()) {
    const scheme = catalogue.identifierSchemes.find((one) => one.code === code)
    if (!scheme) report(`/schemes/${at}`, `no identifier scheme ${code}`)
    if (scheme?.personal === 'always' && inClear(field)) {
      report(
        '/label',
        `${field.code} holds a person's number (${code}) and cannot be labelled ${field.label}`,
      )
    }
  }
  if (field.label === 'personal' && field.holds === undefined)
    report('/holds', `${field.code} is labelled personal and must say what of a person it holds`)
  if (inClear(field) && (personalWords.test(field.title.zh) || personalWords.test(field.title.en))) {
    report('/label', `${field.code} is about a natural person and cannot be labelled ${field.label}`)
  }
  if (relativesWords.test(field.title.zh) || relativesWords.test(field.title.en)) {
    report('/title', `${field.code} is about relatives, and nobody answers for theirs`)
  }
  if (field.label === 'secret' && field.required)
    report('/required', `${field.code} is secret and not taken, so it cannot be required`)
}

/**
 * Each field has one rule for each of its families, every rule of the row its own; numbers are never given twice. A
 * number that guards nothing is not listed by `qualityRules`, and has no member it could stand in.
 */
export function checkRuleNumbers(type: RecordType, report: Report): void {
  type.fields.forEach((field, index) => {
    const families = familiesOf(type, field)
    if (field.rules.length !== families.length)
      report(`/fields/${index}/rules`, `must have one rule of each family: ${families.join(', ')}`)
  })
  const rules = qualityRules(type).filter((one) => one.rule !== '')
  for (const { rule, family, path } of rules) {
    if (rule.slice(4, 7) !== family) report(path, `${rule} is not of family ${family}`)
    if (!rule.startsWith(`${type.rulePrefix}-`))
      report(path, `${rule} does not begin with ${type.rulePrefix}`)
  }
  checkOnce(
    rules.map((one) => one.rule),
    (index, rule) => report(rules[index]?.path ?? '', `${rule} is there twice`),
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CatalogueContent, RecordTypeFile, WithFile } from './assemble-catalogue.ts'
import { checkField, checkRuleNumbers } from './check-field.ts'
import type { ConsistencyRule, FieldKind, RecordType } from './record-type.ts'
import { inClear } from './row-judge.ts'

type Report = (path: string, says: string) => void

export function checkRecordType(
  source: WithFile<RecordTypeFile>,
  type: RecordType,
  catalogue: CatalogueContent,
  report: Report,
): void {
  source.content.fields.forEach((field, at) => {
    checkField(field, catalogue, (path, says) => report(`/fields/${at}${path}`, says))
    if (source.content.fields.findIndex((one) => one.code === field.code) < at) {
      report(`/fields/${at}/code`, `${field.code} is there twice`)
    }
  })
  checkRuleNumbers(type, report)
  checkReferences(type, referencer(type, report))
  checkIdentifiers(type, report)
  checkLimits(type, report)
  checkPersons(type, report)
  checkNumber(type, report)
  checkPolarity(type, report)
  checkVisibility(type, catalogue, report)
  checkRetention(type, catalogue, report)
  checkPersonCodes(type, report)
  checkDocumentRules(type, report)
  checkStored(type, catalogue, report)
  checkContent(type, catalogue, report)
  checkPeriod(type, report)
  checkOffice(type, report)
}

/** Whoever holds office is a natural person: name and number lie sealed, or nobody may be asked to prove them. */
function checkOffice(type: RecordType, report: Report): void {
  for (const [part, code] of Object.entries(type.office ?? {})) {
    const field = type.fields.find((one) => one.code === code)
    if (!field) report(`/office/${part}`, `no field ${code}`)
    else if (field.label !== 'personal')
      report(`/office/${part}`, `${code} is about a natural person and must be sealed`)
  }
  if (type.office && !type.furnishers.some((one) => one.ownsRegistration))
    report('/office', 'only a register says who holds office')
}

type Need = (path: string, code: string | null | undefined, ...kinds: readonly FieldKind[]) => void

function referencer(type: RecordType, report: Report): Need {
  return (path, code, ...kinds) => {
    if (code === null || code === undefined) return
    const field = type.fields.find((one) => one.code === code)
    if (!field) report(path, `no field ${code}`)
    else if (kinds.length > 0 && !kinds.includes(field.kind))
      report(path, `${code} is not of kind ${kinds.join(' or ')}`)
    else if (!inClear(field)) report(path, `${code} is labelled ${field.label} and lies sealed`)
  }
}

function checkReferences(type: RecordType, need: Need): void {
  for (const [at, code] of type.number.entries()) need(`/number/${at}`, code)
  need('/personWhen/field', type.personWhen?.field, 'code')
  need('/name', type.name, 'text')
  need('/eventOn/field', type.eventOn?.field, type.eventOn?.as === 'year-end' ? 'year' : 'day')
  need('/validFrom', type.validFrom, 'day')
  need('/validTo', type.validTo, 'day')
  need('/endOfAct', type.endOfAct, 'day')
  need('/editionField', type.editionField, 'year')
  need('/document/number', type.document?.number, 'text')
  need('/document/on', type.document?.on, 'day')
  need('/document/body', type.document?.body, 'text')
  if (type.severity.kind === 'penalty') {
    need('/severity/penaltyKinds', type.severity.penaltyKinds, 'code')
    need('/severity/procedure', type.severity.procedure, 'code')
    need('/severity/documentName', type.severity.documentName, 'text')
    need('/severity/fine', type.severity.fine, 'money')
  }
  if (type.publicity.kind === 'by-severity')
    need('/publicity/statedEndField', type.publicity.statedEndField, 'day')
  checkConsistencyFields(type, need)
  need('/region/field', type.region?.field, 'division')
  for (const [at, rule] of type.individualBusinessMasks.entries()) {
    need(`/individualBusinessMasks/${at}/field`, rule.field)
  }
}

function checkConsistencyFields(type: RecordType, need: Need): void {
  for (const [at, rule] of type.consistency.entries()) {
    const place = `/consistency/${at}`
    need(`${place}/field`, rule.field, ...consistencyKinds[rule.kind])
    if (rule.kind === 'not-before') need(`${place}/other`, rule.other, 'day')
    if (rule.kind === 'differs') need(`${place}/other`, rule.other, 'text', 'identifier')
    if (rule.kind === 'amount-in-text') need(`${place}/text`, rule.text, 'text')
  }
}

const consistencyKinds: Readonly<Record<ConsistencyRule['kind'], readonly FieldKind[]>> = {
  'not-future': ['day'],
  'not-before': ['day'],
  'not-earlier-than': ['day'],
  'year-ended': ['year'],
  differs: ['text', 'identifier'],
  'amount-max': ['money'],
  'amount-in-text': ['money'],
}

/** The document of an adverse fact is of a day that can be, and of a body that is not the party itself. */
function checkDocumentRules(type: RecordType, report: Report): void {
  const document = type.document
  if (document === null) return
  const has = (kind: ConsistencyRule['kind'], field: string): boolean =>
    type.consistency.some((rule) => rule.kind === kind && rule.field === field)
  for (const kind of ['not-future', 'not-earlier-than'] as const) {
    if (!has(kind, document.on)) report('/consistency', `the day of the document needs the rule ${kind}`)
  }
  if (type.name !== null && !has('differs', document.body))
    report('/consistency', 'the body of the document must differ from the party')
}

function checkStored(type: RecordType, catalogue: CatalogueContent, report: Report): void {
  type.stored.forEach((rule, at) => {
    if (rule.kind !== 'number-of-another' && type.eventOn === null)
      report(`/stored/${at}/kind`, 'needs the day of the event')
    if (rule.kind !== 'before-founding') return
    const registrations = catalogue.recordTypes.find((one) => one.code === rule.registrations)
    if (!registrations?.furnishers.some((one) => one.ownsRegistration))
      report(`/stored/${at}/registrations`, `${rule.registrations} is no type of registrations`)
  })
}

function checkContent(type: RecordType, catalogue: CatalogueContent, report: Report): void {
  for (const [at, code] of type.content.mayHold.entries()) {
    const kind = catalogue.prohibitedContent.kinds.find((one) => one.code === code)
    if (kind?.rule !== 'consent')
      report(`/content/mayHold/${at}`, `${code} is no kind that may be held with consent`)
  }
}

/** What names the subject may lie sealed where it names a person, and nowhere else. */
function checkIdentifiers(type: RecordType, report: Report): void {
  const takesPersons = type.subjectKinds.includes('person')
  let personal = 0
  for (const [at, code] of type.subjectIdentifiers.fields.entries()) {
    const path = `/subjectIdentifiers/fields/${at}`
    const field = type.fields.find((one) => one.code === code)
    if (!field) report(path, `no field ${code}`)
    else if (field.kind !== 'identifier') report(path, `${code} is not of kind identifier`)
    else if (field.label === 'personal' && takesPersons) personal += 1
    else if (!inClear(field)) report(path, `${code} is labelled ${field.label} and lies sealed`)
  }
  if (takesPersons && personal === 0)
    report('/subjectIdentifiers/fields', 'a type that takes persons has an identifier labelled personal')
  for (const [at, code] of type.number.entries()) {
    if (takesPersons && (code === type.name || type.subjectIdentifiers.fields.includes(code)))
      report(`/number/${at}`, `${code} may name a person, and the number of a record lies in clear`)
  }
}

/** The limits the platform sets itself (L01, L04): no grade of a person, no adverse fact without its document. */
function checkLimits(type: RecordType, report: Report): void {
  const adverse =
    type.polarity.kind === 'fixed'
      ? type.polarity.polarity === 'adverse'
      : type.polarity.codes.some((one) => one.polarity === 'adverse')
  if (adverse && type.document === null) {
    report('/document', 'an adverse type names the fields of its document of legal effect')
  }
  if (type.category.code === 'P09' && type.subjectKinds.some((kind) => kind !== 'organisation')) {
    report('/subjectKinds', 'no result of an evaluation is kept of a person or an individual business')
  }
  if (type.publicity.kind === 'by-severity' && (type.document === null || type.severity.kind !== 'penalty')) {
    report('/publicity/kind', 'a term by severity needs a derived severity and a document')
  }
  if (type.publicity.kind === 'no-end' && type.eventOn === null)
    report('/publicity/kind', 'needs the day of the event')
  if (type.publicity.kind === 'no-end' && adverse)
    report('/publicity/kind', 'an adverse fact has an end of publicity')
  if (type.publicity.kind === 'yearly-list' && (type.editionField === null || adverse)) {
    report('/publicity/kind', 'a yearly list has an edition field and nothing adverse')
  }
  if (type.category.code.startsWith('P') !== (type.side === 'public')) {
    report('/category/code', `is not of the ${type.side} side`)
  }
  if (type.individualBusinessMasks.length > 0 && type.masksBasis.length === 0) {
    report('/masksBasis', 'masks have a basis')
  }
}

function checkPersons(type: RecordType, report: Report): void {
  if (type.category.code === 'P10' && type.subjectKinds.includes('person')) {
    report('/subjectKinds', 'honours of persons are not kept until a person can opt out of them')
  }
  if (takesPersonsAndOthers(type) && !type.personWhen) {
    report('/personWhen', 'a type that takes persons says how a row shows that it is about one')
  }
}

function takesPersonsAndOthers({ subjectKinds }: RecordType): boolean {
  return subjectKinds.includes('person') && subjectKinds.some((kind) => kind !== 'person')
}

function checkNumber(type: RecordType, report: Report): void {
  const document = type.document ? [type.document.number, type.document.on, type.document.body] : []
  const documentAlways = type.polarity.kind === 'fixed' && type.polarity.polarity === 'adverse'
  for (const [at, code] of type.number.entries()) {
    const required = type.fields.some((field) => field.code === code && field.required)
    if (!required && !(documentAlways && document.includes(code))) {
      report(`/number/${at}`, `${code} may be empty, so it cannot be part of the number`)
    }
  }
}

function checkPolarity(type: RecordType, report: Report): void {
  const rule = type.polarity
  if (rule.kind === 'fixed') return
  const field = type.fields.find((one) => one.code === rule.field)
  const codes = field?.codes?.map((one) => one.code) ?? []
  const given = rule.codes.map((one) => one.code)
  if (field?.kind !== 'code' || field.multiple || !field.required) {
    report('/polarity/field', `${rule.field} is no required code field`)
  } else if (given.length !== codes.length || codes.some((code) => !given.includes(code))) {
    report('/polarity/codes', `must have every code of ${rule.field} once`)
  }
}

function checkVisibility(type: RecordType, catalogue: CatalogueContent, report: Report): void {
  const purposes = new Map(catalogue.purposes.map((one) => [one.code, one]))
  type.visibility.forEach((one, at) => {
    one.purposes.forEach((code, i) => {
      const path = `/visibility/${at}/purposes/${i}`
      const purpose = purposes.get(code)
      if (!purpose) report(path, `no purpose ${code}`)
      else if (!purpose.sides.includes(type.side)) report(path, `${code} is not of the ${type.side} side`)
      if (code === 'publicity' && one.label !== 'public')
        report(path, `${one.label} fields are not for publicity`)
    })
  })
  for (const label of new Set(type.fields.map((field) => field.label))) {
    if (type.visibility.filter((one) => one.label === label).length !== 1) {
      report('/visibility', `must say once for which purposes ${label} fields may be seen`)
    }
  }
}

function checkRetention(type: RecordType, catalogue: CatalogueContent, report: Report): void {
  const rule = type.retention
  if (rule.kind === 'no-end') return
  if (rule.kind === 'jurisdiction') {
    for (const one of catalogue.jurisdictions) {
      if (one.parameters.some((parameter) => parameter.code === rule.parameter)) continue
      report('/retention/parameter', `jurisdiction ${one.division} does not set ${rule.parameter}`)
    }
  }
  const start = { 'end-of-act': type.endOfAct, document: type.document, event: type.eventOn }[
    rule.countedFrom
  ]
  if (start === null) report('/retention/countedFrom', `no field gives the day of ${rule.countedFrom}`)
}

function checkPersonCodes(type: RecordType, report: Report): void {
  const person = type.personWhen
  const codes = type.fields.find((field) => field.code === person?.field)?.codes?.map((one) => one.code) ?? []
  for (const [at, code] of (person?.codes ?? []).entries()) {
    if (!codes.includes(code)) report(`/personWhen/codes/${at}`, `no code ${code}`)
  }
}

/** A period is kept as days of events: so an edition is the year at whose end its records count as happened. */
function checkPeriod(type: RecordType, report: Report): void {
  if (type.period !== null && type.eventOn === null) report('/period', 'needs the day of the event')
  if ((type.period === 'edition') !== (type.editionField !== null)) {
    report('/period', 'is edition where the type has an edition field, and only there')
  }
  const byYear = type.eventOn?.as === 'year-end' && type.eventOn.field === type.editionField
  if (type.editionField !== null && !byYear) report('/eventOn', 'of a yearly list is the end of its year')
}

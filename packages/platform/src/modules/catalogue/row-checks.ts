// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { coversDivision } from '../identifiers/index.ts'
import type { Catalogue } from './catalogue.ts'
import { consistencyCheck } from './consistency-checks.ts'
import { foldSpelling } from './fold-spelling.ts'
import type { RecordType } from './record-type.ts'
import { isAboutPerson } from './row-readings.ts'
import { add, isFaulted, type RowCheck } from './row-state.ts'

/** What a row as a whole must satisfy, after its cells were read one by one. */
export function rowChecks(type: RecordType, catalogue: Catalogue, region: CivilDivision | null): RowCheck[] {
  const blank = new Set(catalogue.blankWords.map(foldSpelling))
  return [
    ...identifierCheck(type),
    ...nameCheck(type, blank),
    ...personCheck(type),
    ...documentCheck(type, blank),
    ...regionCheck(type, region),
    ...type.consistency.map(consistencyCheck),
  ]
}

/** Six digits of GB/T 2260. */
export type CivilDivision = string

function identifierCheck(type: RecordType): RowCheck[] {
  const { fields } = type.subjectIdentifiers
  const [surest] = fields
  if (surest === undefined || type.fields.some((field) => field.required && fields.includes(field.code)))
    return []
  return [
    (row) => {
      if (
        !isAboutPerson(type, row.payload) &&
        fields.every((field) => row.payload[field] === null && !isFaulted(row, field))
      ) {
        add(row, type.subjectIdentifiers, 'CMP-IDENTIFIER', surest)
      }
    },
  ]
}

/** A word that stands for nothing is an empty cell. */
function isNothing(blank: ReadonlySet<string>, value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.length < 8 && blank.has(foldSpelling(value)))
}

function nameCheck(type: RecordType, blank: ReadonlySet<string>): RowCheck[] {
  const name = type.fields.find((field) => field.code === type.name && field.required)
  const rule = name?.rules.find((one) => one.slice(4, 7) === 'CMP')
  if (!name || rule === undefined) return []
  return [
    (row) => {
      const value = row.payload[name.code]
      if (value !== null && isNothing(blank, value)) add(row, { rule }, 'CMP-REQUIRED', name.code)
    },
  ]
}

/** A person is taken by their number only, and by types for persons only: a name is nobody's. */
function personCheck(type: RecordType): RowCheck[] {
  const when = type.personWhen
  if (!when) return []
  const numbers = type.fields
    .filter((field) => field.label === 'personal' && type.subjectIdentifiers.fields.includes(field.code))
    .map((field) => field.code)
  const [number] = type.subjectKinds.includes('person') ? numbers : []
  return [
    (row) => {
      if (!isAboutPerson(type, row.payload)) return
      if (number === undefined) add(row, when, 'PRS-SUBJECT-PERSON', when.field)
      else if (numbers.every((field) => row.payload[field] === null && !isFaulted(row, field))) {
        add(row, when, 'PRS-NUMBER-MISSING', number)
      }
    },
  ]
}

// Documents are counted: in Arabic figures, and some in Chinese ones.
const FIGURE = /[\p{Nd}〇零一二三四五六七八九十百千]/u

/**
 * No adverse fact without a document of legal effect: its number, its day and its body.
 * @statute 国办发〔2020〕49号 (recalled) — dishonesty is found on documents with legal effect only
 */
function documentCheck(type: RecordType, blank: ReadonlySet<string>): RowCheck[] {
  const rule = type.document
  if (!rule) return []
  const parts = [rule.number, rule.on, rule.body]
  return [
    (row) => {
      if (row.polarity !== 'adverse') return
      const missing = parts.filter((field) => isNothing(blank, row.payload[field]) && !isFaulted(row, field))
      const [first] = missing
      if (first !== undefined) add(row, rule, 'CMP-DOCUMENT', first, { missing: missing.join(', ') })
      const number = row.payload[rule.number]
      if (typeof number !== 'string' || missing.includes(rule.number)) return
      if (!FIGURE.test(number)) add(row, rule, 'CMP-DOCUMENT-NUMBER', rule.number)
    },
  ]
}

/** Where a row says for which region the act was done, the body must work for that region. */
function regionCheck(type: RecordType, own: CivilDivision | null): RowCheck[] {
  const rule = type.region
  if (rule === null || own === null) return []
  return [
    (row) => {
      const division = row.payload[rule.field]
      if (typeof division !== 'string' || isFaulted(row, rule.field)) return
      if (!coversDivision(own, division)) add(row, rule, 'RGN-OUTSIDE', rule.field, { own })
    },
  ]
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, yearOf } from '../../kernel/civil-date.ts'
import type { Facts } from '../../kernel/refusal.ts'
import type { ColumnPlan } from './plan-columns.ts'
import type { ConsistencyRule, Polarity, RecordType } from './record-type.ts'
import type { Payload, RowFault } from './row-judge.ts'
import { dayOf, isAboutPerson } from './row-readings.ts'

export type RowState = {
  readonly payload: Payload
  readonly polarity: Polarity
  /** Checks add to these. */
  readonly faults: RowFault[]
  readonly receivedOn: CivilDate
  readonly columns: readonly ColumnPlan[]
}

export type RowCheck = (row: RowState) => void

/** What a row as a whole must satisfy, after its cells were read one by one. */
export function rowChecks(type: RecordType): readonly RowCheck[] {
  return [
    ...identifierCheck(type),
    ...personCheck(type),
    ...documentCheck(type),
    ...type.consistency.map(consistency),
  ]
}

function add(row: RowState, code: string, rule: string, field: string, facts: Facts = {}): void {
  const column = row.columns.find((one) => one.field.code === field)?.heading ?? null
  row.faults.push({ code, rule, column, field, facts })
}

/** True when the field said something that could not be read: it has its fault, and is not missing. */
function isFaulted(row: RowState, field: string): boolean {
  return row.faults.some((fault) => fault.field === field)
}

function identifierCheck(type: RecordType): RowCheck[] {
  const { fields, rule } = type.subjectIdentifiers
  const [surest] = fields
  if (surest === undefined || type.fields.some((field) => field.required && fields.includes(field.code)))
    return []
  return [
    (row) => {
      if (
        !isAboutPerson(type, row.payload) &&
        fields.every((field) => row.payload[field] === null && !isFaulted(row, field))
      ) {
        add(row, 'CMP-IDENTIFIER', rule, surest)
      }
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
      if (number === undefined) add(row, 'PRS-SUBJECT-PERSON', when.rule, when.field)
      else if (numbers.every((field) => row.payload[field] === null && !isFaulted(row, field))) {
        add(row, 'PRS-NUMBER-MISSING', when.rule, number)
      }
    },
  ]
}

/**
 * No adverse fact without a document of legal effect: its number, its day and its body.
 * @statute 国办发〔2020〕49号 (recalled) — dishonesty is found on documents with legal effect only
 */
function documentCheck(type: RecordType): RowCheck[] {
  const rule = type.document
  if (!rule) return []
  const parts = [rule.number, rule.on, rule.body]
  return [
    (row) => {
      if (row.polarity !== 'adverse') return
      const missing = parts.filter((field) => row.payload[field] === null && !isFaulted(row, field))
      const [first] = missing
      if (first !== undefined) add(row, 'CMP-DOCUMENT', rule.rule, first, { missing: missing.join(', ') })
    },
  ]
}

function consistency(rule: ConsistencyRule): RowCheck {
  switch (rule.kind) {
    case 'not-future':
      return (row) => {
        const day = dayOf(row.payload, rule.field)
        if (day !== null && day > row.receivedOn) {
          add(row, 'CNS-FUTURE-DAY', rule.rule, rule.field, { receivedOn: row.receivedOn })
        }
      }
    case 'not-before':
      return (row) => {
        const [end, start] = [dayOf(row.payload, rule.field), dayOf(row.payload, rule.other)]
        if (end !== null && start !== null && end < start) {
          add(row, 'CNS-END-BEFORE-START', rule.rule, rule.field, { start: rule.other })
        }
      }
    case 'year-ended':
      return (row) => {
        const year = row.payload[rule.field]
        if (typeof year === 'number' && year >= yearOf(row.receivedOn)) {
          add(row, 'CNS-YEAR-NOT-ENDED', rule.rule, rule.field, { receivedOn: row.receivedOn })
        }
      }
  }
}

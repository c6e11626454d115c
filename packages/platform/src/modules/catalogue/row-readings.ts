// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, civilDate } from '../../kernel/civil-date.ts'
import { present } from '../../kernel/refusal.ts'
import type { Catalogue, Severity } from './catalogue.ts'
import { deriveSeverity } from './derive-severity.ts'
import type { DayRule, Polarity, RecordType } from './record-type.ts'
import type { JudgedRow, Payload } from './row-judge.ts'

export function dayField(rule: DayRule | null): (payload: Payload) => CivilDate | null {
  if (rule === null) return () => null
  const field = rule.field
  if (rule.as === 'day') return (payload) => dayOf(payload, field)
  return (payload) => {
    const year = payload[field]
    return typeof year === 'number' ? civilDate(year, 12, 31) : null
  }
}

/** Fields of kind `day` were read by `parseDay`, so a text in one is a day of the calendar. */
export function dayOf(payload: Payload, field: string): CivilDate | null {
  const value = payload[field]
  return typeof value === 'string' ? (value as CivilDate) : null
}

function textOf(payload: Payload, field: string): string | null {
  const value = payload[field]
  return typeof value === 'string' ? value : null
}

/** Whether the row says that it is about a natural person. */
export function isAboutPerson(type: RecordType, payload: Payload): boolean {
  const when = type.personWhen
  if (!when) return type.subjectKinds.every((kind) => kind === 'person')
  return when.codes.includes(textOf(payload, when.field) ?? '')
}

export function polarityReader(type: RecordType): (payload: Payload) => Polarity {
  const rule = type.polarity
  if (rule.kind === 'fixed') return () => rule.polarity
  const byCode = new Map(rule.codes.map((one) => [one.code, one.polarity]))
  // A row without a readable code is faulty; it is called neutral only to have a value.
  return (payload) => byCode.get(textOf(payload, rule.field) ?? '') ?? 'neutral'
}

export function severityReader(
  catalogue: Catalogue,
  type: RecordType,
): (payload: Payload, polarity: Polarity) => Severity | null {
  const rule = type.severity
  if (rule.kind === 'none') return (_payload, polarity) => (polarity === 'adverse' ? 'minor' : null)
  return (payload) =>
    deriveSeverity(catalogue.penaltyScale, {
      penaltyKinds: textOf(payload, rule.penaltyKinds),
      procedure: textOf(payload, rule.procedure),
      documentName: textOf(payload, rule.documentName),
      fineAmount: textOf(payload, rule.fine),
    })
}

export function documentOf(type: RecordType, payload: Payload): JudgedRow['document'] {
  const rule = type.document
  if (rule === null) return null
  const [number, on, body] = [
    textOf(payload, rule.number),
    dayOf(payload, rule.on),
    textOf(payload, rule.body),
  ]
  return number === null || on === null || body === null ? null : { number, on, body }
}

/**
 * The furnisher's own number of a record. Width, case, blanks and the shape of brackets make no other number:
 * 〔2026〕9号 and [2026] 9 号 are one decision. Several parts are joined so that no two different lists of parts make
 * the same number.
 */
export function numberMaker(type: RecordType): (payload: Payload) => string {
  const [only] = type.number
  if (type.number.length === 1) {
    const field = present(only, 'a record type names its number')
    return (payload) => foldNumber(String(payload[field] ?? ''))
  }
  return (payload) => {
    const parts: string[] = []
    for (const field of type.number) {
      const value = payload[field]
      if (value === null || value === undefined) return ''
      parts.push(foldNumber(String(value)).replace(/[\\|]/g, '\\$&'))
    }
    return parts.join('|')
  }
}

function foldNumber(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\s+/gu, '')
    .replace(/[〔【（(]/gu, '[')
    .replace(/[〕】）)]/gu, ']')
}

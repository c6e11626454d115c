// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Facts } from '../../kernel/refusal.ts'
import type { Severity } from './catalogue.ts'
import type { FieldSpec, Polarity, RecordType, SubjectKind } from './record-type.ts'

/** One defect of one row. `code` has words in `catalogue-faults.ts`; `rule` is the type's own number for it. */
export type RowFault = {
  readonly code: string
  readonly rule: string | null
  /** The heading as the furnisher's file has it. */
  readonly column: string | null
  readonly field: string | null
  readonly facts: Facts
}

/** Days are `YYYY-MM-DD`, money a plain decimal in units of the currency, flags 1 or 0, several codes joined by `;`. */
export type Payload = Record<string, string | number | null>

export type StatedIdentifier = {
  readonly field: string
  readonly column: string | null
  /** The number of the field's rule of form, which a number that does not hold breaks. */
  readonly rule: string | null
  /** In the order in which they are to be tried. */
  readonly schemes: readonly string[]
  /** Exactly as the cell had it. */
  readonly raw: string
}

/** By place in the row: what may be kept and shown instead of the cell. */
export type CellMasks = ReadonlyMap<number, string>

export type JudgedRow = {
  /** Every field of the type but secrets, those about persons included; null where the row says nothing. */
  readonly payload: Payload
  /** The furnisher's own number, '' when it cannot be made (then there is a fault). */
  readonly number: string
  readonly name: string | null
  /** Only those the row fills, the surest first; empty means a fault. */
  readonly identifierFields: readonly StatedIdentifier[]
  readonly eventOn: CivilDate | null
  readonly validFrom: CivilDate | null
  readonly validTo: CivilDate | null
  readonly polarity: Polarity
  readonly severity: Severity | null
  readonly document: { readonly number: string; readonly on: CivilDate; readonly body: string } | null
  readonly edition: number | null
  /** `from` null: never published. `until` is the first day it is published no more; null: no end. */
  readonly publicity: {
    readonly from: CivilDate | null
    readonly until: CivilDate | null
    readonly rule: string
  }
  /** By place in the row: cells with a fault that must not be kept as they came, and what may be; see `masksOf`. */
  readonly masks: CellMasks | null
  readonly faults: readonly RowFault[]
  readonly notes: readonly RowFault[]
}

export type HeaderVerdict = {
  /** For each column the field it fills, or null. */
  readonly fields: readonly (string | null)[]
  readonly faults: readonly RowFault[]
  readonly notes: readonly RowFault[]
}

/** Judges the rows of one file: compiled once a file and worker, then called once a row. */
export type RowJudge = {
  readonly type: RecordType
  /** To be called once, first: the columns found are those that `judge` reads. */
  headings(headerCells: readonly string[]): HeaderVerdict
  /** All faults of the row at once. `receivedOn` is the day the batch came in, for days that lie after it. */
  judge(cells: readonly string[], receivedOn: CivilDate): JudgedRow
  /** What of a row must not be kept as it came, columns that are not read included. */
  masksOf(cells: readonly string[], judged: JudgedRow): CellMasks | null
  /** A row whose cells cannot be told apart, as it may be kept. */
  maskDamaged(row: string): string
  /** The fields anybody may see, masked for the kind of subject: what a public page is made of. */
  openFields(payload: Payload, kind: SubjectKind): Payload
  /** The other fields in clear, and what a mask took away: for departments and the subject only. */
  closedFields(payload: Payload, kind: SubjectKind): Payload
  /** What may lie nowhere but under the subject's key. */
  sealedFields(payload: Payload, kind: SubjectKind): Payload
}

/** Secrets never enter. */
export function isTaken(field: FieldSpec): boolean {
  return field.label !== 'secret'
}

/** Fields about natural persons and secrets lie sealed or nowhere; the others may lie in clear. */
export function inClear(field: FieldSpec): boolean {
  return field.label === 'public' || field.label === 'department'
}

/** The number of the field's quality rule for the family of a fault: `FRM-DAY` → `REG-FRM-003`. Damage is of form. */
export function ruleOf(field: FieldSpec, faultCode: string): string | null {
  const family = faultCode.startsWith('DMG-') ? 'FRM' : faultCode.slice(0, 3)
  return field.rules.find((rule) => rule.slice(4, 7) === family) ?? null
}

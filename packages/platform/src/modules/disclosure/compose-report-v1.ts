// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addYears, type CivilDate, yearOf } from '../../kernel/civil-date.ts'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'
import { present } from '../../kernel/refusal.ts'
import type { SubjectKind, ViewField } from '../catalogue/index.ts'
import type { SealedContent } from '../records/index.ts'
import { maskPersonFact } from './mask-person-fact.ts'
import type { PreparedType, PreparedView, ReportGrant } from './prepared-view.ts'

/** The head of what `report_v1` read. */
export type ReportHead = {
  readonly id: SubjectId
  readonly kind: SubjectKind | null
  readonly tick: number
  readonly registered: readonly string[] | null
  readonly stated: readonly string[] | null
  /** `type scheme value` */
  readonly numbers: readonly string[] | null
  /** `record entry` */
  readonly deleted: readonly string[] | null
}

export type ReportRow = {
  readonly subjectId: SubjectId
  readonly recordId: RecordId
  readonly versionNo: number
  readonly tick: number
  readonly furnisherId: number
  readonly type: string
  readonly layout: number
  readonly polarity: string
  readonly severity: string | null
  readonly eventOn: CivilDate | null
  readonly validFrom: CivilDate | null
  readonly validTo: CivilDate | null
  readonly documentOn: CivilDate | null
  readonly documentNumber: string | null
  readonly documentBody: string | null
  readonly agrees: boolean
  readonly held: boolean
  readonly objected: boolean
  readonly face: string
  readonly closed: string | null
  readonly sealed: Buffer | null
}

/** What lay under seal: opened, or gone with its key. Absent where nothing was to be opened. */
export type Opened = ReadonlyMap<RecordId, SealedContent | 'gone'>

type Values = Record<string, string | number | null>

/** FROZEN, with the statement of the same number: from the same rows these are the same bytes for ever. */
export function composeReportV1(
  read: { readonly head: ReportHead; readonly rows: readonly ReportRow[]; readonly opened: Opened },
  by: {
    readonly grant: ReportGrant
    readonly prepared: PreparedView
    readonly day: CivilDate
    /** A member of JSON for each body that furnishes. */
    readonly sources: ReadonlyMap<number, string>
  },
): { readonly body: string; readonly records: number } {
  const { head } = read
  const { grant, prepared, day } = by
  const shown = read.rows.flatMap((row) => {
    const type = prepared.types.get(row.type)
    const opened = read.opened.get(row.recordId)
    const isMinor = opened !== undefined && opened !== 'gone' && opened.isMinor === true
    if (!type || !isKept(type, row, day) || (isMinor && !grant.view.minors)) return []
    return [{ row, text: recordText(row, type, opened, grant.kind) }]
  })
  const types = [...prepared.types.values()].filter(({ type }) =>
    shown.some(({ row }) => row.type === type.code),
  )
  const sources = [...new Set(shown.map(({ row }) => row.furnisherId))].sort((a, b) => a - b)
  const body =
    `{"view":"report_v1.${grant.view.code}","purpose":${JSON.stringify(grant.purpose)},` +
    `${subjectText(head, grant.kind, types)},"records":[${shown.map(({ text }) => text).join()}],` +
    `"deleted":${deletedText(head.deleted ?? [])},` +
    `"types":{${types.map((one) => one.described).join()}},"regimes":${prepared.regimes},` +
    `"sources":{${sources.map((id) => present(by.sources.get(id), 'a furnisher is known')).join()}},` +
    `"day":"${day}","tick":${head.tick},"catalogueVersion":"${grant.version}"}`
  return { body, records: shown.length }
}

/** @statute 征信业管理条例 16; L09: what may not be kept any more is not used, whether or not it was deleted yet */
function isKept({ kept }: PreparedType, row: ReportRow, day: CivilDate): boolean {
  if (kept === null) return true
  const from = row[kept.from]
  if (from === null) return false
  // Nearly always the year tells.
  return yearOf(from) + kept.years > yearOf(day) || addYears(from, kept.years) > day
}

/** A natural person has neither number nor name here: whoever asked knows both, and the records hold the name. */
function subjectText(head: ReportHead, kind: SubjectKind, types: readonly PreparedType[]): string {
  if (kind === 'person') return '"kind":"person","id":null,"name":null,"formerNames":[],"identifiers":[]'
  const [name = '', ...formerNames] = new Set(head.registered ?? head.stated ?? [])
  const allowed = new Set(
    types.flatMap(({ type, schemes }) => schemes.map((scheme) => `${type.code} ${scheme}`)),
  )
  const numbers = (head.numbers ?? [])
    .map((text) => text.split(' '))
    .filter(([type, scheme]) => allowed.has(`${type} ${scheme}`))
    .map(([, scheme = '', value = '']) => `${scheme} ${value}`)
  const identifiers = [...new Set(numbers)]
    .sort()
    .reverse()
    .map((text) => {
      const [scheme, value] = text.split(' ')
      return { scheme, value }
    })
  return (
    `"kind":"${kind}","id":"${head.id}","name":${JSON.stringify(name)},` +
    `"formerNames":${JSON.stringify(formerNames)},"identifiers":${JSON.stringify(identifiers)}`
  )
}

function deletedText(deleted: readonly string[]): string {
  return JSON.stringify(
    deleted.map((text) => {
      const [record, entry] = text.split(' ')
      return { record, entry }
    }),
  )
}

/** What may have been said of the record since, then the record. */
function recordText(
  row: ReportRow,
  type: PreparedType,
  opened: SealedContent | 'gone' | undefined,
  kind: SubjectKind,
): string {
  const head =
    `{"id":"${row.recordId}","version":${row.versionNo},"tick":${row.tick},"nameDisagrees":${!row.agrees},` +
    `"hold":${row.held},"objection":${row.objected}` +
    `${opened === 'gone' ? ',"sealGone":true' : ''},`
  const beside = besideFace(row, type)
  const isWhole =
    type.wholeFaceOf === row.layout &&
    type.showsDocument === (type.type.document !== null) &&
    opened === undefined
  const face = isWhole && !beside.overlaps ? spliced(row.face, beside.text) : undefined
  if (face !== undefined) return `${head}${face}}`
  return `${head}${cutFace(row, type, opened === 'gone' ? undefined : opened, kind)}}`
}

/** Departments' fields as they lie beside the face, if they are just those that are shown. */
function besideFace(
  row: ReportRow,
  type: PreparedType,
): { readonly text: string; readonly overlaps: boolean } {
  if (!type.readsClosed || row.closed === null) return { text: '', overlaps: false }
  const closed = JSON.parse(row.closed) as Values
  const shown = type.fields.filter((field) => field.lies === 'closed' && closed[field.code] != null)
  const values = Object.fromEntries(shown.map(({ code }) => [code, closed[code]]))
  const faceOnly = new Set(type.type.individualBusinessMasks.map((rule) => rule.field))
  return {
    text: JSON.stringify(values).slice(1, -1),
    overlaps: shown.some(({ code }) => faceOnly.has(code)),
  }
}

/** Where the fields of a face end. A quotation mark within a text is escaped, so this stands there once. */
const FIELDS_END = '},"source":'

/** A face as it came in is finished JSON: what is shown beside is put into it without reading it again. */
function spliced(face: string, text: string): string | undefined {
  if (text === '') return face
  const at = face.lastIndexOf(FIELDS_END)
  if (at < 0) return undefined
  return `${face.slice(0, at)}${face[at - 1] === '{' ? '' : ','}${text}${face.slice(at)}`
}

type Face = { readonly fields: Values; readonly publicity: unknown }

function cutFace(
  row: ReportRow,
  type: PreparedType,
  opened: SealedContent | undefined,
  kind: SubjectKind,
): string {
  const face = row.face === '' ? undefined : (JSON.parse(`{${row.face}}`) as Face)
  const closed = row.closed === null ? {} : (JSON.parse(row.closed) as Values)
  const places = { face: face?.fields ?? {}, closed, sealed: opened?.fields ?? {} }
  const fields: Values = {}
  for (const field of type.fields) {
    const value = places[field.lies][field.code]
    const shown =
      value == null
        ? repeatedText(field, type, places.sealed)
        : shownOf(field, value, type, kind, places.sealed)
    if (shown != null) fields[field.code] = shown
  }
  const { polarity, severity, eventOn, validFrom, validTo, documentNumber, documentOn, documentBody } = row
  const document =
    type.showsDocument && documentNumber !== null
      ? { number: documentNumber, on: documentOn, body: documentBody }
      : null
  return JSON.stringify({
    ...{ type: row.type, polarity, severity, eventOn, validFrom, validTo, document, fields },
    ...{ source: row.furnisherId, publicity: face?.publicity ?? null },
  }).slice(1, -1)
}

function shownOf(
  field: ViewField,
  value: string | number,
  type: PreparedType,
  kind: SubjectKind,
  sealed: Values,
): string | number {
  if (typeof value === 'number') return value
  if (field.shown !== 'full' && field.shown !== 'district') return maskPersonFact(value, field.shown)
  return kind === 'person' && !type.repeated.some((one) => one.code === field.code)
    ? maskRepeated(value, type, sealed)
    : value
}

/** A text that repeats a person's name or number lies sealed, whatever its field is: it is shown with those masked. */
function repeatedText(field: ViewField, type: PreparedType, sealed: Values): string | number | null {
  const value = field.lies === 'sealed' ? null : sealed[field.code]
  return typeof value === 'string' ? maskRepeated(value, type, sealed) : (value ?? null)
}

const REPEATED_MIN = 2

function maskRepeated(text: string, { repeated }: PreparedType, sealed: Values): string {
  let masked = text
  for (const { code, mask } of repeated) {
    const value = sealed[code]
    if (mask !== 'full' && typeof value === 'string' && value.length >= REPEATED_MIN)
      masked = masked.replaceAll(value, () => maskPersonFact(value, mask))
  }
  return masked
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  type Catalogue,
  findParameter,
  layoutOf,
  type Mask,
  openFieldCodes,
  type RecordType,
  type SubjectKind,
  type View,
  type ViewField,
  viewFields,
} from '../catalogue/index.ts'

import { regimesJson, typeJson } from './describe-type.ts'

/** By what a report is composed: the same, of the same tick and day, give the same bytes. */
export type ReportGrant = {
  readonly catalogue: Catalogue
  readonly version: string
  readonly view: View
  readonly purpose: string
  readonly kind: SubjectKind
  /** Kinds of records that are shown. */
  readonly shown: readonly { readonly type: string; readonly polarity: string }[]
}

/** A type as one view shows it. */
export type PreparedType = {
  readonly type: RecordType
  readonly fields: readonly ViewField[]
  /** What explains the type and these fields, as a member of JSON. */
  readonly described: string
  /** Faces of this layout hold just what is shown of them, and leave as they are; null: each is cut. */
  readonly wholeFaceOf: number | null
  /** Whether anything shown may lie beside the face, or under seal. */
  readonly readsClosed: boolean
  readonly readsSealed: boolean
  readonly showsDocument: boolean
  /** Schemes of numbers that the view may name. */
  readonly schemes: readonly string[]
  /** For how many years a record may be used, and from which of its days. */
  readonly kept: { readonly years: number; readonly from: 'documentOn' | 'eventOn' | 'validTo' } | null
  /** How facts about persons are masked where a text repeats them. */
  readonly repeated: readonly { readonly code: string; readonly mask: Mask }[]
}

export type PreparedView = {
  readonly types: ReadonlyMap<string, PreparedType>
  /** Rules of publicity by their codes, as JSON. */
  readonly regimes: string
}

export function prepareView(grant: Omit<ReportGrant, 'version'>): PreparedView {
  const types = grant.catalogue.recordTypes.filter((type) =>
    grant.shown.some((one) => one.type === type.code),
  )
  return {
    types: new Map(types.map((type) => [type.code, prepareType(type, grant)])),
    regimes: regimesJson(grant.catalogue),
  }
}

function prepareType(type: RecordType, grant: Omit<ReportGrant, 'version'>): PreparedType {
  const { view, purpose, kind } = grant
  const fields = viewFields(type, { view, purpose, kind })
  const codes = fields.map((field) => field.code)
  const masks = kind === 'person' ? view.ownRecord : view.withinOrganisation
  const { document } = type
  return {
    type,
    fields,
    described: typeJson(grant.catalogue, type, codes),
    wholeFaceOf: isWholeFace(type, fields, kind) ? layoutOf(type) : null,
    readsClosed: fields.some((field) => field.lies === 'closed'),
    readsSealed: fields.some((field) => field.lies === 'sealed'),
    showsDocument:
      document !== null &&
      [document.number, document.on, document.body].every((code) => codes.includes(code)),
    schemes: schemesOf(type, codes),
    kept: keptFor(type, grant.catalogue),
    repeated: type.fields.flatMap(({ code, holds, label }) =>
      holds === undefined || holds === 'number-kind' || (kind !== 'person' && label !== 'personal')
        ? []
        : [{ code, mask: masks[holds] }],
    ),
  }
}

/** Of a shop, a mask has been put on the face already: what stands there is what such a view shows. */
function isWholeFace(type: RecordType, fields: readonly ViewField[], kind: SubjectKind): boolean {
  const onFace = fields.filter((field) => field.lies === 'face').map((field) => field.code)
  const hidden = type.individualBusinessMasks
    .filter((rule) => rule.mask === 'hidden')
    .map((rule) => rule.field)
  const expected = openFieldCodes(type).filter(
    (code) => kind !== 'individual-business' || !hidden.includes(code),
  )
  return kind !== 'person' && expected.every((code) => onFace.includes(code))
}

function schemesOf(type: RecordType, shown: readonly string[]): readonly string[] {
  const named = type.fields.filter(
    (field) => shown.includes(field.code) && type.subjectIdentifiers.fields.includes(field.code),
  )
  const schemes = named.flatMap((field) => field.schemes ?? [])
  // The directory keeps an old taxpayer number as the organisation code inside it.
  return schemes.includes('cn.taxpayer') ? [...schemes, 'cn.orgcode'] : schemes
}

const dayOf = { document: 'documentOn', event: 'eventOn', 'end-of-act': 'validTo' } as const

/** Where places differ, the shortest term counts for all: it is nobody's place that the record is read at. */
function keptFor({ retention }: RecordType, catalogue: Catalogue): PreparedType['kept'] {
  if (retention.kind === 'no-end') return null
  const from = dayOf[retention.countedFrom]
  if (retention.kind === 'years') return { years: retention.years, from }
  const years = catalogue.jurisdictions
    .map((one) => findParameter(catalogue, one.division, retention.parameter)?.value)
    .filter((value) => typeof value === 'number')
  return { years: years.length === 0 ? 0 : Math.min(...years), from }
}

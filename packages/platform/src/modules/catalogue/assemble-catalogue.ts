// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Jurisdiction } from './catalogue.ts'
import {
  type Basis,
  type Catalogue,
  type CodeItem,
  type PenaltyScale,
  type Profile,
  restsOnRecalledLaw,
} from './catalogue.ts'
import { penaltyCodeItems } from './derive-severity.ts'
import type { FieldSpec, RecordType } from './record-type.ts'

export type WithFile<T> = { readonly file: string; readonly content: T }

/** A field as its file has it: a code list may be one that the catalogue keeps elsewhere. */
export type FieldFile = FieldSpec & { readonly codesFrom?: 'penalty-kinds' | 'procedures' }
export type RecordTypeFile = Omit<RecordType, 'status' | 'fields'> & { readonly fields: readonly FieldFile[] }

export type CatalogueContent = Omit<Catalogue, 'digest'>

export type CatalogueParts = Pick<
  Catalogue,
  | 'legalBases'
  | 'purposes'
  | 'identifierSchemes'
  | 'publicityRegimes'
  | 'penaltyScale'
  | 'prohibitedContent'
  | 'blankWords'
  | 'disclosure'
> & {
  readonly head: Pick<Catalogue, 'version' | 'effectiveOn' | 'title'>
  readonly recordTypes: readonly WithFile<RecordTypeFile>[]
  readonly profiles: readonly WithFile<Profile>[]
  readonly jurisdictions: readonly WithFile<Jurisdiction>[]
}

export function assembleCatalogue(parts: CatalogueParts): CatalogueContent {
  const { head, recordTypes, profiles, jurisdictions, ...rest } = parts
  return {
    ...head,
    ...rest,
    recordTypes: recordTypes.map((one) => assembleType(one.content, parts.penaltyScale)),
    profiles: profiles.map((one) => one.content),
    jurisdictions: jurisdictions.map((one) => one.content),
  }
}

function assembleType(file: RecordTypeFile, scale: PenaltyScale): RecordType {
  const fields = file.fields.map((field) => assembleField(field, scale))
  return { ...file, fields, status: restsOnRecalledLaw(burdens(file)) ? 'draft' : 'in-force' }
}

/**
 * The claims a type stands or falls with. Its publicity counts when somebody could see it; retention, masks and the
 * demand for a document only protect, and the field set is a form of file, so these may be recalled.
 */
function burdens(type: RecordTypeFile): readonly Basis[] {
  return [
    ...type.basis,
    ...type.category.basis,
    ...type.polarity.basis,
    ...(type.severity.kind === 'none' ? [] : type.severity.basis),
    ...(type.publicity.kind === 'never' ? [] : type.publicity.basis),
  ]
}

function assembleField(field: FieldFile, scale: PenaltyScale): FieldSpec {
  const { codesFrom, ...spec } = field
  return codesFrom === undefined ? spec : { ...spec, codes: codesOf(codesFrom, scale) }
}

function codesOf(list: 'penalty-kinds' | 'procedures', scale: PenaltyScale): readonly CodeItem[] {
  return list === 'penalty-kinds' ? penaltyCodeItems(scale) : scale.procedures
}

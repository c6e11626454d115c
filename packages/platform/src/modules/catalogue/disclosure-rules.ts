// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual } from '../../kernel/messages.ts'
import type { ActorKind } from '../access/index.ts'
import type { Basis } from './catalogue.ts'
import type { FieldLabel, Polarity, SubjectKind } from './record-type.ts'

/** What a question may stand on; `publicity`: what anybody may see stands on nothing else. */
export const basisKinds = ['publicity', 'own-file', 'statute', 'authorisation'] as const
export type BasisKind = (typeof basisKinds)[number]

export const viewCodes = [
  'public',
  'department',
  'lender',
  'bureau',
  'subject',
  'agent',
  'court',
  'auditor',
] as const
export type ViewCode = (typeof viewCodes)[number]

/** Why a line of the table refuses; the sentences stand in the refusals of `disclosure`. */
export type LineRefusal =
  | 'OPERATOR_SEES_NOTHING'
  | 'PERSON_NEVER_CLASSED'
  | 'PERSON_NOT_PUBLIC'
  | 'CONSENT_NEEDED'
  | 'BASIS_NOT_YOURS'

export type Mask = 'full' | 'family-name' | 'ends' | 'hidden'
/** What a field says of a natural person, where its record is about one. */
export type PersonFact = 'name' | 'number' | 'number-kind' | 'contact' | 'birth'
export type Masks = Readonly<Record<Exclude<PersonFact, 'number-kind'>, Mask>>

/** What a class of readers is shown: an allow-list of labels, with masks. */
export type View = {
  readonly code: ViewCode
  readonly title: Bilingual
  /** `published`: only while publicity runs; `kept`: whatever may still be used. */
  readonly records: 'published' | 'kept'
  readonly labels: readonly Exclude<FieldLabel, 'secret'>[]
  /** Records of persons who were minors on the day of the fact. */
  readonly minors: boolean
  /** What nobody may use now, marked so: adverse records whose stated name disagrees, and records on hold. */
  readonly unusable: boolean
  /** Of fields labelled personal in the record of an organisation or an individual business. */
  readonly withinOrganisation: Masks
  /** In a natural person's own record. */
  readonly ownRecord: Masks
  readonly basis: readonly Basis[]
}

/** Which questions a line fits; `any` in place of all values. */
export type Line = {
  readonly code: string
  readonly says: Bilingual
  readonly actors: readonly (ActorKind | 'any')[]
  readonly purposes: readonly string[]
  readonly bases: readonly (BasisKind | 'any')[]
  /** Codes of record types and of categories. */
  readonly records: readonly string[]
  readonly polarities: readonly (Polarity | 'any')[]
  readonly subjects: readonly (SubjectKind | 'any')[]
  readonly basis: readonly Basis[]
}
export type RefusingLine = Line & { readonly refuses: LineRefusal }
export type OpeningLine = Line & { readonly opens: ViewCode }

export type DisclosureRules = {
  readonly views: readonly View[]
  readonly refusals: readonly RefusingLine[]
  readonly openings: readonly OpeningLine[]
}

export function isRefusing(line: RefusingLine | OpeningLine): line is RefusingLine {
  return 'refuses' in line
}

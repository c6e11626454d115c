// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Bilingual } from '../../kernel/messages.ts'
import { assert, refuse } from '../../kernel/refusal.ts'
import type { DisclosureRules } from './disclosure-rules.ts'
import type { RecordType } from './record-type.ts'

/** How sure a datum is: read in a public text, computed, or only remembered and awaiting a lawyer. */
export type Confidence = 'seen' | 'computed' | 'recalled'

/** What a datum rests on. `instrument` is a code of `legal-bases.yml`. */
export type Basis = {
  readonly instrument: string
  readonly article?: string
  readonly sources: readonly string[]
  readonly confidence: Confidence
  readonly note?: string
}

export type LegalBasis = {
  readonly code: string
  readonly title: Bilingual
  readonly number: string
  readonly issuer: Bilingual
  readonly inForceFrom: CivilDate | null
  /** Last day in force; null: still in force, or not known to have ended. */
  readonly inForceTo: CivilDate | null
  readonly sources: readonly string[]
  readonly confidence: Confidence
  readonly note?: string
}

export type Purpose = {
  readonly code: string
  readonly title: Bilingual
  /** Reading for publicity is no inquiry; any other purpose is one and is logged. */
  readonly inquiry: boolean
  /** A node has one side; a purpose of the other opens nothing on it. */
  readonly sides: readonly ('public' | 'credit-reporting')[]
  /** Whether the subject must have agreed: always, only where it is a natural person, or never. */
  readonly consent: 'always' | 'persons' | 'never'
  /** What the question weighs for credit: `hard` where granting it is decided; null where there is no inquiry. */
  readonly weight: 'hard' | 'soft' | null
  /** A question on a statute carries the number of its case. */
  readonly caseNumber: boolean
  /** Its number in the basic credit database, as recalled. */
  readonly number?: string
  readonly basis: readonly Basis[]
}

export type IdentifierScheme = {
  readonly code: string
  readonly title: Bilingual
  /** `by-form`: some numbers of the scheme embed a resident id, and those are personal data. */
  readonly personal: 'never' | 'by-form' | 'always'
  readonly basis: readonly Basis[]
}

export type Severity = 'minor' | 'general' | 'serious'
export const severities: readonly Severity[] = ['minor', 'general', 'serious']

export type PublicityClass = {
  readonly severity: Severity
  readonly published: boolean
  readonly monthsMin: number
  readonly monthsMax: number
  readonly basis: readonly Basis[]
}

/** Terms of publicity for adverse facts whose document bears a day between `from` and `to`, both included. */
export type PublicityRegime = {
  readonly code: string
  readonly title: Bilingual
  readonly from: CivilDate | null
  readonly to: CivilDate | null
  readonly classes: readonly PublicityClass[]
}

/** `by-amount`: general when the fine stated is above `minorFineMax` of the scale, else minor. */
export type PenaltyKind = {
  readonly code: string
  readonly title: Bilingual
  readonly aliases: readonly string[]
  readonly severity: Severity | 'by-amount'
  readonly basis: readonly Basis[]
}

export type PenaltyScale = {
  readonly kinds: readonly PenaltyKind[]
  readonly procedures: readonly CodeItem[]
  /** The procedure code under which every penalty is minor, and the only one under which it may be more. */
  readonly simpleProcedure: string
  readonly ordinaryProcedure: string
  /** A document whose name holds one of these words was made in the simple procedure. */
  readonly simpleDocumentWords: readonly string[]
  /** A fine up to this many yuan is minor. */
  readonly minorFineMax: number
  readonly minorFineBasis: readonly Basis[]
}

export type CodeItem = {
  readonly code: string
  readonly title: Bilingual
  readonly aliases: readonly string[]
}

export type ProfileTransform = 'none' | 'capital-text' | 'ten-thousand-yuan'

export type ProfileHeading = {
  readonly heading: string
  /** Other spellings found in real files; compared after NFKC and trimming, as the heading is. */
  readonly aliases: readonly string[]
  readonly field: string
  readonly transform: ProfileTransform
  /** `capital-text` puts the currency here, and a text it cannot parse for sure there. */
  readonly currencyField?: string
  readonly textField?: string
}

/** How a furnisher's file names a record type's fields. `recordType: any`: the field codes themselves. */
export type Profile = {
  readonly code: string
  readonly title: Bilingual
  readonly recordType: string
  readonly headings: readonly ProfileHeading[]
}

/**
 * forbidden: never about a person; consent: about a person only where a type may hold it; secret: in no text at all.
 * @statute 征信业管理条例 14 — forbidden kinds (¶1); kinds that need notice and written consent (¶2)
 */
export type ContentRule = 'forbidden' | 'consent' | 'secret'

/** Patterns over folded text, see `fold-content.ts`. */
export type ContentKind = {
  readonly code: string
  readonly title: Bilingual
  readonly rule: ContentRule
  /** One of these characters is in everything that `anywhere` and `statements` match. */
  readonly signs: string
  /** In every text of every row. */
  readonly anywhere: readonly string[]
  /** In free text of every row: they say something of a person by themselves. */
  readonly statements: readonly string[]
  /** In what is about a person only. */
  readonly terms: readonly string[]
  /** Longer words in which a pattern says nothing of anybody; taken out first. */
  readonly passes: readonly string[]
}

export type ProhibitedContent = {
  /** The plain character first, then those that stand for it. */
  readonly variants: readonly string[]
  readonly kinds: readonly ContentKind[]
  readonly basis: Readonly<Record<ContentRule | 'account', readonly Basis[]>>
}

/** What a city sets for itself (a local regulation), with its basis. */
export type Jurisdiction = {
  readonly division: string
  readonly title: Bilingual
  readonly demoOnly: boolean
  readonly parameters: readonly JurisdictionParameter[]
}

export type JurisdictionParameter = {
  readonly code: string
  readonly value: number | boolean
  readonly unit: 'years' | 'days' | 'working-days' | 'hours' | 'times' | 'percent' | 'flag' | 'level'
  /** Empty only where `ours` says why. */
  readonly basis: readonly Basis[]
  /** The figure is the house's own: no law gives one. */
  readonly ours?: Bilingual
}

/** One published standard, whole: plain data, so that it can be stored as JSON and sent to a worker. */
export type Catalogue = {
  readonly version: string
  readonly effectiveOn: CivilDate
  readonly title: Bilingual
  /** SHA-256 in hex over the canonical JSON of everything but this member. */
  readonly digest: string
  readonly legalBases: readonly LegalBasis[]
  readonly purposes: readonly Purpose[]
  readonly identifierSchemes: readonly IdentifierScheme[]
  readonly publicityRegimes: readonly PublicityRegime[]
  readonly penaltyScale: PenaltyScale
  readonly prohibitedContent: ProhibitedContent
  /** What people write where they have nothing to write. */
  readonly blankWords: readonly string[]
  readonly disclosure: DisclosureRules
  readonly recordTypes: readonly RecordType[]
  readonly profiles: readonly Profile[]
  readonly jurisdictions: readonly Jurisdiction[]
}

export function findRecordType(catalogue: Catalogue, code: string): RecordType | null {
  return catalogue.recordTypes.find((type) => type.code === code) ?? null
}

/**
 * Nothing outside the catalogue can be stored: an unknown type is refused here, first of all.
 * @throws Refusal RECORD_TYPE_UNKNOWN
 */
export function getRecordType(catalogue: Catalogue, code: string): RecordType {
  const type = findRecordType(catalogue, code)
  if (!type) throw refuse('RECORD_TYPE_UNKNOWN', { type: code })
  return type
}

/** What the division sets, else its city, else its province; null where none of them says anything. */
export function findParameter(
  catalogue: Catalogue,
  division: string,
  code: string,
): JurisdictionParameter | null {
  for (const at of [division, `${division.slice(0, 4)}00`, `${division.slice(0, 2)}0000`]) {
    const found = catalogue.jurisdictions
      .find((one) => one.division === at)
      ?.parameters.find((one) => one.code === code)
    if (found) return found
  }
  return null
}

/** @throws Refusal PROFILE_UNKNOWN when there is none of that code, or it is for another record type. */
export function getProfile(catalogue: Catalogue, type: RecordType, code: string): Profile {
  const profile = catalogue.profiles.find((one) => one.code === code)
  if (!profile || (profile.recordType !== 'any' && profile.recordType !== type.code)) {
    throw refuse('PROFILE_UNKNOWN', { profile: code, type: type.code })
  }
  if (profile.recordType !== 'any') return profile
  return { ...profile, recordType: type.code, headings: type.fields.map((field) => ownHeading(field.code)) }
}

function ownHeading(field: string): ProfileHeading {
  return { heading: field, aliases: [], field, transform: 'none' }
}

/**
 * A rule we only recall may protect but never burden: a draft type neither takes rows nor shows any outside demo.
 */
export function isInert(type: RecordType, node: { demo: boolean }): boolean {
  return type.status === 'draft' && !node.demo
}

export function restsOnRecalledLaw(bases: readonly Basis[]): boolean {
  return bases.some((basis) => basis.confidence === 'recalled')
}

/** The least sure of several: a chain holds no more than its weakest link. */
export function leastConfidence(bases: readonly Basis[]): Confidence {
  assert(bases.length > 0, 'a datum with a legal figure has a basis')
  if (restsOnRecalledLaw(bases)) return 'recalled'
  return bases.some((basis) => basis.confidence === 'computed') ? 'computed' : 'seen'
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Bilingual } from '../../kernel/messages.ts'
import type { Basis, CodeItem } from './catalogue.ts'
import type { PersonFact } from './disclosure-rules.ts'

export type SubjectKind = 'organisation' | 'individual-business' | 'person'
export type Polarity = 'positive' | 'neutral' | 'adverse'
export type FieldKind =
  | 'text'
  | 'day'
  | 'money'
  | 'integer'
  | 'code'
  | 'year'
  | 'division'
  | 'identifier'
  | 'flag'

/** Who may see a field: anybody; departments and the subject; whom a purpose lets, unsealed; a secret is not taken. */
export type FieldLabel = 'public' | 'department' | 'personal' | 'secret'

export type FieldSpec = {
  readonly code: string
  readonly title: Bilingual
  readonly kind: FieldKind
  readonly required: boolean
  readonly label: FieldLabel
  /** In characters; only for text, code and identifier. */
  readonly lengthMax?: number
  readonly pattern?: string
  readonly codes?: readonly CodeItem[]
  /** Several codes in one cell, parted by ; or 、; stored joined by `;` in the order of the list. */
  readonly multiple?: boolean
  /** Line breaks and tabs are allowed: longer texts only. */
  readonly multiline?: boolean
  /** Of a text: it is written freely and may speak of persons, so it is read for what may not be recorded. */
  readonly freeText?: boolean
  /** What it says of a natural person where the record is about one; views mask by it. */
  readonly holds?: PersonFact
  /** Schemes to try, in this order; only for identifiers that name the subject or a body. */
  readonly schemes?: readonly string[]
  readonly integerMin?: number
  readonly integerMax?: number
  /** Numbers of the quality rules that guard the field, one a family: `REG-FRM-001`, `REG-CMP-001`, `REG-REF-001`. */
  readonly rules: readonly string[]
}

/** How the day of an event follows from a field. */
export type DayRule = { readonly field: string; readonly as: 'day' | 'year-end' }

export type PolarityRule =
  | { readonly kind: 'fixed'; readonly polarity: Polarity; readonly basis: readonly Basis[] }
  | {
      readonly kind: 'by-code'
      readonly field: string
      readonly codes: readonly { readonly code: string; readonly polarity: Polarity }[]
      readonly basis: readonly Basis[]
    }

/** The document of legal effect behind an adverse fact; each part names a field. */
export type DocumentRule = {
  readonly number: string
  readonly on: string
  readonly body: string
  readonly rule: string
  readonly basis: readonly Basis[]
}

/**
 * Never asserted by the furnisher. `penalty`: from kind, procedure and document by the penalty scale;
 * `none`: no derivation, so an adverse fact is minor and any other has no class.
 */
export type SeverityRule =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'penalty'
      readonly penaltyKinds: string
      readonly procedure: string
      readonly documentName: string
      readonly fine: string
      readonly basis: readonly Basis[]
    }

export type PublicityRule =
  | { readonly kind: 'never'; readonly basis: readonly Basis[] }
  | { readonly kind: 'no-end'; readonly basis: readonly Basis[] }
  | {
      readonly kind: 'by-severity'
      /** The end the furnisher states, if any: it may only shorten. */
      readonly statedEndField?: string
      readonly basis: readonly Basis[]
    }
  | { readonly kind: 'yearly-list'; readonly yearsMax: number; readonly basis: readonly Basis[] }

export type RetentionRule =
  | { readonly kind: 'no-end'; readonly basis: readonly Basis[] }
  | {
      readonly kind: 'years'
      readonly years: number
      readonly countedFrom: 'end-of-act' | 'document' | 'event'
      readonly basis: readonly Basis[]
    }
  | {
      readonly kind: 'jurisdiction'
      readonly parameter: string
      readonly countedFrom: 'end-of-act' | 'document' | 'event'
      readonly basis: readonly Basis[]
    }

export type FurnisherRule = {
  readonly function: string
  /** A registration row of this furnisher confirms an identifier that was issued but fails its check. */
  readonly ownsRegistration: boolean
  /**
   * `own-division`: records of the division the body works for; 100000 is the whole country. Tested by the type's
   * `region` field where the row fills it, never by the division inside a USCC, which is kept when the subject moves.
   */
  readonly region: 'own-division' | 'anywhere'
}

export type MaskRule = { readonly field: string; readonly mask: 'hidden' | 'district' }

export type RuleWeight = 'fault' | 'note'

/** What the cells of a row must be to each other and to the calendar. Without `weight` a breach is a fault. */
export type ConsistencyRule = { readonly rule: string; readonly weight?: RuleWeight } & (
  | { readonly kind: 'not-future'; readonly field: string }
  | { readonly kind: 'not-before'; readonly field: string; readonly other: string }
  | { readonly kind: 'not-earlier-than'; readonly field: string; readonly day: CivilDate }
  | { readonly kind: 'year-ended'; readonly field: string }
  | { readonly kind: 'differs'; readonly field: string; readonly other: string }
  | { readonly kind: 'amount-max'; readonly field: string; readonly max: number }
  | {
      readonly kind: 'amount-in-text'
      readonly field: string
      readonly text: string
      /** Behind one of these the text states the amount that the field holds. */
      readonly words: readonly string[]
    }
)

/** What a row must be to the records that are stored: asked of the database, so not when a file is checked offline. */
export type StoredRule = { readonly rule: string; readonly weight: RuleWeight } & (
  | { readonly kind: 'number-of-another' }
  | { readonly kind: 'before-founding'; readonly registrations: string }
  | { readonly kind: 'founded-after-adverse' }
)

/** Rule numbers of what may stand in no field, and the kinds bound to consent that this type may hold all the same. */
export type ContentRules = {
  readonly forbidden: string
  readonly consent: string
  readonly secret: string
  readonly hiddenNumber: string
  readonly account: string
  readonly mobile: string
  readonly mayHold: readonly string[]
}

/** By the year of the list, or by the year or month of the event. */
export type PeriodKind = 'edition' | 'event-year' | 'event-month'

export type Visibility = { readonly label: FieldLabel; readonly purposes: readonly string[] }

/** Records of these categories put their subject on a list: of serious dishonesty, or of honour. */
const LISTING_CATEGORIES: readonly string[] = ['P06', 'P10']

export function isListing(type: RecordType): boolean {
  return LISTING_CATEGORIES.includes(type.category.code)
}

export type RecordType = {
  readonly code: string
  readonly title: Bilingual
  /** What the numbers of the type's quality rules begin with. */
  readonly rulePrefix: string
  /** Not written in the file: `draft` when anything the type rests on is only recalled. */
  readonly status: 'in-force' | 'draft'
  readonly side: 'public' | 'credit-reporting'
  readonly category: { readonly code: string; readonly title: Bilingual; readonly basis: readonly Basis[] }
  readonly basis: readonly Basis[]
  readonly furnishers: readonly FurnisherRule[]
  readonly subjectKinds: readonly SubjectKind[]
  readonly shape: 'event' | 'state' | 'series'
  readonly polarity: PolarityRule
  readonly severity: SeverityRule
  readonly publicity: PublicityRule
  readonly retention: RetentionRule
  readonly batchPolicy: 'row-by-row' | 'whole'
  readonly fields: readonly FieldSpec[]
  /** Where the field set itself comes from: a form of file, which burdens nobody, so it does not make a draft. */
  readonly fieldsBasis: readonly Basis[]
  /** Fields that together are the furnisher's own number of a record. */
  readonly number: readonly string[]
  /** Number of the rule that it stands in a file once. */
  readonly numberRule: string
  /** The field that says for which region the act was done; null: the furnisher's own division, untested. */
  readonly region: { readonly field: string; readonly rule: string } | null
  /** Fields that name the subject, the surest first; at least one must be filled, of a person one labelled personal. */
  readonly subjectIdentifiers: { readonly fields: readonly string[]; readonly rule: string }
  /** The code field that says whether the subject is a natural person, and which codes say so. */
  readonly personWhen?: { readonly field: string; readonly codes: readonly string[]; readonly rule: string }
  /** Of a register: the sealed fields that say who holds the office by which an organisation acts. */
  readonly office?: { readonly holder: string; readonly number: string }
  readonly name: string | null
  readonly eventOn: DayRule | null
  readonly validFrom: string | null
  readonly validTo: string | null
  /** The day the act or event ended, from which retention may count. */
  readonly endOfAct: string | null
  readonly document: DocumentRule | null
  /** The year of a list that is published whole once a year. */
  readonly editionField: string | null
  /** How a furnisher may state a whole period at once; null: records of the type are never replaced by period. */
  readonly period: PeriodKind | null
  readonly individualBusinessMasks: readonly MaskRule[]
  readonly masksBasis: readonly Basis[]
  readonly consistency: readonly ConsistencyRule[]
  readonly content: ContentRules
  readonly stored: readonly StoredRule[]
  readonly visibility: readonly Visibility[]
}

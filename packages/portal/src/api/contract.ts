// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * What the node answers, as `/v1/openapi.json` describes it. The one file to replace once the client is generated:
 * nothing else in the portal names a field of the wire but `read-report.ts`.
 */

export type Bilingual = { readonly zh: string; readonly en: string }
export type Polarity = 'positive' | 'neutral' | 'adverse'
export type Severity = 'minor' | 'general' | 'serious'
export type SubjectKind = 'organisation' | 'individual-business'
export type Confidence = 'seen' | 'computed' | 'recalled'
export type Identifier = { readonly scheme: string; readonly value: string }

export type FoundOrganisation = {
  readonly id: string
  readonly name: string
  readonly kind: SubjectKind
  readonly identifier: Identifier | null
  readonly registeredOn: string | null
  readonly matched: 'identifier' | 'name' | 'similar'
}

export type SearchAnswer = {
  readonly items: readonly FoundOrganisation[]
  readonly next: string | null
  readonly day: string
}

export type FieldAbout = {
  readonly title: Bilingual
  readonly kind: string
  readonly codes?: Readonly<Record<string, Bilingual>>
}

export type Basis = {
  readonly code: string
  readonly title: Bilingual
  readonly number: string | null
  readonly article: string | null
  readonly confidence: Confidence
}

export type TypeAbout = {
  readonly title: Bilingual
  readonly category: { readonly code: string; readonly title: Bilingual }
  readonly basis: readonly Basis[]
  readonly fields: Readonly<Record<string, FieldAbout>>
}

export type FieldValue = string | number | null
export type LegalDocument = { readonly number: string; readonly on: string; readonly body: string }

export type WireRecord = {
  readonly id: string
  readonly version: number
  readonly type: string
  readonly polarity: Polarity
  readonly severity: Severity | null
  readonly eventOn: string | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly document: LegalDocument | null
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly source: number
  /** `until`: the first day on which it is shown no more. */
  readonly publicity: { readonly from: string; readonly until: string | null; readonly rule: string }
  readonly nameDisagrees: boolean
  readonly tick: number
}

export type Source = { readonly code: string; readonly name: Bilingual }

export type Report = {
  readonly id: string
  readonly kind: SubjectKind
  readonly name: string
  readonly formerNames: readonly string[]
  readonly identifiers: readonly Identifier[]
  readonly records: readonly WireRecord[]
  readonly types: Readonly<Record<string, TypeAbout>>
  readonly sources: Readonly<Record<string, Source>>
  /** Titles of the rules that `publicity.rule` names, where the node sends them. */
  readonly rules?: Readonly<Record<string, Bilingual>>
  readonly day: string
  readonly asOf: string
  readonly knownAt: number | null
  readonly tick: number
  readonly catalogueVersion: string
}

export type Example = {
  readonly id: string
  readonly name: string
  readonly identifier: string | null
  readonly why: Bilingual
}

export type NodeStatus = {
  readonly node: {
    readonly name: string | Bilingual
    readonly mode: 'demo' | 'production'
    readonly side: 'public'
  }
  readonly today: string
  readonly tick: number
  readonly catalogueVersion: string
  readonly counts: { readonly organisations: number; readonly records: number; readonly furnishers: number }
  readonly examples: readonly Example[]
}

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly requestId: string
}

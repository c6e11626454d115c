// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addYears, type CivilDate, type Instant } from '../../kernel/civil-date.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { ActorKind } from '../access/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { NoticeId } from '../notices/index.ts'
import type { AuthorisationId } from './inquiry.ts'
import { authorisationYears } from './inquiry-terms.ts'

/** What a consent says, whoever writes it down. */
export type Consent = {
  readonly purposes: readonly string[]
  /** Null: whatever the purpose shows. */
  readonly recordTypes: readonly string[] | null
  /** Kinds that need a consent of their own, each with the notice of adverse effects acknowledged. */
  readonly separate: readonly { readonly kind: string; readonly effectsAcknowledged: boolean }[]
  /** For one answer, or for as many as its period brings. */
  readonly single: boolean
  readonly validFrom: CivilDate
  /** The first day on which it holds no more. */
  readonly validUntil: CivilDate
}

export type Authorisation = Omit<Consent, 'separate'> & {
  readonly authorisationId: AuthorisationId
  readonly subjectId: SubjectId
  readonly origin: 'given' | 'lodged'
  readonly participantId: number
  readonly separateKinds: readonly string[]
  readonly effectsTold: string | null
  readonly documentHash: Buffer | null
  readonly signedOn: CivilDate | null
  readonly noticeId: NoticeId | null
  readonly actorKind: ActorKind
  readonly staff: string | null
  readonly madeAt: Instant
}

export type AuthorisationEnd = 'revoked' | 'denied' | 'withdrawn'

export type AuthorisationState =
  | AuthorisationEnd
  /** Lodged, and the notice to the subject has not left yet. */
  | 'notice-pending'
  | 'not-yet'
  | 'over'
  | 'spent'
  | 'document-overdue'
  | 'in-force'

/** What the table of authorisations and its views say of one. */
export type AuthorisationLine = Authorisation & {
  readonly end: { readonly reason: AuthorisationEnd; readonly at: Instant } | null
  readonly noticed: boolean
  readonly spent: boolean
  readonly documentDueOn: CivilDate | null
}

export function stateOf(line: AuthorisationLine, today: CivilDate): AuthorisationState {
  if (line.end) return line.end.reason
  if (line.validUntil <= today) return 'over'
  if (line.spent) return 'spent'
  if (!line.noticed) return 'notice-pending'
  if (line.documentDueOn !== null && line.documentDueOn < today) return 'document-overdue'
  return line.validFrom > today ? 'not-yet' : 'in-force'
}

const PURPOSES_MAX = 20

/** @statute 征信业管理条例 14 ¶2: only after notice of the adverse effects, and with a consent of their own. */
export function separateKinds(catalogue: Catalogue): string[] {
  return catalogue.prohibitedContent.kinds.filter(({ rule }) => rule === 'consent').map(({ code }) => code)
}

/**
 * @throws Refusal PURPOSE_UNKNOWN, RECORD_TYPE_UNKNOWN, AUTHORISATION_TERM, SEPARATE_CONSENT_UNKNOWN,
 *   ADVERSE_EFFECTS_UNTOLD
 */
export function assertConsent(
  consent: Consent,
  about: { readonly catalogue: Catalogue; readonly division: string; readonly today: CivilDate },
): void {
  const { catalogue, division, today } = about
  const { purposes, recordTypes, separate, validFrom, validUntil } = consent
  if (purposes.length === 0 || purposes.length > PURPOSES_MAX) throw refuse('PURPOSE_UNKNOWN')
  for (const code of purposes) {
    const purpose = catalogue.purposes.find((one) => one.code === code)
    if (!purpose?.inquiry || purpose.consent === 'never') throw refuse('PURPOSE_UNKNOWN')
  }
  for (const code of recordTypes ?? [])
    if (!catalogue.recordTypes.some((one) => one.code === code))
      throw refuse('RECORD_TYPE_UNKNOWN', { type: code })
  const latest = addYears(validFrom, authorisationYears(catalogue, division))
  if (validUntil <= validFrom || validUntil <= today || validUntil > latest)
    throw refuse('AUTHORISATION_TERM', { latest })
  for (const { kind, effectsAcknowledged } of separate) {
    if (!separateKinds(catalogue).includes(kind)) throw refuse('SEPARATE_CONSENT_UNKNOWN')
    if (!effectsAcknowledged) throw refuse('ADVERSE_EFFECTS_UNTOLD', { kind })
  }
}

/**
 * SQL: whether an authorisation holds, to be asked in the statement that composes the answer. Bars are asked apart.
 * @param a alias of a row of v_authorisations
 */
export function authorisationHolds(
  a: string,
  asked: { readonly participantId: string; readonly purpose: string; readonly day: string },
): string {
  return `authorisation_holds(${a}, ${asked.participantId}, ${asked.purpose}, ${asked.day})`
}

/** Whom a freeze bars. */
const frozenOut: readonly ActorKind[] = ['lender', 'bureau']

/**
 * SQL: whether the subject has barred this asker: one body, by denying what it lodged; all lenders, by a freeze.
 * @param asked members: an array of the ids that are read as one; body: the asker, or the one it asks for
 */
export function answerIsBarred(asked: {
  readonly members: string
  readonly kind: string
  readonly participantId: string
  readonly behalfParticipantId: string
}): string {
  const kinds = frozenOut.map((kind) => `'${kind}'`).join(', ')
  return `exists (
    select 1 from v_answer_bars bar
    where bar.subject_id = any(${asked.members})
      and (bar.participant_id in (${asked.participantId}, ${asked.behalfParticipantId})
        or (bar.participant_id is null and ${asked.kind} in (${kinds}))))`
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { canonicalise } from '@probity/verify'
import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import type { Clock } from '../../kernel/clock.ts'
import { type Branded, newId, type SubjectId } from '../../kernel/ids.ts'
import { assert } from '../../kernel/refusal.ts'
import { type Actor, type ActorKind, isBody, type PublicActor } from '../access/index.ts'

export type InquiryId = Branded<string, 'InquiryId'>
/** What one commit made durable together. */
export type GroupId = Branded<string, 'GroupId'>
export type AuthorisationId = Branded<string, 'AuthorisationId'>

export type Inquirer = {
  readonly kind: ActorKind
  readonly participantId: number | null
  /** The account that asked: an officer's such as `clerk-1`, else `account:ID` or a machine's `key:ID`. */
  readonly staff: string | null
  /** The body for which a bureau or an association asks; the subject for whom an agent does. */
  readonly onBehalfOf: { readonly participantId: number } | { readonly subjectId: SubjectId } | null
}

export type InquiryBasis =
  | { readonly kind: 'authorisation'; readonly authorisationId: AuthorisationId }
  /** Both are there whenever a question was answered; of a refused one they may be what was missing. */
  | { readonly kind: 'statute'; readonly statute: string | null; readonly caseNumber: string | null }
  /** The subject, or its agent, looks at its own file. */
  | { readonly kind: 'own-file' }
  /** Only of a question that was refused for it. */
  | { readonly kind: 'none' }

export type InquiryOutcome =
  | { readonly kind: 'answered'; readonly resultHash: Uint8Array }
  | { readonly kind: 'refused'; readonly code: string }

/** One question by one inquirer about one subject, and what became of it. */
export type Inquiry = {
  readonly inquiryId: InquiryId
  readonly askedAt: Instant
  readonly askedOn: CivilDate
  /** The canonical subject; of a number that names nobody, `unknownSubject` of it. */
  readonly subjectId: SubjectId
  readonly subjectKnown: boolean
  readonly inquirer: Inquirer
  readonly purpose: string
  readonly basis: InquiryBasis
  readonly view: string
  /** What of the view was asked for; null: all of it. */
  readonly fields: readonly string[] | null
  /** The latest tick in the snapshot from which the answer was composed; null only where nothing was read. */
  readonly tickRead: number | null
  readonly asOf: CivilDate
  readonly outcome: InquiryOutcome
  /** An investigation's: not shown to the subject before this day, on this numbered document. */
  readonly hidden: { readonly until: CivilDate; readonly document: string } | null
}

/** Number and instant of a question that is being asked now. */
export function openInquiry(clock: Clock): Pick<Inquiry, 'inquiryId' | 'askedAt' | 'askedOn'> {
  return { inquiryId: newId<InquiryId>(clock.nowMs()), askedAt: clock.now(), askedOn: clock.today() }
}

/** Who asks, as it is written down. @param forBody the body for which a bureau or an association asks */
export function inquirerOf(actor: Actor, forBody: number | null = null): Inquirer {
  const none = { kind: actor.kind, participantId: null, staff: null, onBehalfOf: null }
  if (actor.kind === 'public') return none
  if (actor.kind === 'agent')
    return { ...none, staff: accountOf(actor), onBehalfOf: { subjectId: actor.power.subjectId } }
  if (!isBody(actor)) return { ...none, staff: accountOf(actor) }
  return {
    ...none,
    participantId: actor.participantId,
    staff: accountOf(actor),
    onBehalfOf: forBody === null ? null : { participantId: forBody },
  }
}

function accountOf(actor: Exclude<Actor, PublicActor>): string | null {
  if ('holder' in actor && actor.holder !== null) return actor.holder
  if (actor.accountId !== null) return `account:${actor.accountId}`
  return actor.keyId === null ? null : `key:${actor.keyId}`
}

/**
 * Stands for a subject that is not there: the same for the same number, so that repeated asking shows, and no way back
 * to it. Of a person's number the blind index is given, never the number.
 */
export function unknownSubject(number: {
  readonly scheme: string
  readonly generation?: number
  readonly value: string
}): SubjectId {
  const digest = hash('sha256', `unknown ${number.scheme} ${number.generation ?? 0} ${number.value}`, 'hex')
  // RFC 9562 UUIDv8, which no subject has.
  const last = digest.slice(20, 32)
  const middle = `${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}`
  return `${digest.slice(0, 8)}-${middle}-${last}` as SubjectId
}

/** What the log commits to, byte for byte; a field added later is left out where it is null. */
export function inquiryContent(inquiry: Inquiry): string {
  const { outcome, inquirer, ...rest } = inquiry
  const result =
    outcome.kind === 'answered'
      ? { kind: 'answered', resultHash: Buffer.from(outcome.resultHash).toString('base64') }
      : outcome
  return canonicalise({ ...rest, inquirer, outcome: result, format: 'probity-inquiry/1' })
}

/** What the decision must have made sure of; the table has the same checks. */
export function assertInquiry({ basis, outcome, subjectKnown, tickRead, hidden, askedOn }: Inquiry): void {
  if (outcome.kind === 'answered') {
    assert(outcome.resultHash.length === 32, 'an answer is logged with the SHA-256 of it')
    assert(subjectKnown && tickRead !== null, 'an answer is about a known subject, as of a tick')
    assert(basis.kind !== 'none', 'no answer without a basis')
    assert(
      basis.kind !== 'statute' || (basis.statute !== null && basis.caseNumber !== null),
      'an answer on a statute names it, and the case',
    )
  }
  if (hidden) {
    assert(basis.kind === 'statute' && basis.caseNumber !== null, 'only an investigation is hidden')
    assert(hidden.until > askedOn, 'what is hidden reveals itself later')
  }
}

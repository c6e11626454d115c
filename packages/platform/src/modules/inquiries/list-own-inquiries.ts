// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, civilDate, yearOf } from '../../kernel/civil-date.ts'
import type { Query } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Actor } from '../access/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { findOfSubject } from './authorisation-store.ts'
import { countOwnReports, findSeenInquiry, listSeenInquiries } from './inquiries-store.ts'
import type { AuthorisationId, Inquiry, InquiryId } from './inquiry.ts'
import { termOf } from './inquiry-terms.ts'
import { ownSubjectOf } from './own-affairs.ts'

type Reader = { readonly query: Query }

export type InquiryPage = { readonly before: InquiryId | null; readonly limit: number }

/**
 * Everybody who asked about the subject, and what became of it, newest first. An investigation's inquiry is not among
 * them before its day, and then is by itself: no job has to run.
 * @statute 个人信息保护法 44, 45
 * @throws Refusal OWN_AFFAIRS_ONLY
 */
export function listOwnInquiries(
  on: Reader,
  actor: Actor,
  page: InquiryPage,
  today: CivilDate,
): Promise<Inquiry[]> {
  return seenBy(on, ownSubjectOf(actor, 'inquiries:read'), { ...page, authorisationId: null }, today)
}

/**
 * One of them. One that is hidden still is not there.
 * @throws Refusal OWN_AFFAIRS_ONLY, INQUIRY_UNKNOWN
 */
export async function findOwnInquiry(
  on: Reader,
  actor: Actor,
  inquiryId: InquiryId,
  today: CivilDate,
): Promise<Inquiry> {
  const subjectId = ownSubjectOf(actor, 'inquiries:read')
  const inquiry = await findSeenInquiry(on, subjectId, inquiryId, today)
  if (!inquiry) throw refuse('INQUIRY_UNKNOWN')
  return inquiry
}

/**
 * What was asked on one of the subject's authorisations.
 * @throws Refusal OWN_AFFAIRS_ONLY, AUTHORISATION_UNKNOWN
 */
export async function listAuthorisationUses(
  on: Reader,
  actor: Actor,
  authorisationId: AuthorisationId,
  page: InquiryPage,
  today: CivilDate,
): Promise<Inquiry[]> {
  const subjectId = ownSubjectOf(actor, 'inquiries:read')
  if (!(await findOfSubject(on, subjectId, authorisationId))) throw refuse('AUTHORISATION_UNKNOWN')
  return seenBy(on, subjectId, { ...page, authorisationId }, today)
}

function seenBy(
  on: Reader,
  subjectId: SubjectId,
  page: InquiryPage & { readonly authorisationId: AuthorisationId | null },
  today: CivilDate,
): Promise<Inquiry[]> {
  return listSeenInquiries(on, subjectId, page, today)
}

export type OwnReports = {
  readonly year: number
  /** How many full reports a year are free. */
  readonly free: number
  readonly taken: number
  /** What the next one is. It is never refused. */
  readonly next: 'free' | 'charged'
}

/** Ours, where the city sets none: what the regulation gives. */
const FREE_A_YEAR = 2

/**
 * Full reports about itself that the subject has had from this node in the calendar year.
 * @statute 征信业管理条例 17
 */
export async function countOwnFullReports(
  on: Reader,
  subjectId: SubjectId,
  about: { readonly catalogue: Catalogue; readonly division: string; readonly today: CivilDate },
): Promise<OwnReports> {
  const year = yearOf(about.today)
  const free = termOf(about.catalogue, about.division, 'free-reports', 'times') ?? FREE_A_YEAR
  const taken = await countOwnReports(on, subjectId, civilDate(year, 1, 1), civilDate(year, 12, 31))
  return { year, free, taken, next: taken < free ? 'free' : 'charged' }
}

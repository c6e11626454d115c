// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { Actor } from '../access/index.ts'
import { listSubjectNotices, type NoticeId, type SubjectNotice } from '../notices/index.ts'
import type { AuthorisationLine } from './authorisation.ts'
import { type AuthorisationPage, listOfBody, listOfSubject } from './authorisation-store.ts'
import { listOpenSuspensions, type Suspension } from './bars-store.ts'
import { lenderOf } from './lodging.ts'
import { ownSubjectOf } from './own-affairs.ts'

type Reader = { readonly query: Query }

/** What the subject has consented to, and what others say it has; newest first. @throws Refusal OWN_AFFAIRS_ONLY */
export async function listOwnAuthorisations(
  on: Reader,
  actor: Actor,
  page: AuthorisationPage,
): Promise<AuthorisationLine[]> {
  return listOfSubject(on, ownSubjectOf(actor, 'authorisations:manage'), page)
}

/** What was given to, or lodged by, the lender; newest first. @throws Refusal SCOPE_MISSING, LODGING_NOT_YOURS */
export async function listLodgedAuthorisations(
  on: Reader,
  actor: Actor,
  page: AuthorisationPage,
): Promise<AuthorisationLine[]> {
  return listOfBody(on, lenderOf(actor).participantId, page)
}

/** Bodies that get no answer since the subject denied what they lodged. @throws Refusal OWN_AFFAIRS_ONLY */
export async function listOwnSuspensions(on: Reader, actor: Actor): Promise<Suspension[]> {
  return listOpenSuspensions(on, ownSubjectOf(actor, 'authorisations:manage'))
}

/** What the node told the subject by itself. @throws Refusal OWN_AFFAIRS_ONLY */
export async function listOwnFileNotices(
  on: Reader,
  actor: Actor,
  page: { readonly before: NoticeId | null; readonly limit: number },
): Promise<SubjectNotice[]> {
  return listSubjectNotices(on, ownSubjectOf(actor, 'file:read'), page)
}

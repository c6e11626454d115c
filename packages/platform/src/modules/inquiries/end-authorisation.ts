// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import { newId, type SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope } from '../access/index.ts'
import type { AuthorisationEnd, AuthorisationLine } from './authorisation.ts'
import { findOfBody, findOfSubject, insertEnd } from './authorisation-store.ts'
import * as bars from './bars-store.ts'
import { type AuthorisationId, inquirerOf } from './inquiry.ts'
import { lenderOf } from './lodging.ts'
import { moveSubject } from './move-subject.ts'
import { ownSubjectOf } from './own-affairs.ts'

/**
 * From the commit on no answer leaves on it. Revoking what has ended changes nothing.
 * @statute 个人信息保护法 15
 * @throws Refusal OWN_AFFAIRS_ONLY, AUTHORISATION_UNKNOWN
 */
export async function revokeAuthorisation(
  tx: Tx,
  actor: Actor,
  authorisationId: AuthorisationId,
): Promise<void> {
  const found = await getOwn(tx, actor, authorisationId)
  await end(tx, actor, found, 'revoked')
}

/**
 * "I never signed this": one tap. Ends what was lodged, and the body that lodged it gets no answer about this subject,
 * on whatever basis, until the subject or the supervisor lifts that.
 * @throws Refusal OWN_AFFAIRS_ONLY, AUTHORISATION_UNKNOWN, AUTHORISATION_WAS_GIVEN
 */
export async function denyAuthorisation(
  tx: Tx,
  actor: Actor,
  authorisationId: AuthorisationId,
): Promise<void> {
  const found = await getOwn(tx, actor, authorisationId)
  if (found.origin !== 'lodged') throw refuse('AUTHORISATION_WAS_GIVEN')
  if (await bars.wasDenied(tx, found)) return
  const tick = await end(tx, actor, found, 'denied')
  await bars.insertSuspension(tx, tick ?? (await moveSubject(tx, found.subjectId)), {
    subjectId: found.subjectId,
    suspensionId: newId<bars.SuspensionId>(tx.clock.nowMs()),
    participantId: found.participantId,
    authorisationId,
  })
}

/**
 * The lender takes back what it lodged.
 * @throws Refusal SCOPE_MISSING, LODGING_NOT_YOURS, AUTHORISATION_UNKNOWN
 */
export async function withdrawAuthorisation(
  tx: Tx,
  actor: Actor,
  authorisationId: AuthorisationId,
): Promise<void> {
  const lender = lenderOf(actor)
  const found = await findOfBody(tx, lender.participantId, authorisationId)
  if (found?.origin !== 'lodged') throw refuse('AUTHORISATION_UNKNOWN')
  await end(tx, actor, found, 'withdrawn')
}

/**
 * Lets a body that was denied ask again.
 * @param reference the supervisor's numbered decision; of the subject none is asked for
 * @throws Refusal OWN_AFFAIRS_ONLY, SUSPENSION_UNKNOWN
 */
export async function liftSuspension(
  tx: Tx,
  actor: Actor,
  lifted: { readonly suspensionId: bars.SuspensionId } & (
    | { readonly subjectId: SubjectId; readonly reference: string }
    | { readonly subjectId: null; readonly reference: null }
  ),
): Promise<void> {
  const bySupervisor = actor.kind === 'supervisor' && hasScope(actor, 'supervision:order')
  const own = bySupervisor ? lifted.subjectId : ownSubjectOf(actor, 'authorisations:manage')
  if (own === null) throw refuse('SUSPENSION_UNKNOWN')
  const open = await bars.findOpenSuspension(tx, own, lifted.suspensionId)
  if (!open) throw refuse('SUSPENSION_UNKNOWN')
  const { subjectId } = open
  const tick = await moveSubject(tx, subjectId)
  await bars.insertSuspensionEnd(tx, tick, {
    subjectId,
    suspensionId: lifted.suspensionId,
    reason: bySupervisor ? 'supervisor' : 'subject',
    reference: bySupervisor ? lifted.reference : null,
    staff: inquirerOf(actor).staff,
  })
}

/** Also unknown when it is another's: that it exists is not the asker's business. */
async function getOwn(tx: Tx, actor: Actor, authorisationId: AuthorisationId): Promise<AuthorisationLine> {
  const subjectId = ownSubjectOf(actor, 'authorisations:manage')
  const found = await findOfSubject(tx, subjectId, authorisationId)
  if (!found) throw refuse('AUTHORISATION_UNKNOWN')
  return found
}

/** @returns the tick; null when it had ended before */
async function end(
  tx: Tx,
  actor: Actor,
  found: AuthorisationLine,
  reason: AuthorisationEnd,
): Promise<Tick | null> {
  if (found.end) return null
  const tick = await moveSubject(tx, found.subjectId)
  await insertEnd(tx, tick, found, { reason, actorKind: actor.kind, staff: inquirerOf(actor).staff })
  return tick
}

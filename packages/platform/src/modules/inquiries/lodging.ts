// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, type BodyActor, hasScope, isBody } from '../access/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { getParticipant } from '../participants/index.ts'
import { inquirerOf } from './inquiry.ts'
import { type LodgingTerms, lodgingTerms } from './inquiry-terms.ts'
import { countDemands, type DocumentDemand, insertReopening, listDemands } from './lodging-store.ts'

type Reader = { readonly query: Query }

/** Whether a lender may lodge, and the figures from which that follows. */
export type LodgingStanding = {
  readonly isOpen: boolean
  /** Null where the city has no rule: then nobody lodges. */
  readonly terms: LodgingTerms | null
  /** Documents whose day had come, since the count began, and those not produced by it. */
  readonly due: number
  readonly failed: number
}

/** Reckoned anew each time from what is due today: no job that runs late leaves it open. */
export async function lodgingStanding(
  on: Reader,
  catalogue: Catalogue,
  participantId: number,
  today: CivilDate,
): Promise<LodgingStanding> {
  const { division } = await getParticipant(on, participantId)
  const terms = lodgingTerms(catalogue, division)
  if (!terms) return { isOpen: false, terms, due: 0, failed: 0 }
  const { due, failed } = await countDemands(on, participantId, addDays(today, -terms.countedDays), today)
  return { isOpen: failed * 100 <= terms.failuresPercentMax * due, terms, due, failed }
}

/** @throws Refusal SCOPE_MISSING, LODGING_NOT_YOURS */
export function lenderOf(actor: Actor): BodyActor {
  if (!hasScope(actor, 'authorisations:lodge'))
    throw refuse('SCOPE_MISSING', { scope: 'authorisations:lodge' })
  if (actor.kind !== 'lender') throw refuse('LODGING_NOT_YOURS')
  return actor
}

/** @throws Refusal LODGING_CLOSED */
export async function assertLodgingOpen(
  on: Reader,
  catalogue: Catalogue,
  lender: BodyActor,
  today: CivilDate,
): Promise<void> {
  const { isOpen, due, failed } = await lodgingStanding(on, catalogue, lender.participantId, today)
  if (!isOpen) throw refuse('LODGING_CLOSED', { due, failed })
}

/**
 * The supervisor, on a numbered decision, lets a lender lodge again: what was due until today counts no more.
 * @throws Refusal SUPERVISOR_ONLY, PARTICIPANT_UNKNOWN
 */
export async function reopenLodging(
  tx: Tx,
  actor: Actor,
  reopened: { readonly participantId: number; readonly reference: string },
): Promise<void> {
  const { staff } = assertSupervisor(actor, 'supervision:order')
  const { participantId } = await getParticipant(tx, reopened.participantId)
  await insertReopening(tx, { participantId, reference: reopened.reference, staff })
}

/** @throws Refusal SUPERVISOR_ONLY */
export function assertSupervisor(
  actor: Actor,
  scope: 'supervision:read' | 'supervision:order',
): { readonly actor: BodyActor; readonly staff: string } {
  const { staff } = inquirerOf(actor)
  if (!isBody(actor) || actor.kind !== 'supervisor' || !hasScope(actor, scope) || staff === null)
    throw refuse('SUPERVISOR_ONLY')
  return { actor, staff }
}

/**
 * A lender reads its own standing, the supervisor anybody's.
 * @throws Refusal SUPERVISOR_ONLY, PARTICIPANT_UNKNOWN
 */
export async function readLodging(
  on: Reader,
  actor: Actor,
  catalogue: Catalogue,
  participantId: number,
  today: CivilDate,
): Promise<LodgingStanding> {
  const isOwn = isBody(actor) && actor.kind === 'lender' && actor.participantId === participantId
  if (!isOwn) assertSupervisor(actor, 'supervision:read')
  return lodgingStanding(on, catalogue, participantId, today)
}

/** What a lender must produce, the soonest due first. @throws Refusal SCOPE_MISSING, LODGING_NOT_YOURS */
export async function listOwnDemands(on: Reader, actor: Actor): Promise<readonly DocumentDemand[]> {
  return listDemands(on, lenderOf(actor).participantId)
}

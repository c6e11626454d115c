// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addYears, type CivilDate } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import { newId, type StaffId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, endAccess, officerOf } from '../access/index.ts'
import { type ActId, declineAct, findAct, listOpenActs, proposeAct, secondAct } from '../workflow/index.ts'
import { getRole } from './roles.ts'
import { assertKeeper, getOwnStaff } from './staff.ts'
import { insertGrant } from './staff-store.ts'

const KIND = 'role.grant'
const DAYS_OPEN = 14
/** Ours: who still needs a role after a year is given it anew. */
const YEARS_MAX = 1

export type Delegated =
  | { readonly grantId: string }
  /** The role asks for a second officer; nothing holds before they agree. */
  | { readonly proposal: ActId }

type Content = { readonly staffId: StaffId; readonly role: string; readonly until: CivilDate }

export type RoleProposal = Content & { readonly actId: ActId; readonly proposer: string }

/**
 * Delegates a role to a post of the keeper's own body, at once or, where the table of roles asks for two officers, as
 * a proposal. Nobody delegates to themself.
 * @throws Refusal SCOPE_MISSING, HOLDER_MISSING, STAFF_UNKNOWN, ROLE_UNKNOWN, ROLE_NOT_YOURS, ROLE_TERM, OWN_POST,
 *   ACT_ALREADY_PROPOSED
 */
export async function delegateRole(tx: Tx, actor: Actor, input: Content): Promise<Delegated> {
  assertKeeper(actor)
  const officer = officerOf(actor)
  const { staffId } = await getOwnStaff(tx, actor, input.staffId)
  if (staffId === actor.staffId) throw refuse('OWN_POST')
  const role = getRole(input.role, actor.kind)
  if (role.givenBy !== 'keeper') throw refuse('ROLE_NOT_YOURS', { role: role.code })
  const latest = addYears(tx.clock.today(), YEARS_MAX)
  if (input.until <= tx.clock.today() || input.until > latest) throw refuse('ROLE_TERM', { latest })
  const content = { staffId, role: role.code, until: input.until }
  if (role.twoOfficers) {
    const reference = `${staffId} ${role.code}`
    return {
      proposal: await proposeAct(tx, officer, { kind: KIND, reference, content, daysOpen: DAYS_OPEN }),
    }
  }
  return { grantId: await grant(tx, content, officer.holder, null) }
}

/**
 * Another keeper of the same body agrees: from here on the role holds.
 * @throws Refusal SCOPE_MISSING, HOLDER_MISSING, ACT_UNKNOWN, ACT_DECIDED, ACT_EXPIRED, SECOND_OFFICER_SAME,
 *   STAFF_UNKNOWN, OWN_POST
 */
export async function secondRole(tx: Tx, actor: Actor, actId: ActId): Promise<{ readonly grantId: string }> {
  assertKeeper(actor)
  const officer = officerOf(actor)
  await assertOwnProposal(tx, actor.participantId, actId)
  const act = await secondAct(tx, officer, KIND, actId)
  const content = act.content as Content
  // Whom it is for has no say in it either.
  if (content.staffId === actor.staffId) throw refuse('OWN_POST')
  await getOwnStaff(tx, actor, content.staffId)
  return { grantId: await grant(tx, content, act.proposer, actId) }
}

/** @throws Refusal SCOPE_MISSING, HOLDER_MISSING, ACT_UNKNOWN, ACT_DECIDED, ACT_EXPIRED */
export async function declineRole(tx: Tx, actor: Actor, actId: ActId): Promise<void> {
  assertKeeper(actor)
  const officer = officerOf(actor)
  await assertOwnProposal(tx, actor.participantId, actId)
  await declineAct(tx, officer, KIND, actId)
}

/** What waits for a second keeper of this body. */
export async function listRoleProposals(
  on: { readonly query: Query },
  actor: Actor,
  now: Tx['clock'],
): Promise<RoleProposal[]> {
  assertKeeper(actor)
  const { participantId } = actor
  const open = await listOpenActs(on, { kind: KIND, participantId, now: now.now(), limit: 200 })
  return open.map(({ actId, proposer, content }) => ({ actId, proposer, ...(content as Content) }))
}

/**
 * Takes a role back, at once.
 * @throws Refusal SCOPE_MISSING, STAFF_UNKNOWN, ROLE_UNKNOWN, ROLE_NOT_YOURS
 */
export async function endRole(tx: Tx, actor: Actor, staffId: StaffId, grantId: string): Promise<void> {
  assertKeeper(actor)
  const own = (await getOwnStaff(tx, actor, staffId)).roles.find((line) => line.grantId === grantId)
  if (!own) throw refuse('ROLE_UNKNOWN', { known: '' })
  const role = getRole(own.role, actor.kind)
  if (role.givenBy !== 'keeper') throw refuse('ROLE_NOT_YOURS', { role: role.code })
  await endAccess(tx, grantId, { under: staffId })
}

/** Caller has asked whether it may be given. */
export async function grant(tx: Tx, content: Content, madeBy: string, actId: string | null): Promise<string> {
  const grantId = newId<StaffId>(tx.clock.nowMs())
  await insertGrant(tx, { grantId, ...content, madeBy, actId })
  return grantId
}

/** @throws Refusal ACT_UNKNOWN also for another body's */
async function assertOwnProposal(tx: Tx, participantId: number, actId: ActId): Promise<void> {
  const act = await findAct(tx, actId)
  if (act?.kind !== KIND || act.proposerId !== participantId) throw refuse('ACT_UNKNOWN')
}

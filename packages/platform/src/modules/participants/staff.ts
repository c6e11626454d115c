// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addYears, type CivilDate, type Instant } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import { type AccountId, newId, type StaffId } from '../../kernel/ids.ts'
import type { Bilingual } from '../../kernel/messages.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, type BodyActor, endAccess, hasScope, invite, parseHolder } from '../access/index.ts'
import type { EmployerKind } from './roles.ts'
import * as store from './staff-store.ts'

/** A post as it stands now: whose it is, and which roles it carries today. */
export type Post = {
  readonly staffId: StaffId
  /** Null: of the operator. */
  readonly participantId: number | null
  readonly holder: string
  readonly kind: EmployerKind
  readonly jurisdiction: string
  readonly roles: readonly string[]
  readonly employer: { readonly code: string; readonly name: Bilingual } | null
}

export type RoleLine = {
  readonly grantId: string
  readonly role: string
  readonly until: CivilDate
  readonly madeBy: string
  readonly endsAt: Instant | null
}

export type StaffLine = {
  readonly staffId: StaffId
  readonly holder: string
  readonly madeAt: Instant
  readonly isTaken: boolean
  readonly endsAt: Instant | null
  readonly roles: readonly RoleLine[]
}

/** @throws Refusal SCOPE_MISSING */
export function assertKeeper(actor: Actor): asserts actor is BodyActor {
  if (!hasScope(actor, 'staff:keep')) throw refuse('SCOPE_MISSING', { scope: 'staff:keep' })
}

/**
 * A new post of the keeper's own body, without any role yet.
 * @returns the code by which its holder takes it, shown this once
 * @throws Refusal SCOPE_MISSING, HOLDER_MALFORMED, HOLDER_TAKEN
 */
export async function addPost(
  tx: Tx,
  actor: Actor,
  holder: string,
): Promise<{ readonly staffId: StaffId; readonly code: string }> {
  assertKeeper(actor)
  return makePost(tx, actor.participantId, holder, actor.holder ?? 'house')
}

/** Caller has asked whether the post may be made. */
export async function makePost(
  tx: Tx,
  participantId: number | null,
  holder: string,
  madeBy: string,
): Promise<{ readonly staffId: StaffId; readonly code: string }> {
  const staffId = newId<StaffId>(tx.clock.nowMs())
  if (!(await store.insertPost(tx, { staffId, participantId, holder: parseHolder(holder), madeBy })))
    throw refuse('HOLDER_TAKEN', { holder })
  return { staffId, code: await invite(tx, 'post', staffId) }
}

/**
 * A post of the operator, for somebody who will admit bodies and mind the node.
 * @returns the code by which its holder takes it, shown this once
 * @throws Refusal HOLDER_MALFORMED, HOLDER_TAKEN
 */
export async function addOperator(
  tx: Tx,
  holder: string,
): Promise<{ readonly staffId: StaffId; readonly code: string }> {
  const made = await makePost(tx, null, holder, 'house')
  const until = addYears(tx.clock.today(), 1)
  const grantId = newId<StaffId>(tx.clock.nowMs())
  await store.insertGrant(tx, {
    grantId,
    staffId: made.staffId,
    role: 'operator',
    until,
    madeBy: 'house',
    actId: null,
  })
  return made
}

/**
 * The account takes the post it was invited to. An account of the operator takes no post of a body, nor the other way
 * round: whoever runs the machine does not ask.
 * @throws Refusal POST_OF_OTHER, OPERATOR_APART
 */
export async function takePost(tx: Tx, staffId: StaffId, accountId: AccountId): Promise<void> {
  const post = await store.getPostEmployer(tx, staffId)
  await store.lockAccount(tx, accountId)
  const others = await store.listEmployers(tx, accountId)
  const isOperator = post.participantId === null
  if (others.some((other) => (other.participantId === null) !== isOperator)) throw refuse('OPERATOR_APART')
  if (!(await store.insertTaking(tx, { staffId, participantId: post.participantId, accountId })))
    throw refuse('POST_OF_OTHER')
}

/**
 * Ends a post of the keeper's own body: its roles, its keys and its open sessions end with it.
 * @throws Refusal SCOPE_MISSING, STAFF_UNKNOWN, OWN_POST
 */
export async function endPost(tx: Tx, actor: Actor, staffId: StaffId): Promise<void> {
  assertKeeper(actor)
  await getOwnStaff(tx, actor, staffId)
  // A body whose keeper has locked themself out would need the operator to come in again.
  if (actor.staffId === staffId) throw refuse('OWN_POST')
  await endAccess(tx, staffId)
}

/** @throws Refusal SCOPE_MISSING */
export async function listStaff(on: { readonly query: Query }, actor: Actor): Promise<StaffLine[]> {
  assertKeeper(actor)
  return store.listStaff(on, actor.participantId)
}

/** @throws Refusal STAFF_UNKNOWN also for another body's */
export async function getOwnStaff(
  on: { readonly query: Query },
  actor: BodyActor,
  staffId: StaffId,
): Promise<StaffLine> {
  const own = await store.listStaff(on, actor.participantId, staffId)
  if (!own[0] || own[0].endsAt !== null) throw refuse('STAFF_UNKNOWN')
  return own[0]
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import type { Branded, SubjectId } from '../../kernel/ids.ts'
import type { ActorKind } from '../access/index.ts'
import type { Freeze, FreezeId } from './freeze-inquiries.ts'
import type { AuthorisationId } from './inquiry.ts'
import { readTogether } from './read-together.ts'

type Reader = { readonly query: Query }

export type SuspensionId = Branded<string, 'SuspensionId'>

export type Suspension = {
  readonly subjectId: SubjectId
  readonly suspensionId: SuspensionId
  readonly participantId: number
  readonly authorisationId: AuthorisationId
  readonly suspendedAt: Instant
}

export async function insertSuspension(
  tx: Tx,
  tick: Tick,
  one: Omit<Suspension, 'suspendedAt'>,
): Promise<void> {
  await tx.query(
    `insert into answer_suspensions (subject_id, suspension_id, participant_id, authorisation_id, suspended_at, tick)
     values ($1, $2, $3, $4, $5, $6)`,
    [one.subjectId, one.suspensionId, one.participantId, one.authorisationId, tx.clock.now(), tick],
  )
}

/** Also when it has been lifted since: an authorisation is denied once. */
export async function wasDenied(
  on: Reader,
  denied: { readonly subjectId: SubjectId; readonly authorisationId: AuthorisationId },
): Promise<boolean> {
  const rows = await on.query(
    'select 1 from answer_suspensions where subject_id = $1 and authorisation_id = $2 limit 1',
    [denied.subjectId, denied.authorisationId],
  )
  return rows.length > 0
}

const openSuspensions = `select s.subject_id as "subjectId", s.suspension_id as "suspensionId",
    s.participant_id as "participantId", s.authorisation_id as "authorisationId", s.suspended_at as "suspendedAt"
  from answer_suspensions s
  where s.subject_id = any(${readTogether('$1::uuid')})
    and not exists (
      select 1 from answer_suspension_ends e
      where e.subject_id = s.subject_id and e.suspension_id = s.suspension_id)`

export async function listOpenSuspensions(on: Reader, subjectId: SubjectId): Promise<Suspension[]> {
  return on.query<Suspension>(`${openSuspensions} order by s.suspension_id desc limit 1000`, [subjectId])
}

export async function findOpenSuspension(
  on: Reader,
  subjectId: SubjectId,
  suspensionId: SuspensionId,
): Promise<Suspension | undefined> {
  const rows = await on.query<Suspension>(`${openSuspensions} and s.suspension_id = $2`, [
    subjectId,
    suspensionId,
  ])
  return rows[0]
}

export async function isSuspended(on: Reader, subjectId: SubjectId, participantId: number): Promise<boolean> {
  const rows = await on.query(`${openSuspensions} and s.participant_id = $2 limit 1`, [
    subjectId,
    participantId,
  ])
  return rows.length > 0
}

export async function insertSuspensionEnd(
  tx: Tx,
  tick: Tick,
  end: {
    readonly subjectId: SubjectId
    readonly suspensionId: SuspensionId
    readonly reason: 'subject' | 'supervisor'
    readonly reference: string | null
    readonly staff: string | null
  },
): Promise<void> {
  await tx.query(
    `insert into answer_suspension_ends (subject_id, suspension_id, reason, reference, staff, ended_at, tick)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [end.subjectId, end.suspensionId, end.reason, end.reference, end.staff, tx.clock.now(), tick],
  )
}

export type FreezeAct = {
  readonly subjectId: SubjectId
  readonly kind: ActorKind
  readonly staff: string | null
}

export async function insertFreeze(
  tx: Tx,
  tick: Tick,
  { subjectId, freezeId, kind, staff }: FreezeAct & { readonly freezeId: FreezeId },
): Promise<void> {
  await tx.query(
    `insert into inquiry_freezes (subject_id, freeze_id, actor_kind, staff, frozen_at, tick)
     values ($1, $2, $3, $4, $5, $6)`,
    [subjectId, freezeId, kind, staff, tx.clock.now(), tick],
  )
}

const openFreezes = `from inquiry_freezes f
  where f.subject_id = any(${readTogether('$1::uuid')})
    and not exists (
      select 1 from inquiry_freeze_ends e where e.subject_id = f.subject_id and e.freeze_id = f.freeze_id)`

export async function findFreeze(on: Reader, subjectId: SubjectId): Promise<Freeze | undefined> {
  const rows = await on.query<Freeze>(
    `select f.freeze_id as "freezeId", f.frozen_at as "frozenAt" ${openFreezes} order by f.freeze_id limit 1`,
    [subjectId],
  )
  return rows[0]
}

/** Ends all there are: two that were laid at once are one freeze to the subject. */
export async function insertFreezeEnds(
  tx: Tx,
  tick: Tick,
  { subjectId, kind, staff }: FreezeAct,
): Promise<void> {
  await tx.query(
    `insert into inquiry_freeze_ends (subject_id, freeze_id, actor_kind, staff, ended_at, tick)
     select f.subject_id, f.freeze_id, $2::text, $3::text, $4::timestamptz, $5::bigint ${openFreezes}`,
    [subjectId, kind, staff, tx.clock.now(), tick],
  )
}

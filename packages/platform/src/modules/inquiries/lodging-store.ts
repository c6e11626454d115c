// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import type { AuthorisationId } from './inquiry.ts'

type Reader = { readonly query: Query }

export type Drawable = { readonly subjectId: SubjectId; readonly authorisationId: AuthorisationId }
export type DocumentDemand = Drawable & {
  readonly participantId: number
  readonly demandedOn: CivilDate
  readonly dueOn: CivilDate
}

/** Lenders that have lodged something since their last draw. */
export async function listLendersToDraw(on: Reader): Promise<number[]> {
  const rows = await on.query<{ participantId: number }>(
    `select distinct a.participant_id as "participantId" from authorisations a
     where a.origin = 'lodged' and not exists (
       select 1 from document_draws d
       where d.participant_id = a.participant_id and d.up_to_id >= a.authorisation_id)
     order by 1 limit 10000`,
  )
  return rows.map((row) => row.participantId)
}

/** What has been lodged since the last draw and before an instant. */
export async function listDrawable(on: Reader, participantId: number, before: Instant): Promise<Drawable[]> {
  return on.query<Drawable>(
    `select a.subject_id as "subjectId", a.authorisation_id as "authorisationId"
     from authorisations a
     where a.participant_id = $1 and a.origin = 'lodged'
       and a.made_at < $2::timestamptz
       and a.authorisation_id > coalesce((
         select max(d.up_to_id::text)::uuid from document_draws d where d.participant_id = $1),
         '00000000-0000-0000-0000-000000000000'::uuid)
     order by a.authorisation_id limit 1000000`,
    [participantId, before],
  )
}

/** @returns false when another node has drawn today */
export async function insertDraw(
  tx: Tx,
  draw: {
    readonly participantId: number
    readonly drawnOn: CivilDate
    readonly upToId: AuthorisationId
    readonly lodged: number
    readonly demanded: number
  },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into document_draws (participant_id, drawn_on, up_to_id, lodged, demanded)
     values ($1, $2, $3, $4, $5) on conflict do nothing returning 1`,
    [draw.participantId, draw.drawnOn, draw.upToId, draw.lodged, draw.demanded],
  )
  return rows.length === 1
}

export async function insertDemands(tx: Tx, demands: readonly DocumentDemand[]): Promise<void> {
  await tx.query(
    `insert into document_demands (subject_id, authorisation_id, participant_id, demanded_on, due_on)
     select * from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::date[], $5::date[])`,
    [
      demands.map((one) => one.subjectId),
      demands.map((one) => one.authorisationId),
      demands.map((one) => one.participantId),
      demands.map((one) => one.demandedOn),
      demands.map((one) => one.dueOn),
    ],
  )
}

/** Documents due between two days, since lodging was last reopened; failed: not produced by their day. */
export async function countDemands(
  on: Reader,
  participantId: number,
  from: CivilDate,
  before: CivilDate,
): Promise<{ readonly due: number; readonly failed: number }> {
  const rows = await on.query<{ due: number; failed: number }>(
    `select count(*) as due, count(*) filter (where not exists (
       select 1 from document_productions p
       where p.subject_id = d.subject_id and p.authorisation_id = d.authorisation_id
         and p.produced_on <= d.due_on)) as failed
     from document_demands d
     where d.participant_id = $1 and d.due_on >= $2 and d.due_on < $3
       and d.due_on > coalesce((
         select max(r.reopened_on) from lodging_reopenings r where r.participant_id = $1), '-infinity')`,
    [participantId, from, before],
  )
  return only(rows)
}

/** Demands without their document, the soonest due first. */
export async function listDemands(on: Reader, participantId: number): Promise<DocumentDemand[]> {
  return on.query<DocumentDemand>(
    `select d.subject_id as "subjectId", d.authorisation_id as "authorisationId",
       d.participant_id as "participantId", d.demanded_on as "demandedOn", d.due_on as "dueOn"
     from document_demands d
     where d.participant_id = $1 and not exists (
       select 1 from document_productions p
       where p.subject_id = d.subject_id and p.authorisation_id = d.authorisation_id)
     order by d.due_on, d.authorisation_id limit 1000`,
    [participantId],
  )
}

export async function findDemand(
  on: Reader,
  { subjectId, authorisationId }: Drawable,
): Promise<{ readonly dueOn: CivilDate; readonly produced: boolean } | undefined> {
  const rows = await on.query<{ dueOn: CivilDate; produced: boolean }>(
    `select d.due_on as "dueOn", exists (
       select 1 from document_productions p
       where p.subject_id = d.subject_id and p.authorisation_id = d.authorisation_id) as produced
     from document_demands d where d.subject_id = $1 and d.authorisation_id = $2`,
    [subjectId, authorisationId],
  )
  return rows[0]
}

export async function insertProduction(
  tx: Tx,
  {
    subjectId,
    authorisationId,
    staff,
    sealed,
  }: Drawable & { readonly staff: string | null; readonly sealed: Buffer },
): Promise<void> {
  await tx.query(
    `insert into document_productions (subject_id, authorisation_id, staff, produced_on, produced_at, sealed)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [subjectId, authorisationId, staff, tx.clock.today(), tx.clock.now(), sealed],
  )
}

export async function insertReopening(
  tx: Tx,
  { participantId, reference, staff }: { participantId: number; reference: string; staff: string },
): Promise<void> {
  await tx.query(
    `insert into lodging_reopenings (participant_id, reopened_on, reference, staff)
     values ($1, $2, $3, $4) on conflict do nothing`,
    [participantId, tx.clock.today(), reference, staff],
  )
}

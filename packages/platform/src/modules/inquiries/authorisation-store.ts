// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query, Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import type { ActorKind } from '../access/index.ts'
import type { Authorisation, AuthorisationEnd, AuthorisationLine } from './authorisation.ts'
import type { AuthorisationId } from './inquiry.ts'
import { readTogether } from './read-together.ts'

type Reader = { readonly query: Query }

export async function insertAuthorisation(tx: Tx, tick: Tick, one: Authorisation): Promise<void> {
  await tx.query(
    `insert into authorisations (subject_id, authorisation_id, origin, participant_id, purposes, record_types,
       separate_kinds, effects_told, single, valid_from, valid_until, document_hash, signed_on, notice_id, actor_kind,
       staff, made_at, tick)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      one.subjectId,
      one.authorisationId,
      one.origin,
      one.participantId,
      one.purposes,
      one.recordTypes,
      one.separateKinds,
      one.effectsTold,
      one.single,
      one.validFrom,
      one.validUntil,
      one.documentHash,
      one.signedOn,
      one.noticeId,
      one.actorKind,
      one.staff,
      one.madeAt,
      tick,
    ],
  )
}

const selectLines = `select a.subject_id as "subjectId", a.authorisation_id as "authorisationId", a.origin,
    a.participant_id as "participantId", a.purposes, a.record_types as "recordTypes",
    a.separate_kinds as "separateKinds", a.effects_told as "effectsTold", a.single, a.valid_from as "validFrom",
    a.valid_until as "validUntil", a.document_hash as "documentHash", a.signed_on as "signedOn",
    a.notice_id as "noticeId", a.actor_kind as "actorKind", a.staff, a.made_at as "madeAt",
    v.noticed, v.spent, v.document_due_on as "documentDueOn", e.reason as "endReason", e.ended_at as "endedAt"
  from authorisations a
  join v_authorisations v on v.subject_id = a.subject_id and v.authorisation_id = a.authorisation_id
  left join authorisation_ends e on e.subject_id = a.subject_id and e.authorisation_id = a.authorisation_id`

type StoredLine = Omit<AuthorisationLine, 'end'> & {
  readonly endReason: AuthorisationEnd | null
  readonly endedAt: NonNullable<AuthorisationLine['end']>['at'] | null
}

function lineOf({ endReason, endedAt, ...line }: StoredLine): AuthorisationLine {
  return { ...line, end: endReason !== null && endedAt !== null ? { reason: endReason, at: endedAt } : null }
}

export async function findOfSubject(
  on: Reader,
  subjectId: SubjectId,
  authorisationId: AuthorisationId,
): Promise<AuthorisationLine | undefined> {
  const rows = await on.query<StoredLine>(
    `${selectLines} where a.subject_id = any(${readTogether('$1::uuid')}) and a.authorisation_id = $2`,
    [subjectId, authorisationId],
  )
  return rows[0] && lineOf(rows[0])
}

export type AuthorisationPage = { readonly before: AuthorisationId | null; readonly limit: number }

/** Newest first. */
export async function listOfSubject(
  on: Reader,
  subjectId: SubjectId,
  { before, limit }: AuthorisationPage,
): Promise<AuthorisationLine[]> {
  const rows = await on.query<StoredLine>(
    `${selectLines} where a.subject_id = any(${readTogether('$1::uuid')})
       and ($2::uuid is null or a.authorisation_id < $2::uuid)
     order by a.authorisation_id desc limit $3`,
    [subjectId, before, limit],
  )
  return rows.map(lineOf)
}

export async function findOfBody(
  on: Reader,
  participantId: number,
  authorisationId: AuthorisationId,
): Promise<AuthorisationLine | undefined> {
  const rows = await on.query<StoredLine>(
    `${selectLines} where a.participant_id = $1 and a.authorisation_id = $2`,
    [participantId, authorisationId],
  )
  return rows[0] && lineOf(rows[0])
}

/** Newest first. */
export async function listOfBody(
  on: Reader,
  participantId: number,
  { before, limit }: AuthorisationPage,
): Promise<AuthorisationLine[]> {
  const rows = await on.query<StoredLine>(
    `${selectLines} where a.participant_id = $1 and ($2::uuid is null or a.authorisation_id < $2::uuid)
     order by a.authorisation_id desc limit $3`,
    [participantId, before, limit],
  )
  return rows.map(lineOf)
}

/** Of two who end it at once the first counts. */
export async function insertEnd(
  tx: Tx,
  tick: Tick,
  { subjectId, authorisationId }: Pick<Authorisation, 'subjectId' | 'authorisationId'>,
  end: { readonly reason: AuthorisationEnd; readonly actorKind: ActorKind; readonly staff: string | null },
): Promise<void> {
  await tx.query(
    `insert into authorisation_ends (subject_id, authorisation_id, reason, actor_kind, staff, ended_at, tick)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [subjectId, authorisationId, end.reason, end.actorKind, end.staff, tx.clock.now(), tick],
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query, Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'
import type { MarkEnd, MarkedRecord, MarkId, RecordMark } from './mark-record.ts'
import { readTogether } from './read-together.ts'

type Reader = { readonly query: Query }

export async function insertMove(tx: Tx, subjectId: SubjectId, tick: Tick): Promise<void> {
  await tx.query('insert into subject_moves (subject_id, tick) values ($1, $2)', [subjectId, tick])
}

/** The record as its subject holds it, whoever of those read together that is. */
export async function findMarkable(
  on: Reader,
  subjectId: SubjectId,
  recordId: RecordId,
): Promise<MarkedRecord | undefined> {
  const rows = await on.query<MarkedRecord>(
    `select v.subject_id as "subjectId", v.record_id as "recordId", v.furnisher_id as "furnisherId"
     from v_record_versions v
     where v.subject_id = any(${readTogether('$1::uuid')}) and v.record_id = $2
     order by v.version_no desc limit 1`,
    [subjectId, recordId],
  )
  return rows[0]
}

export async function insertMark(tx: Tx, tick: Tick, mark: RecordMark): Promise<void> {
  await tx.query(
    `insert into record_marks (subject_id, record_id, mark_id, mark, reason, reference, actor_kind, participant_id,
       staff, placed_at, tick)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      mark.subjectId,
      mark.recordId,
      mark.markId,
      mark.mark,
      mark.reason,
      mark.reference,
      mark.actorKind,
      mark.participantId,
      mark.staff,
      mark.placedAt,
      tick,
    ],
  )
}

export async function findMark(
  on: Reader,
  subjectId: SubjectId,
  markId: MarkId,
): Promise<(RecordMark & { readonly ended: boolean }) | undefined> {
  const rows = await on.query<RecordMark & { readonly ended: boolean }>(
    `select m.subject_id as "subjectId", m.record_id as "recordId", m.mark_id as "markId", m.mark, m.reason,
       m.reference, m.actor_kind as "actorKind", m.participant_id as "participantId", m.staff,
       m.placed_at as "placedAt",
       exists (
         select 1 from record_mark_ends e
         where e.subject_id = m.subject_id and e.record_id = m.record_id and e.mark_id = m.mark_id) as ended
     from record_marks m where m.subject_id = any(${readTogether('$1::uuid')}) and m.mark_id = $2`,
    [subjectId, markId],
  )
  return rows[0]
}

export async function insertMarkEnd(tx: Tx, tick: Tick, end: MarkEnd): Promise<void> {
  await tx.query(
    `insert into record_mark_ends (subject_id, record_id, mark_id, reference, actor_kind, participant_id, staff,
       ended_at, tick)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      end.subjectId,
      end.recordId,
      end.markId,
      end.reference,
      end.actorKind,
      end.participantId,
      end.staff,
      tx.clock.now(),
      tick,
    ],
  )
}

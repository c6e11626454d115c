// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import type { NoticeId } from './notice.ts'
import type { SubjectNotice } from './subject-notice.ts'

type Reader = { readonly query: Query }

const columns = `notice_id as "noticeId", subject_id as "subjectId", kind, occasion, facts,
  written_at as "writtenAt"`

/** @returns the notice of this occasion: this one, or the one that was written before */
export async function insertNotice(tx: Tx, notice: SubjectNotice): Promise<NoticeId> {
  await tx.query(
    `insert into subject_notices (subject_id, notice_id, kind, occasion, facts, written_at)
     values ($1, $2, $3, $4, $5, $6) on conflict (subject_id, kind, occasion) do nothing`,
    [
      notice.subjectId,
      notice.noticeId,
      notice.kind,
      notice.occasion,
      JSON.stringify(notice.facts),
      notice.writtenAt,
    ],
  )
  const rows = await tx.query<{ noticeId: NoticeId }>(
    `select notice_id as "noticeId" from subject_notices where subject_id = $1 and kind = $2 and occasion = $3`,
    [notice.subjectId, notice.kind, notice.occasion],
  )
  return only(rows).noticeId
}

export async function findNotice(
  on: Reader,
  subjectId: SubjectId,
  noticeId: NoticeId,
): Promise<SubjectNotice | undefined> {
  const rows = await on.query<SubjectNotice>(
    `select ${columns} from subject_notices where subject_id = $1 and notice_id = $2`,
    [subjectId, noticeId],
  )
  return rows[0]
}

export async function listNotices(
  on: Reader,
  subjectId: SubjectId,
  before: NoticeId | null,
  limit: number,
): Promise<SubjectNotice[]> {
  return on.query<SubjectNotice>(
    `select ${columns} from subject_notices
     where subject_id = $1 and ($2::uuid is null or notice_id < $2::uuid)
     order by notice_id desc limit $3`,
    [subjectId, before, limit],
  )
}

export async function listDepartures(on: Reader, notice: SubjectNotice): Promise<string[]> {
  const rows = await on.query<{ channel: string }>(
    `select channel from subject_notice_departures where subject_id = $1 and notice_id = $2
     order by channel limit 100`,
    [notice.subjectId, notice.noticeId],
  )
  return rows.map(({ channel }) => channel)
}

export async function insertDeparture(tx: Tx, notice: SubjectNotice, channel: string): Promise<void> {
  await tx.query(
    `insert into subject_notice_departures (subject_id, notice_id, channel, left_at)
     values ($1, $2, $3, $4) on conflict do nothing`,
    [notice.subjectId, notice.noticeId, channel, tx.clock.now()],
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query, Tx } from '../../kernel/db/database.ts'
import type { Notice, NoticeId } from './notice.ts'

export async function insertNotice(tx: Tx, notice: Notice): Promise<void> {
  await tx.query(
    `insert into notices (notice_id, participant_id, kind, occasion, facts, batch_id, written_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (participant_id, kind, occasion) do nothing`,
    [
      notice.noticeId,
      notice.participantId,
      notice.kind,
      notice.occasion,
      JSON.stringify(notice.facts),
      notice.batchId,
      notice.writtenAt,
    ],
  )
}

export async function listNotices(
  on: { readonly query: Query },
  participantId: number,
  before: NoticeId | null,
  limit: number,
): Promise<Notice[]> {
  return on.query<Notice>(
    `select notice_id as "noticeId", participant_id as "participantId", kind, occasion, facts,
       batch_id as "batchId", written_at as "writtenAt"
     from notices where participant_id = $1 and ($2::uuid is null or notice_id < $2::uuid)
     order by notice_id desc limit $3`,
    [participantId, before, limit],
  )
}

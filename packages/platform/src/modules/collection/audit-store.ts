// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { BatchId, EntryId } from '../../kernel/ids.ts'
import type { ActId } from '../workflow/index.ts'
import type { ReleasedRow } from './release-witness.ts'

type Reader = { readonly query: Query }

export type IssuedReceipt = { readonly batchId: BatchId; readonly note: string }

export function listReceipts(on: Reader, after: BatchId | null, limit: number): Promise<IssuedReceipt[]> {
  return on.query<IssuedReceipt>(
    `select batch_id as "batchId", note from receipts
     where $1::uuid is null or batch_id > $1::uuid order by batch_id limit $2`,
    [after, limit],
  )
}

export type ReplacedWhole = {
  readonly batchId: BatchId
  readonly type: string
  readonly period: string
  readonly absent: number
}

/** Finished replacements of a period, and how many records each ended by leaving them out. */
export function listReplacements(on: Reader, after: BatchId | null, limit: number): Promise<ReplacedWhole[]> {
  return on.query<ReplacedWhole>(
    `select b.batch_id as "batchId", b.type, b.period,
       (select coalesce(sum(c.absent), 0)::bigint from batch_chunks c where c.batch_id = b.batch_id) as absent
     from batches b
     where b.period is not null and b.state = 'completed' and ($1::uuid is null or b.batch_id > $1::uuid)
     order by b.batch_id limit $2`,
    [after, limit],
  )
}

export type ReleasedBatch = {
  readonly actId: ActId
  readonly batchId: BatchId
  readonly newBatchId: BatchId
  readonly rows: readonly ReleasedRow[]
}

export function listReleases(on: Reader, after: ActId | null, limit: number): Promise<ReleasedBatch[]> {
  return on.query<ReleasedBatch>(
    `select r.act_id as "actId", min(c.corrects_batch_id::text) as "batchId", min(r.batch_id::text) as "newBatchId",
       json_agg(json_build_object('of', c.corrects_row_no, 'codes', r.codes, 'proposer', r.proposer,
         'seconder', r.seconder) order by r.row_no) as rows
     from batch_releases r join batch_corrections c on c.batch_id = r.batch_id and c.row_no = r.row_no
     where $1::uuid is null or r.act_id > $1::uuid
     group by r.act_id order by r.act_id limit $2`,
    [after, limit],
  )
}

export type EmptiedRows = {
  readonly batchId: BatchId
  readonly emptiedBy: EntryId
  readonly rowNos: readonly number[]
}

export function listEmptied(on: Reader, after: EntryId | null, limit: number): Promise<EmptiedRows[]> {
  return on.query<EmptiedRows>(
    `select min(batch_id::text) as "batchId", emptied_by as "emptiedBy", array_agg(row_no order by row_no) as "rowNos"
     from quarantined_rows
     where emptied_by is not null and ($1::uuid is null or emptied_by > $1::uuid)
     group by emptied_by order by emptied_by limit $2`,
    [after, limit],
  )
}

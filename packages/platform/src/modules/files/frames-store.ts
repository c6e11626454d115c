// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { BatchId } from '../../kernel/ids.ts'

type Reader = { readonly query: Query }

export async function insertFrame(
  on: Reader,
  batchId: BatchId,
  frame: number,
  sealed: Buffer,
): Promise<void> {
  await on.query('insert into spool_frames (batch_id, frame, sealed) values ($1, $2, $3)', [
    batchId,
    frame,
    sealed,
  ])
}

/** Without a gap from the first on: behind a missing frame nothing is given. */
export async function listFrames(
  on: Reader,
  batchId: BatchId,
  from: number,
  limit: number,
): Promise<Buffer[]> {
  const rows = await on.query<{ frame: number; sealed: Buffer }>(
    `select frame, sealed from spool_frames where batch_id = $1 and frame >= $2 order by frame limit $3`,
    [batchId, from, limit],
  )
  const gap = rows.findIndex((row, i) => row.frame !== from + i)
  return (gap === -1 ? rows : rows.slice(0, gap)).map((row) => row.sealed)
}

export async function deleteFrames(on: Reader, batchId: BatchId, from: number): Promise<void> {
  await on.query('delete from spool_frames where batch_id = $1 and frame >= $2', [batchId, from])
}

export async function listSpooledIds(on: Reader, after: BatchId | null, limit: number): Promise<BatchId[]> {
  const rows = await on.query<{ batchId: BatchId }>(
    `select batch_id as "batchId" from spool_frames
     where frame = 0 and ($1::uuid is null or batch_id > $1::uuid) order by batch_id limit $2`,
    [after, limit],
  )
  return rows.map((row) => row.batchId)
}

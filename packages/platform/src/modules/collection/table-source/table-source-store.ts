// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../../kernel/civil-date.ts'
import type { Query, Tx } from '../../../kernel/db/database.ts'
import type { BatchId } from '../../../kernel/ids.ts'
import type { Watermark } from './front-end-table.ts'

type Reader = { readonly query: Query }

export type SourceState = {
  readonly source: string
  readonly watermark: Watermark | null
  readonly pulledRows: number
  readonly lastBatchId: BatchId | null
  readonly pulledAt: Instant | null
  readonly runAt: Instant
  readonly failures: number
  readonly failure: string | null
}

const columns = `source, watermark, pulled_rows as "pulledRows", last_batch_id as "lastBatchId",
  pulled_at as "pulledAt", run_at as "runAt", failures, failure`

export async function rememberSource(on: Reader, source: string, now: Instant): Promise<void> {
  await on.query('insert into table_sources (source, run_at) values ($1, $2) on conflict do nothing', [
    source,
    now,
  ])
}

/** Undefined when it is not yet its time, or another node is at it. */
export async function claimSource(
  on: Reader,
  source: string,
  now: Instant,
  until: Instant,
): Promise<SourceState | undefined> {
  const rows = await on.query<SourceState>(
    `update table_sources set claimed_until = $3
     where source = $1 and run_at <= $2 and (claimed_until is null or claimed_until < $2) returning ${columns}`,
    [source, now, until],
  )
  return rows[0]
}

/** False when another node has moved the watermark meanwhile. */
export async function moveWatermark(
  tx: Tx,
  source: string,
  from: Watermark | null,
  to: { readonly watermark: Watermark; readonly rows: number; readonly batchId: BatchId },
): Promise<boolean> {
  const rows = await tx.query(
    `update table_sources set watermark = $3, pulled_rows = pulled_rows + $4, last_batch_id = $5
     where source = $1 and watermark is not distinct from $2::jsonb returning source`,
    [source, from && JSON.stringify(from), JSON.stringify(to.watermark), to.rows, to.batchId],
  )
  return rows.length > 0
}

export async function endPull(
  on: Reader,
  source: string,
  end: { readonly at: Instant; readonly runAt: Instant; readonly failure: string | null },
): Promise<void> {
  await on.query(
    `update table_sources set claimed_until = null, run_at = $3, failure = $4,
       failures = case when $4::text is null then 0 else failures + 1 end,
       pulled_at = case when $4::text is null then $2 else pulled_at end
     where source = $1`,
    [source, end.at, end.runAt, end.failure],
  )
}

export type SourceLine = Omit<SourceState, 'watermark' | 'lastBatchId'>

/** For the operator: not where a reading stands, for a key of a department's table may be a person's number. */
export async function listSources(on: Reader, limit: number): Promise<SourceLine[]> {
  return on.query<SourceLine>(
    `select source, pulled_rows as "pulledRows", pulled_at as "pulledAt", run_at as "runAt", failures, failure
     from table_sources order by source limit $1`,
    [limit],
  )
}

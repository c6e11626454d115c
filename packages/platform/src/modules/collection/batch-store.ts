// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import type { NodeId } from '../../kernel/db/outbox.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import type { BatchId, SubjectId } from '../../kernel/ids.ts'
import type { Batch, BatchState, BatchTotals, OfferedIdentifier } from './batch.ts'

type Reader = { readonly query: Query }

const batchColumns = `batch_id as "batchId", furnisher_id as "furnisherId", type, profile,
  catalogue_version as "catalogueVersion", state, received_at as "receivedAt", received_on as "receivedOn",
  completed_at as "completedAt", bytes, file_sha256 as "fileSha256", key_wrapped as "keyWrapped", encoding,
  format, operation, stated_at as "statedAt", period, door, idempotency_key as "idempotencyKey",
  corrects_batch_id as "correctsBatchId", rows, faulty, root, refusal, stuck_at as "stuckAt",
  spool_removed_at as "spoolRemovedAt"`

type Later = 'state' | 'completedAt' | 'rows' | 'faulty' | 'root' | 'refusal' | 'stuckAt' | 'spoolRemovedAt'

export type NewBatch = Omit<Batch, Later> & {
  /** Null when the database spools. */
  readonly nodeId: NodeId | null
}

/** False when a batch of this furnisher has the key already. */
export async function insertBatch(tx: Tx, batch: NewBatch): Promise<boolean> {
  const rows = await tx.query(
    `insert into batches (batch_id, furnisher_id, type, profile, catalogue_version, node_id, state, received_at,
       received_on, bytes, file_sha256, key_wrapped, encoding, format, operation, stated_at, period, door,
       idempotency_key, corrects_batch_id)
     values ($1, $2, $3, $4, $5, $6, 'received', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
     on conflict (furnisher_id, idempotency_key) where idempotency_key is not null do nothing
     returning batch_id`,
    [
      batch.batchId,
      batch.furnisherId,
      batch.type,
      batch.profile,
      batch.catalogueVersion,
      batch.nodeId,
      batch.receivedAt,
      batch.receivedOn,
      batch.bytes,
      batch.fileSha256,
      batch.keyWrapped,
      batch.encoding,
      batch.format,
      batch.operation,
      batch.statedAt,
      batch.period,
      batch.door,
      batch.idempotencyKey,
      batch.correctsBatchId,
    ],
  )
  return rows.length > 0
}

export async function findBatchByKey(
  on: Reader,
  furnisherId: number,
  key: string,
): Promise<Batch | undefined> {
  const rows = await on.query<Batch>(
    `select ${batchColumns} from batches where furnisher_id = $1 and idempotency_key = $2`,
    [furnisherId, key],
  )
  return rows[0]
}

export async function sumBytesOfDay(on: Reader, furnisherId: number, day: CivilDate): Promise<number> {
  const rows = await on.query<{ bytes: number }>(
    `select coalesce(sum(bytes), 0)::bigint as bytes from batches where furnisher_id = $1 and received_on = $2`,
    [furnisherId, day],
  )
  return only(rows).bytes
}

export async function setBatchStuck(on: Reader, batchId: BatchId, at: Instant | null): Promise<void> {
  await on.query(
    `update batches set stuck_at = $2 where batch_id = $1 and state not in ('completed', 'refused')`,
    [batchId, at],
  )
}

export type StuckBatch = Pick<Batch, 'batchId' | 'furnisherId' | 'type' | 'state' | 'receivedAt'> & {
  readonly stuckAt: Instant
}

/** For the operator: of all furnishers, longest first. */
export async function listStuckBatches(on: Reader, limit: number): Promise<StuckBatch[]> {
  return on.query<StuckBatch>(
    `select batch_id as "batchId", furnisher_id as "furnisherId", type, state, received_at as "receivedAt",
       stuck_at as "stuckAt"
     from batches where stuck_at is not null and state not in ('completed', 'refused')
     order by stuck_at, batch_id limit $1`,
    [limit],
  )
}

/** Batches at their end since before `until` whose sealed file this node can reach and still lies in the spool. */
export async function listSpooledBatches(
  on: Reader,
  nodeId: NodeId,
  until: Instant,
  limit: number,
): Promise<BatchId[]> {
  const rows = await on.query<{ batchId: BatchId }>(
    `select batch_id as "batchId" from batches
     where completed_at < $2 and spool_removed_at is null and (node_id is null or node_id = $1)
     order by completed_at, batch_id limit $3`,
    [nodeId, until, limit],
  )
  return rows.map((row) => row.batchId)
}

export async function setSpoolRemoved(on: Reader, batchId: BatchId, at: Instant): Promise<void> {
  await on.query('update batches set spool_removed_at = $2 where batch_id = $1', [batchId, at])
}

export async function findBatch(on: Reader, batchId: BatchId): Promise<Batch | undefined> {
  const rows = await on.query<Batch>(`select ${batchColumns} from batches where batch_id = $1`, [batchId])
  return rows[0]
}

/** Newest first. @param before the id of the last batch of the page before */
export async function listBatches(
  on: Reader,
  furnisherId: number,
  before: BatchId | null,
  limit: number,
): Promise<Batch[]> {
  return on.query<Batch>(
    `select ${batchColumns} from batches
     where furnisher_id = $1 and ($2::uuid is null or batch_id < $2::uuid)
     order by batch_id desc limit $3`,
    [furnisherId, before, limit],
  )
}

export async function setBatchState(on: Reader, batchId: BatchId, state: BatchState): Promise<void> {
  await on.query('update batches set state = $2 where batch_id = $1', [batchId, state])
}

export async function setBatchRefused(
  on: Reader,
  batchId: BatchId,
  refusal: string,
  at: string,
): Promise<void> {
  await on.query(
    "update batches set state = 'refused', refusal = $2, completed_at = $3 where batch_id = $1",
    [batchId, refusal, at],
  )
}

export async function setBatchJudged(
  on: Reader,
  batchId: BatchId,
  judged: { readonly rows: number; readonly faulty: number; readonly root: Uint8Array },
): Promise<void> {
  await on.query(
    "update batches set state = 'merging', rows = $2, faulty = $3, root = $4 where batch_id = $1",
    [batchId, judged.rows, judged.faulty, judged.root],
  )
}

export async function completeBatch(tx: Tx, batchId: BatchId, receipt: string): Promise<void> {
  const at = tx.clock.now()
  await tx.query('insert into receipts (batch_id, note, issued_at) values ($1, $2, $3)', [
    batchId,
    receipt,
    at,
  ])
  await tx.query("update batches set state = 'completed', completed_at = $2 where batch_id = $1", [
    batchId,
    at,
  ])
}

export async function findReceipt(on: Reader, batchId: BatchId): Promise<string | undefined> {
  const rows = await on.query<{ note: string }>('select note from receipts where batch_id = $1', [batchId])
  return rows[0]?.note
}

export type Chunk = {
  readonly lastRowNo: number
  readonly tick: Tick | null
  readonly accepted: number
  readonly corrected: number
  readonly unchanged: number
  readonly withdrawn: number
  readonly namesDisagreeing: number
  readonly subjectsMade: number
}

/** In the transaction of the merge itself: what is written here is merged, what is not is not. */
export async function insertChunk(tx: Tx, batchId: BatchId, chunk: Chunk): Promise<void> {
  await tx.query(
    `insert into batch_chunks (batch_id, last_row_no, tick, accepted, corrected, unchanged, withdrawn,
       names_disagreeing, subjects_made)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      batchId,
      chunk.lastRowNo,
      chunk.tick,
      chunk.accepted,
      chunk.corrected,
      chunk.unchanged,
      chunk.withdrawn,
      chunk.namesDisagreeing,
      chunk.subjectsMade,
    ],
  )
}

export async function sumChunks(on: Reader, batchId: BatchId): Promise<BatchTotals> {
  const rows = await on.query<BatchTotals>(
    `select coalesce(sum(accepted), 0)::bigint as accepted, coalesce(sum(corrected), 0)::bigint as corrected,
       coalesce(sum(unchanged), 0)::bigint as unchanged, coalesce(sum(withdrawn), 0)::bigint as withdrawn,
       coalesce(sum(names_disagreeing), 0)::bigint as "namesDisagreeing",
       coalesce(sum(subjects_made), 0)::bigint as "subjectsMade",
       min(tick) as "tickFrom", max(tick) as "tickTo", coalesce(max(last_row_no), 0) as "lastRowNo"
     from batch_chunks where batch_id = $1`,
    [batchId],
  )
  return only(rows)
}

export type StoredFinding = {
  readonly rowNo: number
  readonly weight: 'fault' | 'note'
  readonly codes: readonly string[]
  readonly sealed: Buffer
}

export type FaultRun = {
  readonly lastRowNo: number
  readonly faultyRows: readonly number[]
  readonly counts: readonly { readonly code: string; readonly weight: string; readonly rows: number }[]
  /** Those whose details are kept. */
  readonly kept: readonly StoredFinding[]
}

/** What judging found in one run of rows; two that work on one batch by mistake keep it once. */
export async function insertFaultRun(tx: Tx, batchId: BatchId, run: FaultRun): Promise<void> {
  const inserted = await tx.query(
    `insert into batch_fault_runs (batch_id, last_row_no, faulty_rows, counts, kept_faults, kept_notes)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1`,
    [
      batchId,
      run.lastRowNo,
      run.faultyRows,
      JSON.stringify(run.counts),
      run.kept.filter((finding) => finding.weight === 'fault').length,
      run.kept.filter((finding) => finding.weight === 'note').length,
    ],
  )
  if (inserted.length === 0 || run.kept.length === 0) return
  await tx.query(
    `insert into batch_faults (batch_id, row_no, weight, codes, sealed)
     select $1::uuid, row_no, weight, string_to_array(codes, ' '), sealed
     from unnest($2::integer[], $3::text[], $4::text[], $5::bytea[]) as found (row_no, weight, codes, sealed)
     on conflict do nothing`,
    [
      batchId,
      run.kept.map((finding) => finding.rowNo),
      run.kept.map((finding) => finding.weight),
      run.kept.map((finding) => finding.codes.join(' ')),
      run.kept.map((finding) => finding.sealed),
    ],
  )
}

export type Kept = {
  readonly faults: number
  readonly notes: number
  /** Findings up to this row are settled; -1 before any. */
  readonly lastRowNo: number
}

/** Details kept of the batch so far. */
export async function countKept(on: Reader, batchId: BatchId): Promise<Kept> {
  const rows = await on.query<Kept>(
    `select coalesce(sum(kept_faults), 0)::bigint as faults, coalesce(sum(kept_notes), 0)::bigint as notes,
       coalesce(max(last_row_no), -1) as "lastRowNo"
     from batch_fault_runs where batch_id = $1`,
    [batchId],
  )
  return only(rows)
}

export async function countFaultyRows(on: Reader, batchId: BatchId): Promise<number> {
  const rows = await on.query<{ faulty: number }>(
    `select coalesce(sum(cardinality(faulty_rows)), 0)::bigint as faulty
     from batch_fault_runs where batch_id = $1`,
    [batchId],
  )
  return only(rows).faulty
}

/** Runs in the order of the file. */
export async function listFaultyRuns(
  on: Reader,
  batchId: BatchId,
  afterRowNo: number,
  limit: number,
): Promise<{ lastRowNo: number; faultyRows: number[] }[]> {
  return on.query(
    `select last_row_no as "lastRowNo", faulty_rows as "faultyRows" from batch_fault_runs
     where batch_id = $1 and last_row_no > $2 order by last_row_no limit $3`,
    [batchId, afterRowNo, limit],
  )
}

export async function listFindings(
  on: Reader,
  batchId: BatchId,
  page: { readonly weight: 'fault' | 'note'; readonly afterRowNo: number; readonly limit: number },
): Promise<StoredFinding[]> {
  return on.query<StoredFinding>(
    `select row_no as "rowNo", weight, codes, sealed from batch_faults
     where batch_id = $1 and weight = $2 and row_no > $3 order by row_no limit $4`,
    [batchId, page.weight, page.afterRowNo, page.limit],
  )
}

/** All findings, also those whose details are not kept. */
export async function countFindings(
  on: Reader,
  batchId: BatchId,
): Promise<{ code: string; weight: string; rows: number }[]> {
  return on.query(
    `select code, weight, sum(found.rows)::bigint as rows
     from batch_fault_runs, jsonb_to_recordset(counts) as found (code text, weight text, rows integer)
     where batch_id = $1 group by code, weight order by weight, code limit 1000`,
    [batchId],
  )
}

/** Unified codes under which these subjects are known, if one of their registered names is the one given. */
export async function listOffers(
  on: Reader,
  subjects: readonly SubjectId[],
  nameKey: Uint8Array,
  limit: number,
): Promise<OfferedIdentifier[]> {
  return on.query<OfferedIdentifier>(
    `select distinct v.came_by_scheme as scheme, v.came_by_value as value
     from v_record_versions v
     where v.subject_id = any($1::uuid[]) and v.came_by_scheme = 'cn.uscc' and not v.withdrawn and exists (
       select 1 from v_subject_names n
       where n.subject_id = v.subject_id and n.registered and n.name_key = $2)
     order by scheme, value limit $3`,
    [subjects, nameKey, limit],
  )
}

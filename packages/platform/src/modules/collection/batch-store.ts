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
  format, operation, stated_at as "statedAt", period, door, arrival, idempotency_key as "idempotencyKey",
  corrects_batch_id as "correctsBatchId", rows, faulty, root, refusal, stuck_at as "stuckAt",
  spool_removed_at as "spoolRemovedAt"`

type Later =
  | 'state'
  | 'arrival'
  | 'completedAt'
  | 'rows'
  | 'faulty'
  | 'root'
  | 'refusal'
  | 'stuckAt'
  | 'spoolRemovedAt'

export type NewBatch = Omit<Batch, Later> & {
  /** Null when the database spools. */
  readonly nodeId: NodeId | null
}

/** Also in a database that several nodes share: batches arrive one after another. */
const ARRIVAL_LOCK = 7002

/**
 * False when a batch of this furnisher has the key already.
 * Caller inserts late: the lock that gives batches their order of arrival is held to commit.
 */
export async function insertBatch(tx: Tx, batch: NewBatch): Promise<boolean> {
  await tx.query('select pg_advisory_xact_lock($1)', [ARRIVAL_LOCK])
  const rows = await tx.query(
    `insert into batches (batch_id, furnisher_id, type, profile, catalogue_version, node_id, state, received_at,
       received_on, bytes, file_sha256, key_wrapped, encoding, format, operation, stated_at, period, door,
       idempotency_key, corrects_batch_id, arrival)
     values ($1, $2, $3, $4, $5, $6, 'received', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
       (select coalesce(max(arrival), 0) + 1 from batches))
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

export async function isBatch(on: Reader, batchId: BatchId): Promise<boolean> {
  return (await on.query('select 1 from batches where batch_id = $1', [batchId])).length === 1
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
  readonly absent: number
  readonly namesDisagreeing: number
  readonly subjectsMade: number
  readonly outcomes: OutcomesKept
}

/** What merging noted in a chunk: all of it counted, and of how many rows the details are kept. */
export type OutcomesKept = {
  readonly counts: readonly { readonly code: string; readonly rows: number }[]
  readonly kept: number
}

/** In the transaction of the merge itself: what is written here is merged, what is not is not. */
export async function insertChunk(tx: Tx, batchId: BatchId, chunk: Chunk): Promise<void> {
  await tx.query(
    `insert into batch_chunks (batch_id, last_row_no, tick, accepted, corrected, unchanged, withdrawn,
       absent, names_disagreeing, subjects_made, outcomes, kept_outcomes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      batchId,
      chunk.lastRowNo,
      chunk.tick,
      chunk.accepted,
      chunk.corrected,
      chunk.unchanged,
      chunk.withdrawn,
      chunk.absent,
      chunk.namesDisagreeing,
      chunk.subjectsMade,
      JSON.stringify(chunk.outcomes.counts),
      chunk.outcomes.kept,
    ],
  )
}

export async function sumChunks(on: Reader, batchId: BatchId): Promise<BatchTotals> {
  const rows = await on.query<BatchTotals>(
    `select coalesce(sum(accepted), 0)::bigint as accepted, coalesce(sum(corrected), 0)::bigint as corrected,
       coalesce(sum(unchanged), 0)::bigint as unchanged, coalesce(sum(withdrawn), 0)::bigint as withdrawn,
       coalesce(sum(absent), 0)::bigint as absent,
       coalesce(sum(names_disagreeing), 0)::bigint as "namesDisagreeing",
       coalesce(sum(subjects_made), 0)::bigint as "subjectsMade",
       min(tick) as "tickFrom", max(tick) as "tickTo", coalesce(max(last_row_no), 0) as "lastRowNo"
     from batch_chunks where batch_id = $1`,
    [batchId],
  )
  return only(rows)
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
       select 1 from v_standing_names n
       where n.subject_id = v.subject_id and n.registered and n.name_key = $2)
     order by scheme, value limit $3`,
    [subjects, nameKey, limit],
  )
}

export type NamedOrganisation = { readonly name: string; readonly uscc: string }

/** Registered organisations, by any name they bear or bore, in which these pairs stand; names of like length first. */
export async function listNamedOrganisations(
  on: Reader,
  asked: { readonly pairs: readonly string[]; readonly length: number },
  limit: number,
): Promise<NamedOrganisation[]> {
  return on.query<NamedOrganisation>(
    `with named as materialized (
       select n.subject_id, n.name, abs(cardinality(n.bigrams) - $2::integer) as distance from v_standing_names n
       where n.registered and n.bigrams @> $1::text[]
       order by abs(cardinality(n.bigrams) - $2::integer), n.name, n.subject_id limit $3
     )
     select n.name, id.value as uscc
     from named n
     join v_subjects s on s.subject_id = n.subject_id and s.kind = 'organisation'
     join lateral (
       select v.came_by_value as value from v_record_versions v
       where v.subject_id = n.subject_id and v.came_by_scheme = 'cn.uscc' and not v.withdrawn
       order by v.came_by_value limit 1
     ) id on true
     order by n.distance, n.name, id.value limit $3`,
    [asked.pairs, asked.length, limit],
  )
}

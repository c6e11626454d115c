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

/** `outcome`: a note that only merging could make; told as a note. */
export type FindingWeight = 'fault' | 'note' | 'outcome'

export type StoredFinding = {
  readonly rowNo: number
  readonly weight: FindingWeight
  readonly codes: readonly string[]
  /** `code rule field`, one an item; `-` for none. */
  readonly places: readonly string[]
  readonly numberMac: Buffer | null
  /** Null once the term of quarantine is over. */
  readonly sealed: Buffer | null
}

export async function insertHeader(on: Reader, batchId: BatchId, sealed: Buffer): Promise<void> {
  await on.query('insert into batch_headers (batch_id, sealed) values ($1, $2) on conflict do nothing', [
    batchId,
    sealed,
  ])
}

export async function findHeader(on: Reader, batchId: BatchId): Promise<Buffer | undefined> {
  const rows = await on.query<{ sealed: Buffer }>('select sealed from batch_headers where batch_id = $1', [
    batchId,
  ])
  return rows[0]?.sealed
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
  if (inserted.length > 0) await insertFindings(tx, batchId, run.kept)
}

export async function insertFindings(
  tx: Tx,
  batchId: BatchId,
  findings: readonly StoredFinding[],
): Promise<void> {
  if (findings.length === 0) return
  await tx.query(
    `insert into batch_faults (batch_id, row_no, weight, codes, sealed, places, number_mac)
     select $1::uuid, row_no, weight, string_to_array(codes, ' '), sealed, string_to_array(places, '|'), number_mac
     from unnest($2::integer[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::bytea[])
       as found (row_no, weight, codes, sealed, places, number_mac)
     on conflict do nothing`,
    [
      batchId,
      findings.map((finding) => finding.rowNo),
      findings.map((finding) => finding.weight),
      findings.map((finding) => finding.codes.join(' ')),
      findings.map((finding) => finding.sealed),
      findings.map((finding) => finding.places.join('|')),
      findings.map((finding) => finding.numberMac),
    ],
  )
}

export type Kept = {
  readonly faults: number
  readonly notes: number
  /** Findings up to this row are settled; -1 before any. */
  readonly lastRowNo: number
}

/** Details kept of the batch so far; notes that merging made count as the others. */
export async function countKept(on: Reader, batchId: BatchId): Promise<Kept> {
  const rows = await on.query<Kept>(
    `select coalesce(sum(kept_faults), 0)::bigint as faults,
       coalesce(sum(kept_notes), 0)::bigint
         + (select coalesce(sum(kept_outcomes), 0) from batch_chunks where batch_id = $1)::bigint as notes,
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

export type FindingsPage = {
  readonly weight: 'fault' | 'note'
  readonly afterRowNo: number
  readonly limit: number
  /** A code, or the record type's own number of a rule. */
  readonly rule?: string | undefined
  readonly field?: string | undefined
}

/** Whole rows: the limit counts rows, and a row's note from merging comes with its note from judging. */
export async function listFindings(
  on: Reader,
  batchId: BatchId,
  page: FindingsPage,
): Promise<StoredFinding[]> {
  return on.query<StoredFinding>(
    `with rows as (
       select distinct row_no from batch_faults
       where batch_id = $1 and weight = any($2::text[]) and row_no > $3
         and (($5::text is null and $6::text is null) or exists (
           select 1 from unnest(places) as place
           where ($5::text is null or $5::text in (split_part(place, ' ', 1), split_part(place, ' ', 2)))
             and ($6::text is null or split_part(place, ' ', 3) = $6::text)))
       order by row_no limit $4
     )
     select f.row_no as "rowNo", f.weight, f.codes, f.places, f.sealed
     from batch_faults f join rows r on r.row_no = f.row_no
     where f.batch_id = $1 and f.weight = any($2::text[]) order by f.row_no, f.weight limit 2 * $4`,
    [
      batchId,
      page.weight === 'fault' ? ['fault'] : ['note', 'outcome'],
      page.afterRowNo,
      page.limit,
      page.rule ?? null,
      page.field ?? null,
    ],
  )
}

/** Certain rows' faults. */
export async function listFindingsOf(
  on: Reader,
  batchId: BatchId,
  rowNos: readonly number[],
): Promise<StoredFinding[]> {
  return on.query<StoredFinding>(
    `select row_no as "rowNo", weight, codes, places, sealed from batch_faults
     where batch_id = $1 and weight = 'fault' and row_no = any($2::integer[]) order by row_no limit 1000`,
    [batchId, rowNos],
  )
}

/** How many rows have an item at each place: `code rule field`. */
export async function countPlaces(
  on: Reader,
  batchId: BatchId,
): Promise<{ place: string; weight: 'fault' | 'note'; rows: number }[]> {
  return on.query(
    `select place, case weight when 'fault' then 'fault' else 'note' end as weight, count(distinct row_no) as rows
     from batch_faults, unnest(places) as place
     where batch_id = $1 group by 1, 2 order by 2, rows desc, place limit 1000`,
    [batchId],
  )
}

/** All findings, also those whose details are not kept. */
export async function countFindings(
  on: Reader,
  batchId: BatchId,
): Promise<{ code: string; weight: string; rows: number }[]> {
  return on.query(
    `select code, weight, sum(rows)::bigint as rows
     from (
       select found.code, found.weight, found.rows
       from batch_fault_runs, jsonb_to_recordset(counts) as found (code text, weight text, rows integer)
       where batch_id = $1
       union all
       select found.code, 'note', found.rows
       from batch_chunks, jsonb_to_recordset(outcomes) as found (code text, rows integer)
       where batch_id = $1
     ) counted
     group by code, weight order by weight, code limit 1000`,
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

export type NamedOrganisation = { readonly name: string; readonly uscc: string }

/** Registered organisations, by any name they bear or bore, in which these pairs stand; names of like length first. */
export async function listNamedOrganisations(
  on: Reader,
  asked: { readonly pairs: readonly string[]; readonly length: number },
  limit: number,
): Promise<NamedOrganisation[]> {
  return on.query<NamedOrganisation>(
    `with named as materialized (
       select n.subject_id, n.name, abs(cardinality(n.bigrams) - $2::integer) as distance from v_subject_names n
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

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import type { BatchId } from '../../kernel/ids.ts'

type Reader = { readonly query: Query }

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

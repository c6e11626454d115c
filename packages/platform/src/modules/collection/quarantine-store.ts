// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import type { BatchId, EntryId } from '../../kernel/ids.ts'
import type { QuarantinedRow, QuarantineState } from './quarantine.ts'

type Reader = { readonly query: Query }
export type RowPlace = { readonly batchId: BatchId; readonly rowNo: number }

const rowColumns = `batch_id as "batchId", row_no as "rowNo", type, codes, state, entered_on as "enteredOn",
  remind_on as "remindOn", expire_on as "expireOn", holder, left_at as "leftAt", left_by_batch_id as "leftByBatchId",
  left_by_row_no as "leftByRowNo"`

/** The faulty rows of a finished batch begin to wait. Called again it changes nothing. */
export async function insertQuarantinedRows(
  tx: Tx,
  batch: {
    readonly batchId: BatchId
    readonly furnisherId: number
    readonly type: string
    readonly statedAt: Instant
  },
  days: {
    readonly enteredOn: CivilDate
    readonly remindOn: CivilDate | null
    readonly expireOn: CivilDate | null
  },
): Promise<void> {
  await tx.query(
    `insert into quarantined_rows (batch_id, row_no, furnisher_id, type, codes, number_mac, stated_at, state,
       entered_on, remind_on, expire_on)
     select batch_id, row_no, $2, $3, codes, number_mac, $4, 'waiting', $5, $6, $7
     from batch_faults where batch_id = $1 and weight = 'fault' and sealed is not null
     on conflict do nothing`,
    [
      batch.batchId,
      batch.furnisherId,
      batch.type,
      batch.statedAt,
      days.enteredOn,
      days.remindOn,
      days.expireOn,
    ],
  )
}

/** Older waiting rows in whose place rows of this batch now wait: by the same number, or as the furnisher said. */
export async function supersedeRows(tx: Tx, batchId: BatchId, at: Instant): Promise<void> {
  await tx.query(
    `with newer as (
       select * from quarantined_rows where batch_id = $1 and state = 'waiting'),
     found as (
       select old.batch_id, old.row_no, newer.row_no as by_row_no
       from newer join quarantined_rows old on old.furnisher_id = newer.furnisher_id and old.type = newer.type
         and old.number_mac = newer.number_mac and old.batch_id <> newer.batch_id and old.stated_at <= newer.stated_at
       where old.state = 'waiting'
       union all
       select old.batch_id, old.row_no, newer.row_no
       from newer join batch_corrections c on c.batch_id = newer.batch_id and c.row_no = newer.row_no
       join quarantined_rows old on old.batch_id = c.corrects_batch_id and old.row_no = c.corrects_row_no
         and old.furnisher_id = newer.furnisher_id and old.type = newer.type and old.stated_at <= newer.stated_at
       where old.state = 'waiting'),
     again as (
       select distinct on (batch_id, row_no) batch_id, row_no, by_row_no from found
       order by batch_id, row_no, by_row_no),
     locked as (
       select q.batch_id, q.row_no, again.by_row_no from quarantined_rows q
       join again on again.batch_id = q.batch_id and again.row_no = q.row_no
       where q.state = 'waiting' order by q.batch_id, q.row_no for update of q)
     update quarantined_rows q set state = 'superseded', left_at = $2, left_by_batch_id = $1,
       left_by_row_no = locked.by_row_no
     from locked where q.batch_id = locked.batch_id and q.row_no = locked.row_no`,
    [batchId, at],
  )
}

export type BroughtRow = { readonly rowNo: number; readonly numberMac: Uint8Array }

/**
 * Waiting rows that leave because good rows of a later batch stand for them: as the furnisher said, or by the same
 * number. Locked in one order, so that two batches that bring the same numbers never wait for each other in a ring.
 */
export async function settleRows(
  tx: Tx,
  batch: {
    readonly batchId: BatchId
    readonly furnisherId: number
    readonly type: string
    readonly statedAt: Instant
  },
  brought: readonly BroughtRow[],
): Promise<void> {
  await tx.query(
    `with brought as (select row_no, mac from unnest($5::integer[], $6::bytea[]) as b (row_no, mac)),
     found as (
       select q.batch_id, q.row_no, brought.row_no as by_row_no
       from brought join quarantined_rows q on q.furnisher_id = $2 and q.type = $3 and q.number_mac = brought.mac
       where q.state = 'waiting' and q.batch_id <> $1 and q.stated_at <= $4
       union all
       select q.batch_id, q.row_no, brought.row_no
       from brought join batch_corrections c on c.batch_id = $1 and c.row_no = brought.row_no
       join quarantined_rows q on q.batch_id = c.corrects_batch_id and q.row_no = c.corrects_row_no
         and q.furnisher_id = $2 and q.type = $3
       where q.state = 'waiting' and q.batch_id <> $1),
     settled as (
       select distinct on (found.batch_id, found.row_no) found.batch_id, found.row_no, found.by_row_no,
         r.act_id is not null as released
       from found left join batch_releases r on r.batch_id = $1 and r.row_no = found.by_row_no
       order by found.batch_id, found.row_no, r.act_id is null, found.by_row_no),
     locked as (
       select q.batch_id, q.row_no, settled.by_row_no, settled.released from quarantined_rows q
       join settled on settled.batch_id = q.batch_id and settled.row_no = q.row_no
       where q.state = 'waiting' order by q.batch_id, q.row_no for update of q)
     update quarantined_rows q set state = case when locked.released then 'released' else 'corrected' end,
       left_at = $7, left_by_batch_id = $1, left_by_row_no = locked.by_row_no
     from locked where q.batch_id = locked.batch_id and q.row_no = locked.row_no`,
    [
      batch.batchId,
      batch.furnisherId,
      batch.type,
      batch.statedAt,
      brought.map((row) => row.rowNo),
      brought.map((row) => row.numberMac),
      tx.clock.now(),
    ],
  )
}

export async function hasWaitingRows(
  on: Reader,
  furnisherId: number,
  type: string,
  besides: BatchId,
): Promise<boolean> {
  const rows = await on.query(
    `select 1 from quarantined_rows
     where furnisher_id = $1 and type = $2 and state = 'waiting' and batch_id <> $3 order by batch_id limit 1`,
    [furnisherId, type, besides],
  )
  return rows.length > 0
}

export async function countQuarantine(
  on: Reader,
  batchId: BatchId,
): Promise<{ state: QuarantineState; rows: number }[]> {
  return on.query(
    'select state, count(*) as rows from quarantined_rows where batch_id = $1 group by state order by state limit 10',
    [batchId],
  )
}

export type QuarantinePage = {
  readonly state: QuarantineState
  readonly batchId: BatchId | null
  readonly holder: string | null
  readonly after: RowPlace | null
  readonly limit: number
}

/** Oldest first. */
export async function listQuarantinedRows(
  on: Reader,
  furnisherId: number,
  page: QuarantinePage,
): Promise<QuarantinedRow[]> {
  return on.query<QuarantinedRow>(
    `select ${rowColumns} from quarantined_rows
     where furnisher_id = $1 and state = $2 and ($3::uuid is null or batch_id = $3::uuid)
       and ($4::text is null or holder = $4::text)
       and ($5::uuid is null or (batch_id, row_no) > ($5::uuid, $6::integer))
     order by batch_id, row_no limit $7`,
    [
      furnisherId,
      page.state,
      page.batchId,
      page.holder,
      page.after?.batchId ?? null,
      page.after?.rowNo ?? null,
      page.limit,
    ],
  )
}

export async function listRowStates(
  on: Reader,
  batchId: BatchId,
  rowNos: readonly number[],
): Promise<{ rowNo: number; state: QuarantineState }[]> {
  return on.query(
    `select row_no as "rowNo", state from quarantined_rows
     where batch_id = $1 and row_no = any($2::integer[]) order by row_no limit 1000`,
    [batchId, rowNos],
  )
}

/** Those of the rows asked for that wait; in a transaction they are held until its end. */
export async function lockWaitingRows(
  on: Reader,
  batchId: BatchId,
  rowNos: readonly number[],
): Promise<QuarantinedRow[]> {
  return on.query<QuarantinedRow>(
    `select ${rowColumns} from quarantined_rows
     where batch_id = $1 and row_no = any($2::integer[]) and state = 'waiting'
     order by batch_id, row_no limit 1000 for update`,
    [batchId, rowNos],
  )
}

export async function setRowHolder(
  on: Reader,
  batchId: BatchId,
  rowNos: readonly number[],
  holder: string | null,
): Promise<number> {
  const rows = await on.query(
    `update quarantined_rows set holder = $3 where batch_id = $1 and row_no = any($2::integer[]) and state = 'waiting'
     returning row_no`,
    [batchId, rowNos, holder],
  )
  return rows.length
}

export async function insertCorrections(
  tx: Tx,
  batchId: BatchId,
  corrects: {
    readonly batchId: BatchId
    readonly rows: readonly { readonly rowNo: number; readonly of: number }[]
  },
): Promise<void> {
  await tx.query(
    `insert into batch_corrections (batch_id, row_no, corrects_batch_id, corrects_row_no)
     select $1::uuid, row_no, $2::uuid, of_row_no from unnest($3::integer[], $4::integer[]) as c (row_no, of_row_no)`,
    [batchId, corrects.batchId, corrects.rows.map((row) => row.rowNo), corrects.rows.map((row) => row.of)],
  )
}

export type Release = {
  readonly rowNo: number
  readonly codes: readonly string[]
  readonly proposer: string
  readonly seconder: string
}

export async function insertReleases(
  tx: Tx,
  batchId: BatchId,
  actId: string,
  releases: readonly Release[],
): Promise<void> {
  await tx.query(
    `insert into batch_releases (batch_id, row_no, act_id, codes, proposer, seconder)
     select $1::uuid, row_no, $2::uuid, string_to_array(codes, ' '), proposer, seconder
     from unnest($3::integer[], $4::text[], $5::text[], $6::text[]) as r (row_no, codes, proposer, seconder)`,
    [
      batchId,
      actId,
      releases.map((release) => release.rowNo),
      releases.map((release) => release.codes.join(' ')),
      releases.map((release) => release.proposer),
      releases.map((release) => release.seconder),
    ],
  )
}

export async function listReleases(on: Reader, batchId: BatchId): Promise<Release[]> {
  return on.query<Release>(
    `select row_no as "rowNo", codes, proposer, seconder from batch_releases
     where batch_id = $1 order by row_no limit 1000`,
    [batchId],
  )
}

export type DueReminder = {
  readonly furnisherId: number
  readonly rows: number
  readonly batches: number
  readonly oldestOn: CivilDate
  readonly expireOn: CivilDate | null
}

export async function listDueReminders(on: Reader, today: CivilDate, limit: number): Promise<DueReminder[]> {
  return on.query<DueReminder>(
    `select furnisher_id as "furnisherId", count(*) as rows, count(distinct batch_id) as batches,
       min(entered_on) as "oldestOn", min(expire_on) as "expireOn"
     from quarantined_rows where state = 'waiting' and remind_on <= $1::date
     group by furnisher_id order by furnisher_id limit $2`,
    [today, limit],
  )
}

export async function setReminded(
  tx: Tx,
  furnisherId: number,
  today: CivilDate,
  next: CivilDate | null,
): Promise<void> {
  await tx.query(
    `with due as (
       select batch_id, row_no from quarantined_rows
       where furnisher_id = $1 and state = 'waiting' and remind_on <= $2::date
       order by batch_id, row_no for update)
     update quarantined_rows q set remind_on = $3::date from due
     where q.batch_id = due.batch_id and q.row_no = due.row_no`,
    [furnisherId, today, next],
  )
}

export type DueRow = RowPlace & { readonly furnisherId: number; readonly state: QuarantineState }

/** Rows whose sealed content is to go, whether they still wait or left long ago. */
export async function listDueRows(on: Reader, today: CivilDate, limit: number): Promise<DueRow[]> {
  return on.query<DueRow>(
    `select batch_id as "batchId", row_no as "rowNo", furnisher_id as "furnisherId", state from quarantined_rows
     where emptied_at is null and expire_on <= $1::date order by batch_id, row_no limit $2`,
    [today, limit],
  )
}

/** As the role `retention`. @returns how many rows were emptied */
export async function emptyRows(
  on: Reader,
  batchId: BatchId,
  rowNos: readonly number[],
  entry: { readonly entryId: EntryId; readonly at: Instant },
): Promise<number> {
  const rows = await on.query<{ emptied: number }>(
    'select retention_empty_quarantine($1, $2::integer[], $3, $4) as emptied',
    [batchId, rowNos, entry.entryId, entry.at],
  )
  return rows[0]?.emptied ?? 0
}

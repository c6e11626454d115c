// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { only, type Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import type { MergeSource } from './merge-records.ts'
import type { OutcomeNote, Outcomes } from './record-store.ts'
import type { ReplacedPeriod } from './withdraw-absent.ts'

/** Records that end in this transaction: the last version of each, and why. Emptied at commit. */
export async function prepareEnding(tx: Tx): Promise<void> {
  await tx.query(
    `create temporary table if not exists ending_records (number text, subject_id uuid, record_id uuid,
       version_no integer, row_no integer, reason text) on commit delete rows`,
  )
}

/** What a correction leaves behind at another subject, and what a late row may not bring back. */
export async function stageEndings(tx: Tx): Promise<void> {
  await tx.query(
    `insert into ending_records
     select number, known_subject_id, known_record_id, known_version, row_no,
       case outcome when 'ended' then 'not-in-replacement' else 'moved' end
     from staged_records
     where outcome = 'ended'
       or (outcome = 'corrected' and not known_withdrawn and known_subject_id <> subject_id)`,
  )
}

/** Keys of what ends without a new version elsewhere, last stated by this batch. */
export async function withdrawKeys(tx: Tx, source: MergeSource): Promise<void> {
  await tx.query(
    `update record_keys k
     set withdrawn = true, version_no = e.version_no + 1, stated_at = $3, arrival = $4
     from ending_records e
     where k.furnisher_id = $1 and k.type = $2 and k.number = e.number and e.reason <> 'moved'`,
    [source.furnisherId, source.type, source.statedAt, source.arrival],
  )
}

/** A last version that is withdrawn; those before it stay with their ticks. */
export async function insertEndings(tx: Tx, source: MergeSource, tick: Tick): Promise<void> {
  await tx.query(
    `insert into record_versions (subject_id, record_id, version_no, tick, furnisher_id, type, layout, withdrawn,
       withdrawal_reason, polarity, came_by_scheme, came_by_generation, came_by_value, batch_id, row_no, face)
     select e.subject_id, e.record_id, e.version_no + 1, $5, $1, $2, $4, true,
       e.reason, 'neutral', before.came_by_scheme, before.came_by_generation, before.came_by_value, $3, e.row_no, ''
     from ending_records e
     join record_versions before on before.subject_id = e.subject_id
       and before.record_id = e.record_id and before.version_no = e.version_no`,
    [source.furnisherId, source.type, source.batchId, source.layout, tick],
  )
}

/** Names in what ends as a mistake, unless another record of the type bears the name all the same. */
export async function listMistakenNames(
  tx: Tx,
  source: MergeSource,
): Promise<{ subjectId: SubjectId; nameKey: Buffer }[]> {
  return tx.query<{ subjectId: SubjectId; nameKey: Buffer }>(
    `select e.subject_id as "subjectId", was.name_key as "nameKey"
     from ending_records e
     join record_versions was on was.subject_id = e.subject_id
       and was.record_id = e.record_id and was.version_no = e.version_no
     where e.reason in ('entered-in-error', 'wrong-subject') and was.name_key is not null and not exists (
       select 1 from record_versions v
       where v.subject_id = e.subject_id and v.record_id <> e.record_id and v.type = $1
         and v.name_key = was.name_key and not v.withdrawn and not exists (
           select 1 from record_versions newer
           where newer.subject_id = v.subject_id and newer.record_id = v.record_id
             and newer.version_no > v.version_no))
     order by e.subject_id, was.name_key limit 10000`,
    [source.type],
  )
}

/**
 * Closes yearly lists of which no row is left, so that the list before is published again. The catalogue counts an
 * edition by the last day of its year.
 */
export async function closeEditions(tx: Tx, source: MergeSource, tick: Tick): Promise<void> {
  await tx.query(
    `insert into record_edition_closings (furnisher_id, type, edition, tick)
     select o.furnisher_id, o.type, o.edition, $3
     from v_record_editions o
     where o.furnisher_id = $1 and o.type = $2 and not exists (
       select 1 from record_keys k
       where k.furnisher_id = $1 and k.type = $2 and not k.withdrawn and k.event_on = make_date(o.edition, 12, 31))
     on conflict do nothing`,
    [source.furnisherId, source.type, tick],
  )
}

export async function copyWithdrawals(tx: Tx, encoded: Uint8Array): Promise<void> {
  await tx.query(
    `create temporary table if not exists arrived_withdrawals (row_no integer, number text, reason text)
       on commit delete rows;
     create temporary table if not exists staged_withdrawals (row_no integer, number text, reason text,
       known_record_id uuid, known_subject_id uuid, known_version integer, outcome text) on commit delete rows`,
  )
  await pipeline(
    Readable.from([encoded]),
    tx.client.query(copyFrom('copy arrived_withdrawals (row_no, number, reason) from stdin')),
  )
}

/** `again`: it was withdrawn already; `unknown`: nothing was ever stated under the number. */
export async function stageWithdrawals(tx: Tx, source: MergeSource): Promise<Outcomes> {
  await tx.query(
    `insert into staged_withdrawals
     select s.row_no, s.number, s.reason, k.record_id, k.subject_id, k.version_no,
       case
         when (k.stated_at, k.arrival) > ($3::timestamptz, $4::bigint) then 'late'
         when k.withdrawn is null then 'unknown'
         when k.withdrawn then 'again'
         else 'withdrawn'
       end
     from arrived_withdrawals s
     left join lateral (
       select record_id, subject_id, version_no, withdrawn, stated_at, arrival from record_keys
       where furnisher_id = $1 and type = $2 and number = s.number limit 1
     ) k on true`,
    [source.furnisherId, source.type, source.statedAt, source.arrival],
  )
  const rows = await tx.query<Outcomes>(
    `select 0 as accepted, 0 as corrected, 0 as "namesDisagreeing",
       count(*) filter (where outcome <> 'withdrawn') as unchanged,
       count(*) filter (where outcome = 'withdrawn') as withdrawn,
       count(*) filter (where outcome in ('late', 'unknown')) as late
     from staged_withdrawals`,
  )
  await tx.query(
    `insert into ending_records
     select number, known_subject_id, known_record_id, known_version, row_no, coalesce(reason, 'other')
     from staged_withdrawals where outcome = 'withdrawn'`,
  )
  return only(rows)
}

export async function listLateWithdrawals(tx: Tx): Promise<OutcomeNote[]> {
  return tx.query<OutcomeNote>(
    `select row_no as "rowNo", case when outcome = 'late' then 'LATE-STATEMENT' else 'WDR-UNKNOWN' end as code
     from staged_withdrawals where outcome in ('late', 'unknown') order by row_no`,
  )
}

/** Marks numbers that nothing is known of, so that an older statement does not come to life when it arrives. */
export async function markWithdrawn(tx: Tx, source: MergeSource): Promise<void> {
  await tx.query(
    `insert into record_keys (furnisher_id, type, number, withdrawn, stated_at, arrival)
     select $1, $2, number, true, $3, $4 from staged_withdrawals where outcome in ('unknown', 'again')
     on conflict (furnisher_id, type, number) do update
     set stated_at = excluded.stated_at, arrival = excluded.arrival`,
    [source.furnisherId, source.type, source.statedAt, source.arrival],
  )
}

export async function insertReplacement(tx: Tx, source: MergeSource, period: ReplacedPeriod): Promise<void> {
  await tx.query(
    `insert into record_replacements (furnisher_id, type, batch_id, period, from_on, to_on, stated_at, arrival)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict do nothing`,
    [
      source.furnisherId,
      source.type,
      source.batchId,
      period.code,
      period.from,
      period.to,
      source.statedAt,
      source.arrival,
    ],
  )
}

/** @returns how many, at most `limit`, were stated before the replacement, hence not by it */
export async function stageAbsent(
  tx: Tx,
  source: MergeSource,
  period: ReplacedPeriod,
  limit: number,
): Promise<number> {
  const rows = await tx.query<{ staged: number }>(
    `with staged as (
       insert into ending_records
       select number, subject_id, record_id, version_no, 0, 'not-in-replacement'
       from record_keys
       where furnisher_id = $1 and type = $2 and not withdrawn and event_on between $3 and $4
         and (stated_at, arrival) < ($5::timestamptz, $6::bigint)
       order by number limit $7
       returning 1
     )
     select count(*) as staged from staged`,
    [source.furnisherId, source.type, period.from, period.to, source.statedAt, source.arrival, limit],
  )
  return only(rows).staged
}

/** The last statement about each number stays the furnisher's own: only that it is withdrawn is new. */
export async function withdrawAbsentKeys(tx: Tx, source: MergeSource): Promise<void> {
  await tx.query(
    `update record_keys k set withdrawn = true, version_no = e.version_no + 1
     from ending_records e
     where k.furnisher_id = $1 and k.type = $2 and k.number = e.number`,
    [source.furnisherId, source.type],
  )
}

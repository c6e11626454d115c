// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { countRows } from '../../kernel/db/count-rows.ts'
import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import type { EntryId, RecordId, SubjectId } from '../../kernel/ids.ts'
import type { MergeSource } from './merge-records.ts'
import { stagedColumns } from './staged-record.ts'

export type Outcomes = {
  readonly accepted: number
  readonly corrected: number
  /** Also rows that came too late to change anything. */
  readonly unchanged: number
  /** Rows that ended a record. */
  readonly withdrawn: number
  readonly namesDisagreeing: number
  readonly late: number
}

/** Good rows that did not do what they say: why, by a code of collection. */
export type OutcomeNote = { readonly rowNo: number; readonly code: string }

/** One merge at a time for one furnisher's type, to commit: two batches may bring the same number. */
export async function holdSource(tx: Tx, source: MergeSource): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [source.furnisherId, source.type])
}

/**
 * Holds the source and counts a merge of it.
 * @returns how many there have been, this one included
 */
export async function lockSource(tx: Tx, source: MergeSource): Promise<number> {
  await holdSource(tx, source)
  const rows = await tx.query<{ merges: number }>(
    `insert into source_merges as s (furnisher_id, type, merges) values ($1, $2, 1)
     on conflict (furnisher_id, type) do update set merges = s.merges + 1
     returning s.merges`,
    [source.furnisherId, source.type],
  )
  return only(rows).merges
}

/** How many merges of the source are committed. */
export async function countMerges(tx: Tx, source: MergeSource): Promise<number> {
  const rows = await tx.query<{ merges: number }>(
    'select merges from source_merges where furnisher_id = $1 and type = $2',
    [source.furnisherId, source.type],
  )
  return rows[0]?.merges ?? 0
}

const stagedNames = stagedColumns.map((column) => column.split(' ')[0]).join(', ')

export async function copyStaged(tx: Tx, encoded: Uint8Array): Promise<void> {
  // Kept for the life of the connection and emptied at commit: creating them for each chunk bloats the catalogs.
  await tx.query(
    `create temporary table if not exists arrived_records (${stagedColumns.join(', ')}) on commit delete rows;
     create temporary table if not exists staged_records (row_no integer, number text, record_id uuid, subject_id uuid,
       event_on date, edition integer, sealed_version integer, known boolean, known_record_id uuid,
       known_subject_id uuid, known_version integer, known_withdrawn boolean, outcome text, name_unknown boolean,
       name_disagrees boolean) on commit delete rows`,
  )
  await pipeline(
    Readable.from([encoded]),
    tx.client.query(copyFrom(`copy arrived_records (${stagedNames}) from stdin`)),
  )
}

/**
 * Says of each staged row what it does. Of two statements about one number the one as of the later instant holds,
 * whichever arrives first; a replacement of the period that leaves the number out counts as the later statement.
 * `ended`: the row is the last statement about its number, yet its period was replaced without it since.
 */
export async function stageOutcomes(tx: Tx, source: MergeSource): Promise<Outcomes & Staging> {
  // The limit keeps it a look-up by key for each row. The planner knows neither the size of a fresh table nor of a
  // staged chunk, and a join it may turn round reads all keys of a furnisher for every chunk. What a row brings is not
  // copied: what it does is written beside it, narrow.
  await tx.query(
    `insert into staged_records (row_no, number, record_id, subject_id, event_on, edition, sealed_version,
       known, known_record_id, known_subject_id, known_version, known_withdrawn, outcome,
       name_unknown, name_disagrees)
     select s.row_no, s.number, s.record_id, s.subject_id, s.event_on, s.edition, s.sealed_version,
       k.stated_at is not null, k.record_id, k.subject_id, k.version_no, k.withdrawn,
       case
         when (k.stated_at, k.arrival) > ($3::timestamptz, $4::bigint) then 'late'
         when (select exists (
           select 1 from record_replacements r
           where r.furnisher_id = $1 and r.type = $2 and (r.stated_at, r.arrival) > ($3::timestamptz, $4::bigint)
         )) and exists (
           select 1 from record_replacements r
           where r.furnisher_id = $1 and r.type = $2 and (r.stated_at, r.arrival) > ($3::timestamptz, $4::bigint)
             and s.event_on between r.from_on and r.to_on
         ) then case when k.withdrawn is false then 'ended' else 'replaced' end
         when k.record_id is null then 'accepted'
         when not k.withdrawn and k.content_mac = s.content_mac then 'unchanged'
         else 'corrected'
       end,
       s.name is not null and names.is_known is not true,
       case
         when s.name_key is null then false
         when s.came_by_generation > 0 then exists (
           select 1 from record_versions v
           where v.subject_id = s.subject_id and v.record_id <> coalesce(k.record_id, s.record_id)
             and v.name_key <> s.name_key and not v.withdrawn and not exists (
               select 1 from record_versions newer
               where newer.subject_id = v.subject_id and newer.record_id = v.record_id
                 and newer.version_no > v.version_no))
         else not $5 and names.agrees is not true and exists (
           select 1 from v_standing_names n where n.subject_id = s.subject_id and n.registered)
       end
     from arrived_records s
     left join lateral (
       select record_id, subject_id, version_no, withdrawn, content_mac, stated_at, arrival from record_keys
       where furnisher_id = $1 and type = $2 and number = s.number limit 1
     ) k on true
     left join lateral (
       select bool_or(n.registered) as agrees, bool_or(n.registered = $5 and n.stated_at <= $3) as is_known
       from v_standing_names n where n.subject_id = s.subject_id and n.name_key = s.name_key
     ) names on true`,
    [source.furnisherId, source.type, source.statedAt, source.arrival, source.registers],
  )
  const rows = await tx.query<Outcomes & Staging>(
    `select count(*) filter (where outcome = 'accepted') as accepted,
       count(*) filter (where outcome = 'corrected') as corrected,
       count(*) filter (where outcome in ('unchanged', 'late', 'replaced')) as unchanged,
       count(*) filter (where outcome = 'ended') as withdrawn,
       count(*) filter (where outcome in ('late', 'replaced', 'ended')) as late,
       count(*) filter (where name_disagrees) as "namesDisagreeing",
       count(*) filter (where known and outcome in ('accepted', 'corrected')) as restated,
       count(*) filter (where edition is not null) as editions,
       count(*) filter (where name_unknown and outcome <> 'unchanged') as "namesUnknown",
       count(*) filter (where sealed_version is not null and outcome in ('accepted', 'corrected') and (
         coalesce(known_record_id, record_id) <> record_id
         or coalesce(known_version, 0) + 1 <> sealed_version)) as "staleSeals"
     from staged_records`,
  )
  return only(rows)
}

/** What the rows of a chunk call for besides. */
export type Staging = {
  readonly staleSeals: number
  /** Rows whose number has a key already, be it a mark without a record. */
  readonly restated: number
  readonly editions: number
  readonly namesUnknown: number
}

export async function listLateRows(tx: Tx): Promise<OutcomeNote[]> {
  return tx.query<OutcomeNote>(
    `select row_no as "rowNo", case when outcome = 'late' then 'LATE-STATEMENT' else 'LATE-REPLACED' end as code
     from staged_records where outcome in ('late', 'replaced', 'ended') order by row_no`,
  )
}

/**
 * Notes as of when the numbers were last stated where nothing a reader sees changes: of what is unchanged, and, as a
 * mark without a record, of what was replaced before it came.
 */
export async function advanceKeys(tx: Tx, source: MergeSource): Promise<void> {
  await tx.query(
    `insert into record_keys (furnisher_id, type, number, withdrawn, stated_at, arrival)
     select $1, $2, number, true, $3, $4 from staged_records where outcome in ('unchanged', 'replaced')
     on conflict (furnisher_id, type, number) do update
     set stated_at = excluded.stated_at, arrival = excluded.arrival`,
    [source.furnisherId, source.type, source.statedAt, source.arrival],
  )
}

/**
 * Versions of what is new or corrected, and their keys. Nobody else writes keys of this furnisher and type meanwhile,
 * so those of new numbers need not look for each other.
 * @param restated how many of the numbers have a key
 */
export async function insertVersions(
  tx: Tx,
  source: MergeSource,
  tick: Tick,
  restated: number,
): Promise<void> {
  const { furnisherId, type, batchId, layout, statedAt, arrival } = source
  await tx.query(
    `insert into record_keys (furnisher_id, type, number, record_id, subject_id, version_no, content_mac, withdrawn,
       stated_at, arrival, event_on)
     select $1, $2, s.number, s.record_id, s.subject_id, 1, s.content_mac, false, $3, $4, s.event_on
     from staged_records o join arrived_records s using (row_no)
     where o.outcome = 'accepted' and not o.known`,
    [furnisherId, type, statedAt, arrival],
  )
  if (restated > 0) {
    await tx.query(
      `update record_keys k
       set record_id = coalesce(o.known_record_id, s.record_id), subject_id = s.subject_id,
         version_no = coalesce(o.known_version, 0) + 1, content_mac = s.content_mac, withdrawn = false,
         stated_at = $3, arrival = $4, event_on = s.event_on
       from staged_records o join arrived_records s using (row_no)
       where o.outcome in ('accepted', 'corrected') and o.known
         and k.furnisher_id = $1 and k.type = $2 and k.number = o.number`,
      [furnisherId, type, statedAt, arrival],
    )
  }
  await tx.query(
    `insert into record_versions (subject_id, record_id, version_no, tick, furnisher_id, type, layout,
       polarity, severity, event_on, valid_from, valid_to, document_on, document_number, document_body, edition,
       public_from, public_until, public_rule, name_key, came_by_scheme, came_by_generation, came_by_value,
       batch_id, row_no, face, closed, sealed)
     select s.subject_id, coalesce(o.known_record_id, s.record_id), coalesce(o.known_version, 0) + 1, $5, $1, $2, $4,
       s.polarity, s.severity, s.event_on, s.valid_from, s.valid_to, s.document_on, s.document_number,
       s.document_body, s.edition, s.public_from, s.public_until, s.public_rule, s.name_key, s.came_by_scheme,
       s.came_by_generation, s.came_by_value, $3, s.row_no, s.face, s.closed::json, s.sealed
     from staged_records o join arrived_records s using (row_no)
     where o.outcome in ('accepted', 'corrected')`,
    [furnisherId, type, batchId, layout, tick],
  )
}

export type UnknownName = { readonly subjectId: SubjectId; readonly nameKey: Buffer; readonly name: string }

/** Names that are new, and those now stated as of an earlier instant; late rows tell former names, too. */
export async function listUnknownNames(tx: Tx): Promise<UnknownName[]> {
  return tx.query<UnknownName>(
    `select distinct on (s.subject_id, s.name_key)
       s.subject_id as "subjectId", s.name_key as "nameKey", s.name
     from staged_records o join arrived_records s using (row_no)
     where o.name_unknown and o.outcome <> 'unchanged'
     order by s.subject_id, s.name_key, s.row_no`,
  )
}

/** Both null: a mark that the number is withdrawn, without a record. */
export type LastVersion = { readonly recordId: RecordId | null; readonly versionNo: number | null }

/** What stands under the furnisher's numbers now; a merge may change it meanwhile. */
export async function findRecordKeys(
  on: { readonly query: Query },
  source: { readonly furnisherId: number; readonly type: string },
  numbers: readonly string[],
): Promise<Map<string, LastVersion>> {
  const rows = await on.query<LastVersion & { number: string }>(
    `select asked.number, k.record_id as "recordId", k.version_no as "versionNo"
     from unnest($3::text[]) as asked (number)
     cross join lateral (
       select record_id, version_no from record_keys
       where furnisher_id = $1 and type = $2 and number = asked.number limit 1
     ) k`,
    [source.furnisherId, source.type, numbers],
  )
  return new Map(rows.map(({ number, recordId, versionNo }) => [number, { recordId, versionNo }]))
}

export async function findSealed(
  on: { readonly query: Query },
  version: { readonly subjectId: SubjectId; readonly recordId: RecordId; readonly versionNo: number },
): Promise<{ readonly type: string; readonly sealed: Buffer } | undefined> {
  const rows = await on.query<{ type: string; sealed: Buffer }>(
    `select type, sealed from record_versions
     where subject_id = $1 and record_id = $2 and version_no = $3 and sealed is not null`,
    [version.subjectId, version.recordId, version.versionNo],
  )
  return rows[0]
}

export async function listHeld(
  on: { readonly query: Query },
  persons: readonly SubjectId[],
): Promise<RecordId[]> {
  const rows = await on.query<{ recordId: RecordId }>(
    `select v.record_id as "recordId" from v_record_versions v
     where v.subject_id = any($1::uuid[]) and v.polarity = 'adverse' and not v.withdrawn
       and not exists (
         select 1 from v_record_versions newer
         where newer.subject_id = v.subject_id and newer.record_id = v.record_id and newer.version_no > v.version_no)
       and v.subject_id in (select d.subject_id from v_disputed_persons d where d.subject_id = any($1::uuid[]))
     order by v.record_id limit 10000`,
    [persons],
  )
  return rows.map((row) => row.recordId)
}

/** A yearly list is open from the day its first row arrives. */
export async function insertEditions(tx: Tx, source: MergeSource, tick: Tick): Promise<void> {
  await tx.query(
    `insert into record_editions (furnisher_id, type, edition, opened_on, tick)
     select distinct $1::integer, $2, s.edition, $3::date, $4::bigint
     from staged_records s
     where s.edition is not null and s.outcome in ('accepted', 'corrected')
       and not exists (
         select 1 from v_record_editions e where e.furnisher_id = $1 and e.type = $2 and e.edition = s.edition)
     on conflict do nothing`,
    [source.furnisherId, source.type, tx.clock.today(), tick],
  )
}

/** How many records there are, whoever may see them. */
export function countRecords(on: { readonly query: Query }): Promise<number> {
  return countRows(on, 'record_keys')
}

export type Tombstone = {
  readonly subjectId: SubjectId
  readonly recordId: RecordId
  readonly entryId: EntryId
  readonly tick: Tick
  readonly reason: string
}

export function listTombstones(
  on: { readonly query: Query },
  after: EntryId | null,
  limit: number,
): Promise<Tombstone[]> {
  return on.query<Tombstone>(
    `select subject_id as "subjectId", record_id as "recordId", entry_id as "entryId", tick, reason from tombstones
     where $1::uuid is null or entry_id > $1::uuid order by entry_id limit $2`,
    [after, limit],
  )
}

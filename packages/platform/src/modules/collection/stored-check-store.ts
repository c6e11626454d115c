// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Query } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'

type Reader = { readonly query: Query }

/** Bounds the answers: a run has fewer rows, and a row no more than two breaches. */
const BREACHES_MAX = 10_000
const LINKS_MAX = 100_000

export type HeldNumber = { readonly place: number; readonly subjectId: SubjectId }

/** Of the numbers asked for, by place in the list, those that stand for a record already, and whose it is. */
export async function listHeldNumbers(
  on: Reader,
  source: { readonly furnisherId: number; readonly type: string },
  numbers: readonly string[],
): Promise<HeldNumber[]> {
  // The limit keeps it a look-up by key for each row, as in `stageOutcomes`.
  return on.query<HeldNumber>(
    `select asked.place - 1 as place, known.subject_id as "subjectId"
     from unnest($3::text[]) with ordinality as asked (number, place)
     cross join lateral (
       select k.subject_id from v_record_keys k
       where k.furnisher_id = $1 and k.type = $2 and k.number = asked.number limit 1
     ) known
     order by place
     limit ${BREACHES_MAX}`,
    [source.furnisherId, source.type, numbers],
  )
}

/** Both ways of the links in force that touch any of the subjects. */
export async function listLinkedPairs(
  on: Reader,
  subjects: readonly SubjectId[],
): Promise<{ readonly one: SubjectId; readonly other: SubjectId }[]> {
  return on.query(
    `select l.member_id as one, l.canonical_id as other from v_subject_links l where l.member_id = any($1::uuid[])
     union all
     select l.canonical_id, l.member_id from v_subject_links l where l.canonical_id = any($1::uuid[])
     order by one, other
     limit ${LINKS_MAX}`,
    [subjects],
  )
}

/** A subject, one of those it is read together with, and the day of the row at that place of the run. */
export type DayOfSubject = {
  readonly place: number
  readonly subjectId: SubjectId
  readonly onDay: CivilDate | null
}

/** Places whose day lies before the subject was founded, by its record of the type that tells of founding. */
export async function findBeforeFounding(
  on: Reader,
  registrations: string,
  days: readonly DayOfSubject[],
): Promise<number[]> {
  return placesWhere(
    on,
    `select v.record_id from v_record_versions v
     where v.subject_id = asked.subject_id and v.type = $4 and not v.withdrawn and v.event_on > asked.on_day
       and ${isLatest} limit 1`,
    days,
    [registrations],
  )
}

/** Places whose day, that of founding, lies behind that of an adverse record. */
export async function findFoundedAfterAdverse(on: Reader, days: readonly DayOfSubject[]): Promise<number[]> {
  return placesWhere(
    on,
    `select v.record_id from v_record_versions v
     where v.subject_id = asked.subject_id and v.polarity = 'adverse' and not v.withdrawn
       and v.event_on < asked.on_day and ${isLatest} limit 1`,
    days,
    [],
  )
}

const isLatest = `v.version_no = (
  select max(n.version_no) from v_record_versions n
  where n.subject_id = v.subject_id and n.record_id = v.record_id)`

async function placesWhere(
  on: Reader,
  found: string,
  days: readonly DayOfSubject[],
  more: readonly unknown[],
): Promise<number[]> {
  const rows = await on.query<{ place: number }>(
    `select distinct asked.place
     from unnest($1::integer[], $2::uuid[], $3::date[]) as asked (place, subject_id, on_day)
     cross join lateral (${found}) breach
     order by asked.place
     limit ${BREACHES_MAX}`,
    [days.map((one) => one.place), days.map((one) => one.subjectId), days.map((one) => one.onDay), ...more],
  )
  return rows.map((row) => row.place)
}

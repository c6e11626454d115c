// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import type { Alarm, AlarmId, Finding } from './alarm.ts'
import type { DayOfInquiries } from './raise-alarms.ts'
import type { WatchId } from './watch-subject.ts'

type Reader = { readonly query: Query }

/** What of the evidence is named; the log has the rest. */
const EVIDENCE_MAX = 20
const FINDINGS_MAX = 1_000

const evidence = `(array_agg(i.inquiry_id order by i.inquiry_id))[1:${EVIDENCE_MAX}]`
const ofTheDay = `i.asked_at >= $1 and i.asked_at < $2 and i.participant_id = any($3::integer[])`
const hourOf = 'floor(extract(epoch from i.asked_at) / 3600)::bigint'
/** An officer's account is a word; a machine's is its key. */
const byOfficer = "i.staff is not null and i.staff not like '%:%'"

function given({ from, before, participantIds }: DayOfInquiries): unknown[] {
  return [from, before, participantIds]
}

/** Each hour in which one account asked about more subjects than the threshold. */
export function findScraping(on: Reader, day: DayOfInquiries, most: number): Promise<Finding[]> {
  return on.query<Finding>(
    `select i.participant_id as "participantId", i.staff, null as "subjectId",
       count(distinct i.subject_id) as counted, (${hourOf})::text as mark,
       jsonb_build_object('inquiries', count(*), 'refused', count(i.refusal)) as facts, ${evidence} as "inquiryIds"
     from inquiries i where ${ofTheDay}
     group by i.participant_id, i.staff, ${hourOf}
     having count(distinct i.subject_id) > $4
     order by counted desc, 1, 2, mark limit ${FINDINGS_MAX}`,
    [...given(day), most],
  )
}

/** Each hour in which one account asked for more numbers that name nobody. */
export function findGuessing(on: Reader, day: DayOfInquiries, most: number): Promise<Finding[]> {
  return on.query<Finding>(
    `select i.participant_id as "participantId", i.staff, null as "subjectId",
       count(distinct i.subject_id) as counted, (${hourOf})::text as mark,
       jsonb_build_object('inquiries', count(*)) as facts, ${evidence} as "inquiryIds"
     from inquiries i where ${ofTheDay} and not i.subject_known
     group by i.participant_id, i.staff, ${hourOf}
     having count(distinct i.subject_id) > $4
     order by counted desc, 1, 2, mark limit ${FINDINGS_MAX}`,
    [...given(day), most],
  )
}

/** Officers who asked about subjects under watch: their own colleagues, or anybody in the public eye. */
export function findWatched(
  on: Reader,
  day: DayOfInquiries,
  watch: 'colleague' | 'public-eye',
  most: number,
): Promise<Finding[]> {
  return on.query<Finding>(
    `select i.participant_id as "participantId", i.staff, null as "subjectId", count(*) as counted, '' as mark,
       jsonb_build_object('subjects', count(distinct i.subject_id)) as facts, ${evidence} as "inquiryIds"
     from inquiries i
     where ${ofTheDay} and exists (
       select 1 from watched_subjects w
       where w.subject_id = i.subject_id and w.watch = $5
         and (w.participant_id is null or w.participant_id = i.participant_id)
         and w.placed_at <= i.asked_at
         and not exists (
           select 1 from watched_subject_ends e
           where e.subject_id = w.subject_id and e.watch_id = w.watch_id and e.ended_at <= i.asked_at))
     group by i.participant_id, i.staff
     having count(*) > $4
     order by counted desc, 1, 2 limit ${FINDINGS_MAX}`,
    [...given(day), most, watch],
  )
}

/** @param office null on a day of rest: then every hour is outside */
export function findOffHours(
  on: Reader,
  day: DayOfInquiries,
  office: { readonly fromHour: number; readonly toHour: number } | null,
  most: number,
): Promise<Finding[]> {
  return on.query<Finding>(
    `select i.participant_id as "participantId", i.staff, null as "subjectId", count(*) as counted, '' as mark,
       jsonb_build_object('subjects', count(distinct i.subject_id)) as facts, ${evidence} as "inquiryIds"
     from inquiries i
     where ${ofTheDay} and ${byOfficer}
       and not coalesce(extract(epoch from i.asked_at - $1) >= $5::integer * 3600
         and extract(epoch from i.asked_at - $1) < $6::integer * 3600, false)
     group by i.participant_id, i.staff
     having count(*) > $4
     order by counted desc, 1, 2 limit ${FINDINGS_MAX}`,
    [...given(day), most, office?.fromHour ?? null, office?.toHour ?? null],
  )
}

/**
 * Purposes whose share of a body's questions is by so many points of a hundred above its share in the days before.
 * @param least questions of the day, and of the days before, below which a share says nothing
 */
export function findDrift(
  on: Reader,
  days: DayOfInquiries & { readonly since: Instant },
  least: number,
  points: number,
): Promise<Finding[]> {
  return on.query<Finding>(
    `with counted as materialized (
       select i.participant_id, i.purpose, i.asked_at >= $1 as today, count(*) as inquiries,
         (array_agg(i.inquiry_id order by i.inquiry_id) filter (where i.asked_at >= $1))[1:${EVIDENCE_MAX}] as ids
       from inquiries i
       where i.asked_at >= $6 and i.asked_at < $2 and i.participant_id = any($3::integer[])
       group by 1, 2, 3
     ), shares as (
       select c.participant_id, c.purpose, c.today, c.ids, c.inquiries,
         sum(c.inquiries) over (partition by c.participant_id, c.today) as total
       from counted c
     )
     select s.participant_id as "participantId", null as staff, null as "subjectId",
       round(s.inquiries * 100 / s.total)::integer as counted, s.purpose as mark,
       jsonb_build_object('purpose', s.purpose, 'before', coalesce(round(b.inquiries * 100 / b.total)::integer, 0),
         'inquiries', s.inquiries) as facts, s.ids as "inquiryIds"
     from shares s
     left join shares b on b.participant_id = s.participant_id and b.purpose = s.purpose and not b.today
     where s.today and s.total >= $5
       and (select sum(c.inquiries) from counted c where c.participant_id = s.participant_id and not c.today) >= $5
       and s.inquiries * 100 / s.total - coalesce(b.inquiries * 100 / b.total, 0) > $4
     order by counted desc, 1, mark limit ${FINDINGS_MAX}`,
    [...given(days), points, least, days.since],
  )
}

/** Subjects about whom others asked more often than the threshold. */
export function findBursts(on: Reader, day: DayOfInquiries, most: number): Promise<Finding[]> {
  return on.query<Finding>(
    `select null as "participantId", null as staff, i.subject_id as "subjectId", count(*) as counted, '' as mark,
       jsonb_build_object('bodies', count(distinct i.participant_id)) as facts, ${evidence} as "inquiryIds"
     from inquiries i where ${ofTheDay} and i.basis <> 'own-file'
     group by i.subject_id
     having count(*) > $4
     order by counted desc, i.subject_id limit ${FINDINGS_MAX}`,
    [...given(day), most],
  )
}

/** @returns false when it was raised before */
export async function insertAlarm(tx: Tx, alarm: Alarm, occasion: string): Promise<boolean> {
  const rows = await tx.query(
    `insert into inquiry_alarms (alarm_id, kind, occasion, participant_id, staff, subject_id, day, counted, threshold,
       evidence, raised_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (kind, occasion) do nothing returning 1`,
    [
      alarm.alarmId,
      alarm.kind,
      occasion,
      alarm.participantId,
      alarm.staff,
      alarm.subjectId,
      alarm.day,
      alarm.counted,
      alarm.threshold,
      JSON.stringify(alarm.evidence),
      alarm.raisedAt,
    ],
  )
  return rows.length === 1
}

/** Newest first. */
export function listAlarms(on: Reader, before: AlarmId | null, limit: number): Promise<Alarm[]> {
  return on.query<Alarm>(
    `select alarm_id as "alarmId", kind, participant_id as "participantId", staff, subject_id as "subjectId", day,
       counted, threshold, evidence, raised_at as "raisedAt"
     from inquiry_alarms where $1::uuid is null or alarm_id < $1::uuid order by alarm_id desc limit $2`,
    [before, limit],
  )
}

export async function insertWatch(
  tx: Tx,
  watch: {
    readonly subjectId: SubjectId
    readonly watchId: WatchId
    readonly watch: 'colleague' | 'public-eye'
    readonly participantId: number | null
    readonly staff: string
  },
): Promise<void> {
  await tx.query(
    `insert into watched_subjects (subject_id, watch_id, watch, participant_id, staff, placed_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [watch.subjectId, watch.watchId, watch.watch, watch.participantId, watch.staff, tx.clock.now()],
  )
}

/** The watch, as long as it stands; of which body, where it is a colleague's. */
export async function findWatch(
  on: Reader,
  subjectId: SubjectId,
  watchId: WatchId,
): Promise<{ readonly participantId: number | null } | undefined> {
  const rows = await on.query<{ participantId: number | null }>(
    `select w.participant_id as "participantId" from watched_subjects w
     where w.subject_id = $1 and w.watch_id = $2 and not exists (
       select 1 from watched_subject_ends e where e.subject_id = w.subject_id and e.watch_id = w.watch_id)`,
    [subjectId, watchId],
  )
  return rows[0]
}

export async function insertWatchEnd(
  tx: Tx,
  end: { readonly subjectId: SubjectId; readonly watchId: WatchId; readonly staff: string },
): Promise<void> {
  await tx.query(
    `insert into watched_subject_ends (subject_id, watch_id, staff, ended_at) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [end.subjectId, end.watchId, end.staff, tx.clock.now()],
  )
}

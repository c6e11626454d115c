// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Query } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import type { StoredRule } from '../catalogue/index.ts'

export type StoredQuestion = {
  /** Place in the run. */
  readonly place: number
  readonly number: string
  /** Null: no record has ever come under its identifier. */
  readonly subjectId: SubjectId | null
  readonly eventOn: CivilDate | null
}

export type StoredBreach = { readonly place: number; readonly kind: StoredRule['kind'] }

/** Bounds the answer: a run has fewer rows, and a row no more than two breaches. */
const BREACHES_MAX = 10_000

/**
 * Which rows of a run do not go with what is stored, for the kinds of rules asked; one statement a run. Written so that
 * every step stays a look-up by key or one hashed set: as joins that the planner may turn round, a run of two thousand
 * rows took seconds.
 */
export async function findStoredBreaches(
  on: { readonly query: Query },
  source: { readonly furnisherId: number; readonly type: string },
  kinds: {
    readonly numberOfAnother: boolean
    readonly registrations: string | null
    readonly adverse: boolean
  },
  questions: readonly StoredQuestion[],
): Promise<StoredBreach[]> {
  return on.query<StoredBreach>(
    `with asked as materialized (
       select * from unnest($1::integer[], $2::text[], $3::uuid[], $4::date[]) as a (place, number, subject_id, on_day)
     ), members as materialized (
       select a.place, a.on_day, m.subject_id
       from asked a
       cross join lateral (
         select a.subject_id
         union select l.canonical_id from v_subject_links l where l.member_id = a.subject_id
         union select l.member_id from v_subject_links l where l.canonical_id = a.subject_id
       ) m
       where a.subject_id is not null
     )
     select a.place, 'number-of-another' as kind
     from asked a
     cross join lateral (
       select k.subject_id from v_record_keys k
       where k.furnisher_id = $5 and k.type = $6 and k.number = a.number limit 1
     ) known
     where $7::boolean and (a.place, known.subject_id) not in (select m.place, m.subject_id from members m)
     union all
     select distinct m.place, 'before-founding'
     from members m
     cross join lateral (
       select v.record_id, v.version_no from v_record_versions v
       where v.subject_id = m.subject_id and v.type = $8 and not v.withdrawn and v.event_on > m.on_day
         and v.version_no = (
           select max(n.version_no) from v_record_versions n
           where n.subject_id = v.subject_id and n.record_id = v.record_id)
       limit 1
     ) founded
     where $8::text is not null
     union all
     select distinct m.place, 'founded-after-adverse'
     from members m
     cross join lateral (
       select v.record_id from v_record_versions v
       where v.subject_id = m.subject_id and v.polarity = 'adverse' and not v.withdrawn and v.event_on < m.on_day
         and v.version_no = (
           select max(n.version_no) from v_record_versions n
           where n.subject_id = v.subject_id and n.record_id = v.record_id)
       limit 1
     ) adverse
     where $9::boolean
     order by place, kind
     limit ${BREACHES_MAX}`,
    [
      questions.map((one) => one.place),
      questions.map((one) => one.number),
      questions.map((one) => one.subjectId),
      questions.map((one) => one.eventOn),
      source.furnisherId,
      source.type,
      kinds.numberOfAnother,
      kinds.registrations,
      kinds.adverse,
    ],
  )
}

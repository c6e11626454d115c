// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import type { NamedStatement } from '../../kernel/db/database.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { isLatest, isShown, shownTypes, showsNumber } from './publicity-condition.ts'

/** Each gives: subject, name, kind, scheme and value of its number, day of registration, rank. */
export type SearchStatements = {
  /** Subjects, today. */
  readonly byIds: NamedStatement
  /** Pairs, today, rank, name and id of the last found, limit. */
  readonly containing: NamedStatement
  /** Pairs to probe, all pairs, today, hits at least, rank, name and id of the last found, limit. */
  readonly similar: NamedStatement
}

/** Generated from the catalogue like the page, by the same test, so that what is found can be opened. */
export function searchStatements(catalogue: Catalogue, node: { readonly demo: boolean }): SearchStatements {
  const types = shownTypes(catalogue, node)
  return {
    byIds: named('by_ids', byIds(catalogue, types)),
    containing: named('containing', containing(catalogue, types)),
    similar: named('similar', similar(catalogue, types)),
  }
}

function named(which: string, text: string): NamedStatement {
  return { name: `search_${which}_v2_${hash('sha256', text).slice(0, 12)}`, text }
}

/** A version anybody may see today, the newest of its record. */
const shown = (v: string, types: readonly string[], day: string): string =>
  `${isShown(v, { types, today: day, asOf: day })} and ${isLatest(v)}`

/**
 * A stated name is found only by a record that shows it.
 * @param n alias of a row with subject_id, name_key, registered
 */
const someShown = (n: string, types: readonly string[], day: string): string => `exists (
    select 1 from v_record_versions v
    where v.subject_id = ${n}.subject_id and ${shown('v', types, day)}
      and (${n}.registered or v.name_key = ${n}.name_key)
      and (v.polarity <> 'adverse' or v.name_key is null or not exists (
        select 1 from v_standing_names r where r.subject_id = v.subject_id and r.registered
      ) or exists (
        select 1 from v_standing_names r
        where r.subject_id = v.subject_id and r.registered and r.name_key = v.name_key)))`

/** A stated name counts only where no registered one is known, of the subject or of one read together with it. */
const counts = `(n.registered or not exists (
    select 1 from v_standing_names r
    where r.registered and (r.subject_id = n.subject_id or r.subject_id in (
      select l.canonical_id from v_subject_links l where l.member_id = n.subject_id))))`

/** Whether it is the name in the registration that holds. */
const borne = (n: string, types: readonly string[], day: string): string => `exists (
    select 1 from v_record_versions v
    where v.subject_id = ${n}.subject_id and v.type = 'cn.registration' and v.name_key = ${n}.name_key
      and ${shown('v', types, day)})`

/** Number and day of registration come from records that are shown, and from no others. */
const described = (catalogue: Catalogue, types: readonly string[], day: string): string => `
select p.subject_id, p.name, s.kind, id.scheme, id.value, reg.on_day, p.rank
from page p
join v_subjects s on s.subject_id = p.subject_id and s.kind <> 'person'
left join lateral (
  select v.came_by_scheme as scheme, v.came_by_value as value from v_record_versions v
  where v.subject_id = p.subject_id and ${showsNumber('v', catalogue)} and ${shown('v', types, day)}
  order by v.came_by_scheme = 'cn.uscc' desc, v.came_by_value limit 1
) id on true
left join lateral (
  select v.event_on as on_day from v_record_versions v
  where v.subject_id = p.subject_id and v.type = 'cn.registration' and ${shown('v', types, day)}
  order by v.tick desc limit 1
) reg on true
order by p.rank, p.name, p.subject_id`

const byIds = (catalogue: Catalogue, types: readonly string[]): string => `
with page as materialized (
  select distinct on (n.subject_id) n.subject_id, n.name, 0 as rank
  from v_standing_names n
  where n.subject_id in (
      select coalesce((select l.canonical_id from v_subject_links l where l.member_id = asked.id
        order by l.tick desc limit 1), asked.id)
      from unnest($1::uuid[]) as asked (id)) and ${counts} and ${someShown('n', types, '$2::date')}
  order by n.subject_id, ${borne('n', types, '$2::date')} desc, n.stated_at desc, n.name
)${described(catalogue, types, '$2::date')}`

const containing = (catalogue: Catalogue, types: readonly string[]): string => `
with named as materialized (
  select n.subject_id, n.name, n.name_key, n.registered, cardinality(n.bigrams) as rank
  from v_standing_names n
  where n.bigrams @> $1::text[]
    and (cardinality(n.bigrams), n.name, n.subject_id) > ($3::integer, $4::text, $5::uuid)
  order by cardinality(n.bigrams), n.name, n.subject_id
  limit 5000
), page as materialized (
  select n.subject_id, n.name, n.rank from named n
  where ${counts} and ${someShown('n', types, '$2::date')}
  order by n.rank, n.name, n.subject_id
  limit $6
)${described(catalogue, types, '$2::date')}`

const similar = (catalogue: Catalogue, types: readonly string[]): string => `
with named as materialized (
  select n.subject_id, n.name, n.name_key, n.registered,
    1000 * (cardinality($2::text[]) - hits.n) + abs(cardinality(n.bigrams) - cardinality($2::text[])) as rank
  from v_standing_names n,
    lateral (select count(*)::integer as n from unnest(n.bigrams) pair where pair = any($2::text[])) hits
  where n.bigrams && $1::text[] and hits.n >= $4::integer and ${counts}
), page as materialized (
  select n.subject_id, n.name, n.rank from named n
  where (n.rank, n.name, n.subject_id) > ($5::integer, $6::text, $7::uuid)
    and ${someShown('n', types, '$3::date')}
  order by n.rank, n.name, n.subject_id
  limit $8
)${described(catalogue, types, '$3::date')}`

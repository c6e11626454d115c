// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { marksAt } from '../inquiries/index.ts'

/** What a question asks besides in the same snapshot: common tables, and an expression of JSON text over them. */
export type Beside = { readonly ctes: string; readonly said: string }

const KNOWN = '(select tick from known)'
const MEMBERS = 'any(array(select id from members))'

const isKnown = (alias: string): string => `${alias}.tick <= ${KNOWN}`
const isLinked = (alias: string): string =>
  `${isKnown(alias)} and (${alias}.ended_tick is null or ${alias}.ended_tick > ${KNOWN})`

const TABLES = `
with known as materialized (
  select coalesce($2::bigint, (select max(tick) from ticks)) as tick
), root as materialized (
  select coalesce((
    select l.canonical_id from v_subject_link_spans l where l.member_id = $1::uuid and ${isLinked('l')}
    order by l.tick desc limit 1
  ), $1::uuid) as id
), members as materialized (
  select id from root
  union all
  select l.member_id from v_subject_link_spans l where l.canonical_id = (select id from root) and ${isLinked('l')}
), about as materialized (
  select s.kind from v_subjects s where s.subject_id = (select id from root)
), standing as materialized (
  select n.name_key, n.name, n.stated_at, n.tick,
    -- Taken back as entered in error, a registered name counts as one that others stated.
    n.registered and not exists (
      select 1 from v_subject_name_mistakes m
      where m.subject_id = n.subject_id and m.name_key = n.name_key and m.tick >= n.tick and ${isKnown('m')}
    ) as registered
  from v_subject_names n
  where n.subject_id = ${MEMBERS} and ${isKnown('n')}
), named as materialized (
  select n.name_key, n.registered, min(n.stated_at) as since,
    (array_agg(n.name order by n.stated_at, n.tick))[1] as name
  from standing n
  group by n.name_key, n.registered
), latest as materialized (
  select v.* from v_record_contents v
  where v.subject_id = ${MEMBERS} and ${isKnown('v')}
    and (v.record_id, v.version_no) not in (
      select n.record_id, n.version_no - 1 from v_record_contents n
      where n.subject_id = ${MEMBERS} and n.version_no > 1 and ${isKnown('n')})
), agreed as materialized (
  select (select kind from about) = 'person' as of_person,
    (select count(distinct l.name_key) <= 1 from latest l where not l.withdrawn) as all_alike,
    (select array_agg(n.name_key) from named n where n.registered) as registered
), borne as materialized (
  select l.name_key from latest l where not l.withdrawn and l.type = any($7::text[])
  order by l.subject_id = (select id from root) desc, l.event_on desc nulls last, l.name_key limit 1
), marked as materialized (
  ${marksAt({ members: MEMBERS, tick: KNOWN })}
), records as (
  select v.*,
    exists (select 1 from marked m where m.record_id = v.record_id and m.mark = 'hold') as held,
    exists (select 1 from marked m where m.record_id = v.record_id and m.mark = 'objection') as objected,
    case when (select of_person from agreed) then (select all_alike from agreed)
      else coalesce(v.name_key = any((select registered from agreed)::bytea[]), true) end as agrees
  from latest v
  where not v.withdrawn
    and v.type || ' ' || v.polarity = any($4::text[])
    and (v.event_on is null or v.event_on <= $3::date)
    and (not $5::boolean or (
      v.public_from <= $3::date and (v.public_until is null or v.public_until > $3::date)
      and (v.edition is null or not exists (
        select 1 from record_editions e
        where e.furnisher_id = v.furnisher_id and e.type = v.type and e.edition > v.edition
          and e.opened_on <= $3::date and ${isKnown('e')}
          and not exists (
            select 1 from record_edition_closings c
            where c.furnisher_id = e.furnisher_id and c.type = e.type and c.edition = e.edition
              and c.tick > e.tick and ${isKnown('c')})))))
)`

const HEAD = `json_build_object(
    'id', (select id from root), 'kind', (select kind from about), 'tick', ${KNOWN},
    'registered', (
      select array_agg(n.name
        order by (n.name_key = (select name_key from borne)) desc nulls last, n.since desc, n.name)
      from named n where n.registered),
    'stated', (select array_agg(n.name order by n.since desc, n.name) from named n
      where not n.registered and n.name_key = any(array(select r.name_key from records r))),
    'numbers', (select array_agg(distinct l.type || ' ' || l.came_by_scheme || ' ' || l.came_by_value) from latest l
      where l.came_by_generation = 0 and not l.withdrawn),
    'deleted', (select array_agg(t.record_id || ' ' || t.entry_id order by t.record_id) from v_tombstones t
      where t.subject_id = ${MEMBERS} and t.tick > ${KNOWN})
  )::text`

/**
 * FROZEN: reports were answered by this statement, and they are replayed by it for ever. Whatever is to be otherwise is
 * another statement under another number (docs/decisions/0033).
 *
 * Parameters: $1 any subject of those read together; $2 the tick as of which it is known, null: the latest; $3 the day;
 * $4 what is shown, as `type polarity`; $5 only what is published; $6 what may not be used, too; $7 the
 * types in which the owner of registration says what a subject is called. What stands beside uses the following ones,
 * and the tables `root`, `members` and `known`.
 *
 * The first row is the head, as JSON in its first column, with what was said beside in the second; each other row is a
 * record, the latest event first.
 */
export function reportV1(beside: Beside = { ctes: '', said: 'null::text' }): string {
  return `${TABLES}${beside.ctes}
select ${HEAD} as head, ${beside.said} as beside,
  null::uuid as subject_id, null::uuid as record_id, null::integer as version_no, null::bigint as tick,
  null::integer as furnisher_id, null::text as type, null::integer as layout, null::text as polarity,
  null::text as severity, null::date as event_on, null::date as valid_from, null::date as valid_to,
  null::date as document_on, null::text as document_number, null::text as document_body, null::boolean as agrees,
  null::boolean as held, null::boolean as objected,
  null::text as face, null::text as closed, null::bytea as sealed
union all
select null, null, r.subject_id, r.record_id, r.version_no, r.tick, r.furnisher_id, r.type, r.layout, r.polarity,
  r.severity, r.event_on, r.valid_from, r.valid_to, r.document_on, r.document_number, r.document_body, r.agrees,
  r.held, r.objected,   r.face, r.closed::text, r.sealed
from records r
where (r.agrees or r.polarity <> 'adverse') and not r.held or $6::boolean
order by head nulls last, event_on desc nulls last, record_id`
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import type { NamedStatement } from '../../kernel/db/database.ts'
import { type Catalogue, isInert, layoutOf, openFieldCodes } from '../catalogue/index.ts'
import { isPublished } from './publicity-condition.ts'

/**
 * The statement of a public report, generated from the catalogue: its types are the only ones shown, its public
 * fields the only ones that leave. Parameters: subject, tick or null, today, as-of day. One row:
 * canonical id, kind, tick of the last change, names (the one borne first), identifiers (`scheme value`), records
 * as JSON, types, sources; the last four null when nothing may be shown.
 *
 * Time travel only takes away: a record is shown as it is now or not at all, never a version since replaced, and only
 * if today's names and today's lists let it be shown today.
 */
export function publicReportStatement(
  catalogue: Catalogue,
  node: { readonly demo: boolean },
): NamedStatement {
  // A type that rests on recalled law takes no rows outside demo, and shows none that came in before.
  const shown = catalogue.recordTypes.filter((type) => !isInert(type, node))
  const text = statementText({ ...catalogue, recordTypes: shown })
  return { name: `public_report_v2_${hash('sha256', text).slice(0, 12)}`, text }
}

function statementText(catalogue: Catalogue): string {
  return `
with known as materialized (
  select coalesce($2::bigint, (select max(tick) from ticks)) as tick
), root as materialized (
  select coalesce((
    select l.canonical_id from v_subject_links l, known k
    where l.member_id = $1::uuid and l.tick <= k.tick order by l.tick desc limit 1
  ), $1::uuid) as id
), members as materialized (
  select id, 0::bigint as tick from root
  union all
  select l.member_id, l.tick from v_subject_links l, root r, known k
  where l.canonical_id = r.id and l.tick <= k.tick
), named as materialized (
  select n.name_key, n.registered, (array_agg(n.name order by n.stated_at, n.tick))[1] as name,
    min(n.stated_at) as since, max(n.tick) as tick
  from v_subject_names n, known k
  where n.subject_id = any(array(select id from members)) and n.tick <= k.tick
  group by n.name_key, n.registered
), names as materialized (
  select array_agg(n.name_key) filter (where n.registered) as keys, max(n.tick) as tick from named n
), registered_today as materialized (
  select case when $2::bigint is null then (select keys from names) else (${registeredToday}) end as keys
), shown as materialized (
  select v.subject_id, v.record_id, v.version_no, v.tick, v.furnisher_id, v.type, v.layout, v.event_on, v.name_key,
    v.came_by_scheme, v.came_by_value, v.face, coalesce(v.name_key = any(r.keys), true) as name_agrees
  from v_record_versions v, registered_today r, known k
  where v.subject_id = any(array(select id from members))
    and (v.record_id, v.version_no) not in (
      select n.record_id, n.version_no - 1 from v_record_versions n
      where n.subject_id = any(array(select id from members)) and n.version_no > 1)
    and v.type = any(${literals(catalogue.recordTypes.map((type) => type.code))})
    and v.tick <= k.tick
    and v.public_from <= $4::date
    and (v.event_on is null or v.event_on <= $4::date)
    and (v.polarity <> 'adverse' or coalesce(v.name_key = any(r.keys), true))
    and ${isPublished('v', '$3::date')}
), borne as materialized (
  select s.name_key from shown s, root r where s.type = any(${literals(registering(catalogue))})
  order by s.subject_id = r.id desc, s.event_on desc nulls last, s.name_key limit 1
), page as materialized (
  select max(s.tick) as tick,
    array_agg(distinct s.type) as types,
    array_agg(distinct s.furnisher_id) as sources,
    array_agg(distinct s.came_by_scheme || ' ' || s.came_by_value) as identifiers,
    string_agg(${recordJson(catalogue)}, ',' order by s.event_on desc nulls last, s.record_id) as records
  from shown s
)
select
  (select id from root),
  (select s.kind from v_subjects s, root r where s.subject_id = r.id),
  greatest(
    p.tick, n.tick, (select max(tick) from members),
    (select max(e.tick) from v_record_editions e, known k where e.tick <= k.tick),
    (select max(c.tick) from v_record_edition_closings c, known k where c.tick <= k.tick)),
  coalesce((${registeredNames}), (${statedOnThePage})),
  p.identifiers, p.records, p.types, p.sources
from page p, names n`
}

/** Keys of all names that are registered today of the subject asked for, whatever was known at the tick asked for. */
const registeredToday = `
    select array_agg(n.name_key) from v_subject_names n, (
      select coalesce((
        select l.canonical_id from v_subject_links l where l.member_id = $1::uuid order by l.tick desc limit 1
      ), $1::uuid) as id
    ) root
    where n.registered and n.subject_id in (
      select root.id union all select l.member_id from v_subject_links l where l.canonical_id = root.id)`

/** The name in the registration that holds comes first, then the former ones, the latest known first. */
const registeredNames = `
    select array_agg(m.name order by (m.name_key = (select b.name_key from borne b)) desc nulls last,
      m.since desc, m.name)
    from named m where m.registered`

/** Where nobody has registered a name, the page bears those of the records it shows, and of no others. */
const statedOnThePage = `
    select array_agg(m.name order by m.since desc, m.name) from named m
    where m.name_key in (select s.name_key from shown s)`

/** Types in which the owner of registration says what an organisation is called. */
function registering(catalogue: Catalogue): string[] {
  return catalogue.recordTypes
    .filter((type) => type.furnishers.some((rule) => rule.ownsRegistration))
    .map((type) => type.code)
}

/** The face was finished when the record came in; only what depends on the moment of reading is added here. */
function recordJson(catalogue: Catalogue): string {
  return `concat('{"id":"', s.record_id, '","version":', s.version_no, ',"tick":', s.tick, ',"nameDisagrees":',
      case when s.name_agrees then 'false' else 'true' end, ',', ${faceText(catalogue)}, '}')`
}

/** What another catalogue cut is cut again by this one: a field that is no longer public does not leave. */
function faceText(catalogue: Catalogue): string {
  const layouts = catalogue.recordTypes.map((type) => `${type.code} ${layoutOf(type)}`)
  const allowed = catalogue.recordTypes.flatMap((type) =>
    openFieldCodes(type).map((field) => `${type.code} ${field}`),
  )
  return `case when s.type || ' ' || s.layout = any(${literals(layouts)}) then s.face
      else left(substr(jsonb_set(('{' || s.face || '}')::jsonb, '{fields}', coalesce((
        select jsonb_object_agg(f.key, f.value) from jsonb_each(('{' || s.face || '}')::jsonb -> 'fields') f
        where s.type || ' ' || f.key = any(${literals(allowed)})), '{}'))::text, 2), -1) end`
}

function literals(values: readonly string[]): string {
  return `array[${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',')}]::text[]`
}

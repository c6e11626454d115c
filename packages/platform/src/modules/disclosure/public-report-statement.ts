// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import type { NamedStatement } from '../../kernel/db/database.ts'
import { type Catalogue, layoutOf, openFieldCodes, type RecordType } from '../catalogue/index.ts'
import {
  isLatest,
  isShown,
  literals,
  type ShownWhen,
  shownTypes,
  showsNumber,
} from './publicity-condition.ts'

/**
 * The statements of a public report, generated from the catalogue: its types are the only ones shown, its public
 * fields the only ones that leave. One row: canonical id, kind, tick of the last change, names (the one borne first),
 * identifiers (`scheme value`; null when none may be shown), records as JSON, types, sources, how many records: one
 * more than a page when there are more. The three before the last are null when nothing may be shown.
 *
 * `now` takes subject, today, as-of day, and the day and id of the record after which to go on (null: from the first).
 * `known` takes a tick besides, and time travel only takes away: a record is
 * shown as it is now or not at all, never a version since replaced, and only if today's names and today's lists let
 * it be shown today.
 */
export type PublicReportStatements = { readonly now: NamedStatement; readonly known: NamedStatement }

export function publicReportStatements(
  catalogue: Catalogue,
  node: { readonly demo: boolean },
): PublicReportStatements {
  const types = shownTypes(catalogue, node)
  const shown = {
    ...catalogue,
    recordTypes: catalogue.recordTypes.filter(({ code }) => types.includes(code)),
  }
  return { now: named('now', statement(shown, now)), known: named('known', statement(shown, known)) }
}

function named(when: string, text: string): NamedStatement {
  return { name: `public_report_v2_${when}_${hash('sha256', text).slice(0, 12)}`, text }
}

/** What differs when a page is asked for as known at a tick. */
type Knowledge = {
  /** Condition that a row was known; empty when all are. */
  knownRow(alias: string): string
  /** Keys of the registered names that a stated name has to be one of. */
  readonly registeredKeys: string
}

const now: Knowledge = { knownRow: () => '', registeredKeys: '(select keys from names)' }

/** Compared with all names registered today, whatever was known at the tick asked for. */
const known: Knowledge = {
  knownRow: (alias) => ` and ${alias}.tick <= $6::bigint`,
  registeredKeys: `(
    select array_agg(n.name_key) from v_standing_names n, (
      select coalesce((
        select l.canonical_id from v_subject_links l where l.member_id = $1::uuid order by l.tick desc limit 1
      ), $1::uuid) as id
    ) today
    where n.registered and n.subject_id in (
      select today.id union all select l.member_id from v_subject_links l where l.canonical_id = today.id))`,
}

/** Nearly every organisation fits on one page; a page of sixty thousand records would hold up everybody else's. */
export const PAGE_RECORDS_MAX = 2_000

const dayOrNever = (day: string): string => `coalesce(${day}, '-infinity'::date)`
const isBehind = `($5::uuid is null or ${dayOrNever('v.event_on')} < ${dayOrNever('$4::date')}
        or (${dayOrNever('v.event_on')} = ${dayOrNever('$4::date')} and v.record_id > $5::uuid))`

const MEMBERS = 'any(array(select id from members))'

/** Look-ups stand as uncorrelated subqueries: each runs once, before the records are read (docs/performance.md). */
function statement(catalogue: Catalogue, { knownRow, registeredKeys }: Knowledge): string {
  const types = catalogue.recordTypes
  const when: ShownWhen = { types: types.map((type) => type.code), today: '$2::date', asOf: '$3::date' }
  return `
with root as materialized (
  select coalesce((
    select l.canonical_id from v_subject_links l
    where l.member_id = $1::uuid${knownRow('l')} order by l.tick desc limit 1
  ), $1::uuid) as id
), about as materialized (
  select s.kind from v_subjects s where s.subject_id = (select id from root)
), members as materialized (
  select id, 0::bigint as tick from root
  union all
  select l.member_id, l.tick from v_subject_links l where l.canonical_id = (select id from root)${knownRow('l')}
), named as materialized (
  select n.name_key, n.registered, (array_agg(n.name order by n.stated_at, n.tick))[1] as name,
    min(n.stated_at) as since, max(n.tick) as tick
  from v_standing_names n
  where n.subject_id = ${MEMBERS}${knownRow('n')}
  group by n.name_key, n.registered
), names as materialized (
  select array_agg(n.name_key) filter (where n.registered) as keys,
    count(*) filter (where n.registered) as registered, max(n.tick) as tick
  from named n
), registered as materialized (
  select ${registeredKeys} as keys
), borne as materialized (
  select v.name_key from v_record_versions v
  where v.subject_id = ${MEMBERS}
    and ${isShown('v', { ...when, types: registering(types) })}${knownRow('v')}
    and ${isLatest('v')}
  order by v.subject_id = (select id from root) desc, v.event_on desc nulls last, v.name_key limit 1
), page as (
  select max(v.tick) as tick,
    array_agg(distinct v.type) as types,
    array_agg(distinct v.furnisher_id) as sources,
    array_agg(distinct v.came_by_scheme || ' ' || v.came_by_value)
      filter (where ${showsNumber('v', catalogue)}) as identifiers,
    array_agg(v.name_key) filter (where (select registered from names) = 0) as stated,
    string_agg(${recordJson(types)}, ',' order by v.event_on desc nulls last, v.record_id) as records,
    count(*) as shown
  from (
    select v.* from v_record_versions v
    where v.subject_id = ${MEMBERS}
      -- No record of a person has publicity; whatever one had all the same would not be shown here.
      and (select kind from about) <> 'person'
      and (v.record_id, v.version_no) not in (
        select n.record_id, n.version_no - 1 from v_record_versions n
        where n.subject_id = ${MEMBERS} and n.version_no > 1)${knownRow('v')}
      and (v.polarity <> 'adverse' or ${nameAgrees})
      and ${isShown('v', when)}
      and ${isBehind}
    order by v.event_on desc nulls last, v.record_id
    limit ${PAGE_RECORDS_MAX + 1}
  ) v
)
select
  (select id from root),
  (select kind from about),
  greatest(
    p.tick, (select tick from names), (select max(tick) from members),
    (select max(e.tick) from v_record_editions e where true${knownRow('e')}),
    (select max(c.tick) from v_record_edition_closings c where true${knownRow('c')})),
  coalesce((${registeredNames}), (${statedOnThePage})),
  p.identifiers, p.records, p.types, p.sources, p.shown
from page p`
}

/** A name nobody has registered another than agrees, and so does a record that states none. */
const nameAgrees = 'coalesce(v.name_key = any((select keys from registered)::bytea[]), true)'

/**
 * The name in the registration that holds comes first, then the former ones, the latest known first. Registrations are
 * looked at only where there is more than one name to choose from.
 */
const registeredNames = `
    select array_agg(m.name order by (
        case when (select registered from names) > 1 then m.name_key = (select b.name_key from borne b) end
      ) desc nulls last, m.since desc, m.name)
    from named m where m.registered`

/** Where nobody has registered a name, the page bears those of the records it shows, and of no others. */
const statedOnThePage = `
    select array_agg(m.name order by m.since desc, m.name) from named m where m.name_key = any(p.stated)`

/** Types in which the owner of registration says what an organisation is called. */
function registering(types: readonly RecordType[]): string[] {
  return types
    .filter((type) => type.furnishers.some((rule) => rule.ownsRegistration))
    .map((type) => type.code)
}

/**
 * The face was finished when the record came in; only what depends on the moment of reading is added here.
 * By `||`, which costs half of what `concat` does; none of the parts is ever null.
 */
function recordJson(types: readonly RecordType[]): string {
  return `'{"id":"' || v.record_id || '","version":' || v.version_no || ',"tick":' || v.tick || (
      case when ${nameAgrees} then ',"nameDisagrees":false,' else ',"nameDisagrees":true,' end
    ) || ${faceText(types)} || '}'`
}

/** What another catalogue cut is cut again by this one: a field that is no longer public does not leave. */
function faceText(types: readonly RecordType[]): string {
  if (types.length === 0) return "''"
  // Two types of one layout: the second is cut again each time, which shows the same and takes longer.
  const typeOfLayout = types.map((type) => `when ${layoutOf(type)} then '${type.code}'`).join(' ')
  const allowed = types.flatMap((type) => openFieldCodes(type).map((field) => `${type.code} ${field}`))
  return `(case when v.type = case v.layout ${typeOfLayout} end then v.face
      else left(substr(jsonb_set(('{' || v.face || '}')::jsonb, '{fields}', coalesce((
        select jsonb_object_agg(f.key, f.value) from jsonb_each(('{' || v.face || '}')::jsonb -> 'fields') f
        where v.type || ' ' || f.key = any(${literals(allowed)})), '{}'))::text, 2), -1) end)`
}

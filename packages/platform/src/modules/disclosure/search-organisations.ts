// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Database, NamedStatement } from '../../kernel/db/database.ts'
import { isUuid, type SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { checkIdentifier } from '../identifiers/index.ts'
import { bigramsOf, findIdentifiers, nameCore } from '../subjects/index.ts'
import { isPublished } from './publicity-condition.ts'

export type FoundOrganisation = {
  readonly id: SubjectId
  readonly name: string
  readonly kind: 'organisation' | 'individual-business'
  readonly identifier: { readonly scheme: string; readonly value: string } | null
  readonly registeredOn: CivilDate | null
  readonly matched: 'identifier' | 'name' | 'similar'
}

export type SearchPage = { readonly items: FoundOrganisation[]; readonly next: string | null }

const PROBE_MAX = 8
/** One wrong character spoils two pairs. */
const PAIRS_SPOILT_MAX = 2
const COMMON_SHARE = 0.01
/** As far as the database's integers go. */
const RANK_MAX = 2 ** 31 - 1

/**
 * Finds organisations of which something is public, by number or by name. Exact identifier only for natural persons:
 * they are not searched at all.
 */
export class OrganisationSearch {
  readonly #database: Database
  #common: { readonly atMs: number; readonly pairs: ReadonlySet<string> } | undefined

  constructor(database: Database) {
    this.#database = database
  }

  /**
   * @param after the `next` of the page before
   * @throws Refusal QUERY_TOO_SHORT, QUERY_TOO_LONG, CURSOR_MALFORMED
   */
  async search(q: string, limit: number, after: string | undefined, today: CivilDate): Promise<SearchPage> {
    const text = q.normalize('NFKC').trim()
    const length = [...text].length
    if (length < 2) throw refuse('QUERY_TOO_SHORT')
    if (length > 100) throw refuse('QUERY_TOO_LONG')
    const cursor = after === undefined ? firstPage : parseCursor(after)
    const byNumber = after === undefined ? await this.#byNumber(text, today) : []
    if (byNumber.length > 0) return { items: byNumber, next: null }

    const pairs = bigramsOf(nameCore(text))
    if (pairs.length === 0) return { items: [], next: null }
    if (!cursor.similar) {
      const exact = await this.#containing(pairs, limit, cursor, today)
      // Likeness is asked only when nothing bears the name itself.
      if (exact.items.length > 0 || after !== undefined) return exact
    }
    return this.#similar(pairs, limit, cursor, today)
  }

  async #byNumber(text: string, today: CivilDate): Promise<FoundOrganisation[]> {
    if (!/^[0-9A-Za-z -]{8,24}$/.test(text)) return []
    const asked = (['cn.uscc', 'cn.orgcode'] as const).map((scheme) => ({
      scheme,
      value: checkIdentifier(scheme, text, { demo: true }).normalised,
    }))
    const found = await findIdentifiers(this.#database, asked)
    if (found.length === 0) return []
    const rows = await this.#database.read(byIds, [found.map((row) => row.subjectId), today])
    return rows.map((row) => toFound(row, 'identifier'))
  }

  async #containing(pairs: string[], limit: number, cursor: Cursor, today: CivilDate): Promise<SearchPage> {
    const rows = await this.#database.read(containing, [
      pairs,
      today,
      cursor.rank,
      cursor.name,
      cursor.id,
      limit + 1,
    ])
    return pageOf(rows, limit, 'name')
  }

  async #similar(pairs: string[], limit: number, cursor: Cursor, today: CivilDate): Promise<SearchPage> {
    if (pairs.length < 2) return { items: [], next: null }
    const common = await this.#commonPairs()
    const rare = pairs.filter((pair) => !common.has(pair))
    const probe = (rare.length > PAIRS_SPOILT_MAX ? rare : pairs).slice(0, PROBE_MAX)
    const hitsMin = Math.max(1, pairs.length - PAIRS_SPOILT_MAX)
    const rows = await this.#database.read(similar, [
      probe,
      pairs,
      today,
      hitsMin,
      cursor.rank,
      cursor.name,
      cursor.id,
      limit + 1,
    ])
    return pageOf(rows, limit, 'similar')
  }

  /** Pairs in so many names that probing them costs more than it finds; the database's statistics know them. */
  async #commonPairs(): Promise<ReadonlySet<string>> {
    const nowMs = this.#database.clock.nowMs()
    if (!this.#common || nowMs - this.#common.atMs > 600_000) {
      const rows = await this.#database.query<{ pair: string }>(
        `select pair from pg_stats s,
           unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as common (pair, share)
         where s.tablename = 'subject_names' and s.attname = 'bigrams' and share > $1`,
        [COMMON_SHARE],
      )
      this.#common = { atMs: nowMs, pairs: new Set(rows.map((row) => row.pair)) }
    }
    return this.#common.pairs
  }
}

/**
 * The same test as the page itself: what is found can be opened. A stated name is found only by a record that shows it.
 * @param named alias of a row with subject_id, name_key and registered
 */
const someShown = (named: string, day: string): string => `exists (
    select 1 from v_record_versions v
    where v.subject_id = ${named}.subject_id and ${isPublished('v', day)}
      and (${named}.registered or v.name_key = ${named}.name_key)
      and not exists (
        select 1 from v_record_versions newer
        where newer.subject_id = v.subject_id and newer.record_id = v.record_id and newer.version_no > v.version_no)
      and (v.polarity <> 'adverse' or v.name_key is null or not exists (
        select 1 from v_subject_names r where r.subject_id = v.subject_id and r.registered
      ) or exists (
        select 1 from v_subject_names r
        where r.subject_id = v.subject_id and r.registered and r.name_key = v.name_key)))`

/** A stated name counts only where no registered one is known, of the subject or of one read together with it. */
const counts = `(n.registered or not exists (
    select 1 from v_subject_names r
    where r.registered and (r.subject_id = n.subject_id or r.subject_id in (
      select l.canonical_id from v_subject_links l where l.member_id = n.subject_id))))`

/** Whether it is the name in the registration that holds. */
const borne = (named: string): string => `exists (
    select 1 from v_record_versions v
    where v.subject_id = ${named}.subject_id and v.type = 'cn.registration' and not v.withdrawn
      and v.name_key = ${named}.name_key and not exists (
        select 1 from v_record_versions newer
        where newer.subject_id = v.subject_id and newer.record_id = v.record_id and newer.version_no > v.version_no))`

const described = `
select p.subject_id, p.name, s.kind, id.scheme, id.value, reg.on_day, p.rank
from page p
join v_subjects s on s.subject_id = p.subject_id and s.kind <> 'person'
left join lateral (
  select v.came_by_scheme as scheme, v.came_by_value as value from v_record_versions v
  where v.subject_id = p.subject_id and not v.withdrawn
  order by v.came_by_scheme = 'cn.uscc' desc, v.came_by_value limit 1
) id on true
left join lateral (
  select v.event_on as on_day from v_record_versions v
  where v.subject_id = p.subject_id and v.type = 'cn.registration' and not v.withdrawn
  order by v.tick desc limit 1
) reg on true
order by p.rank, p.name, p.subject_id`

const byIds: NamedStatement = {
  name: 'search_by_ids_v2',
  text: `
with page as materialized (
  select distinct on (n.subject_id) n.subject_id, n.name, 0 as rank
  from v_subject_names n
  where n.subject_id in (
      select coalesce((select l.canonical_id from v_subject_links l where l.member_id = asked.id
        order by l.tick desc limit 1), asked.id)
      from unnest($1::uuid[]) as asked (id)) and ${counts} and ${someShown('n', '$2::date')}
  order by n.subject_id, ${borne('n')} desc, n.stated_at desc, n.name
)${described}`,
}

const containing: NamedStatement = {
  name: 'search_containing_v1',
  text: `
with named as materialized (
  select n.subject_id, n.name, n.name_key, n.registered, cardinality(n.bigrams) as rank
  from v_subject_names n
  where n.bigrams @> $1::text[]
    and (cardinality(n.bigrams), n.name, n.subject_id) > ($3::integer, $4::text, $5::uuid)
  order by cardinality(n.bigrams), n.name, n.subject_id
  limit 5000
), page as materialized (
  select n.subject_id, n.name, n.rank from named n
  where ${counts} and ${someShown('n', '$2::date')}
  order by n.rank, n.name, n.subject_id
  limit $6
)${described}`,
}

const similar: NamedStatement = {
  name: 'search_similar_v1',
  text: `
with named as materialized (
  select n.subject_id, n.name, n.name_key, n.registered,
    1000 * (cardinality($2::text[]) - hits.n) + abs(cardinality(n.bigrams) - cardinality($2::text[])) as rank
  from v_subject_names n,
    lateral (select count(*)::integer as n from unnest(n.bigrams) pair where pair = any($2::text[])) hits
  where n.bigrams && $1::text[] and hits.n >= $4::integer and ${counts}
), page as materialized (
  select n.subject_id, n.name, n.rank from named n
  where (n.rank, n.name, n.subject_id) > ($5::integer, $6::text, $7::uuid)
    and ${someShown('n', '$3::date')}
  order by n.rank, n.name, n.subject_id
  limit $8
)${described}`,
}

type Cursor = { readonly similar: boolean; readonly rank: number; readonly name: string; readonly id: string }

const firstPage: Cursor = { similar: false, rank: -1, name: '', id: '00000000-0000-0000-0000-000000000000' }

function pageOf(rows: unknown[][], limit: number, matched: 'name' | 'similar'): SearchPage {
  const items = rows.slice(0, limit).map((row) => toFound(row, matched))
  const last = rows[limit - 1]
  if (rows.length <= limit || !last) return { items, next: null }
  const cursor = [matched === 'similar', last[6], last[1], last[0]]
  return { items, next: Buffer.from(JSON.stringify(cursor)).toString('base64url') }
}

function parseCursor(text: string): Cursor {
  try {
    const [similarTo, rank, name, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    const wellFormed =
      typeof similarTo === 'boolean' &&
      Number.isInteger(rank) &&
      Math.abs(rank as number) <= RANK_MAX &&
      typeof name === 'string' &&
      !name.includes('\0') &&
      typeof id === 'string' &&
      isUuid(id)
    if (wellFormed) return { similar: similarTo, rank: rank as number, name, id }
  } catch {
    // Falls through: whatever it was, it is no cursor of ours.
  }
  throw refuse('CURSOR_MALFORMED')
}

function toFound(row: unknown[], matched: FoundOrganisation['matched']): FoundOrganisation {
  const [id, name, kind, scheme, value, registeredOn] = row as [
    SubjectId,
    string,
    FoundOrganisation['kind'],
    string | null,
    string | null,
    CivilDate | null,
  ]
  return {
    id,
    name,
    kind,
    identifier: scheme !== null && value !== null ? { scheme, value } : null,
    registeredOn,
    matched,
  }
}

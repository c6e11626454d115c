// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Database } from '../../kernel/db/database.ts'
import { isUuid, type SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { CatalogueShelf } from '../catalogue/index.ts'
import { checkIdentifier } from '../identifiers/index.ts'
import { bigramsOf, findIdentifiers, listCommonPairs, nameCore } from '../subjects/index.ts'
import { type SearchStatements, searchStatements } from './search-statements.ts'

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
  readonly #catalogues: CatalogueShelf
  readonly #node: { readonly demo: boolean }
  #prepared: { readonly version: string; readonly statements: SearchStatements } | undefined
  #common: { readonly atMs: number; readonly pairs: ReadonlySet<string> } | undefined

  constructor(database: Database, catalogues: CatalogueShelf, node: { readonly demo: boolean }) {
    this.#database = database
    this.#catalogues = catalogues
    this.#node = node
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
    const rows = await this.#database.read(this.#statements().byIds, [
      found.map((row) => row.subjectId),
      today,
    ])
    return rows.map((row) => toFound(row, 'identifier'))
  }

  async #containing(pairs: string[], limit: number, cursor: Cursor, today: CivilDate): Promise<SearchPage> {
    const rows = await this.#database.read(this.#statements().containing, [
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
    const rows = await this.#database.read(this.#statements().similar, [
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

  #statements(): SearchStatements {
    const { version, catalogue } = this.#catalogues.current()
    if (this.#prepared?.version !== version)
      this.#prepared = { version, statements: searchStatements(catalogue, this.#node) }
    return this.#prepared.statements
  }

  /** Pairs in so many names that probing them costs more than it finds; the database's statistics know them. */
  async #commonPairs(): Promise<ReadonlySet<string>> {
    const nowMs = this.#database.clock.nowMs()
    if (!this.#common || nowMs - this.#common.atMs > 600_000) {
      const pairs = await listCommonPairs(this.#database, COMMON_SHARE)
      this.#common = { atMs: nowMs, pairs: new Set(pairs) }
    }
    return this.#common.pairs
  }
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

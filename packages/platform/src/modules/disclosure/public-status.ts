// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../../kernel/db/database.ts'

export type NodeCounts = {
  readonly organisations: number
  readonly records: number
  readonly furnishers: number
  readonly tick: number
}
export type Example = {
  readonly id: string
  readonly name: string
  readonly identifier: string | null
  readonly adverse: number
  readonly positive: number
}

const KEPT_MS = 30_000

/** How much this node holds, counted at most every half minute; past 100,000 rows the database's estimate does. */
export class PublicStatus {
  readonly #database: Database
  #counts: { readonly atMs: number; readonly counts: NodeCounts } | undefined

  constructor(database: Database) {
    this.#database = database
  }

  async counts(): Promise<NodeCounts> {
    const nowMs = this.#database.clock.nowMs()
    if (!this.#counts || Math.abs(nowMs - this.#counts.atMs) > KEPT_MS) {
      const [organisationCount, recordCount] = [
        await this.#countOf(organisations),
        await this.#countOf(records),
      ]
      const rows = await this.#database.query<{ furnishers: number; tick: number }>(
        'select (select count(*) from v_participants) as furnishers, (select coalesce(max(tick), 0) from ticks) as tick',
      )
      this.#counts = {
        atMs: nowMs,
        counts: {
          organisations: organisationCount,
          records: recordCount,
          furnishers: rows[0]?.furnishers ?? 0,
          tick: rows[0]?.tick ?? 0,
        },
      }
    }
    return this.#counts.counts
  }

  async #countOf({ estimate, exact }: Counted): Promise<number> {
    const estimated = await this.#database.query<{ rows: number }>(estimate)
    if ((estimated[0]?.rows ?? 0) > 100_000) return estimated[0]?.rows ?? 0
    const counted = await this.#database.query<{ rows: number }>(exact)
    return counted[0]?.rows ?? 0
  }
}

type Counted = { readonly estimate: string; readonly exact: string }

/** Natural persons are not counted before the public: a number that grows by one tells of somebody. */
const organisations: Counted = {
  estimate: `
    select (c.reltuples * (1 - coalesce((
      select share from pg_stats s,
        unnest(s.most_common_vals::text::text[], s.most_common_freqs) as common (kind, share)
      where s.tablename = 'subjects' and s.attname = 'kind' and kind = 'person'), 0)))::bigint as rows
    from pg_class c where c.oid = 'subjects'::regclass`,
  exact: "select count(*) as rows from v_subjects where kind <> 'person'",
}

const records: Counted = {
  estimate: "select reltuples::bigint as rows from pg_class where oid = 'record_keys'::regclass",
  exact: 'select count(*) as rows from v_record_keys',
}

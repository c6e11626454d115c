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
      const [organisations, records] = [
        await this.#countOf('v_subjects', 'subjects'),
        await this.#countOf('v_record_keys', 'record_keys'),
      ]
      const rows = await this.#database.query<{ furnishers: number; tick: number }>(
        'select (select count(*) from v_participants) as furnishers, (select coalesce(max(tick), 0) from ticks) as tick',
      )
      this.#counts = {
        atMs: nowMs,
        counts: { organisations, records, furnishers: rows[0]?.furnishers ?? 0, tick: rows[0]?.tick ?? 0 },
      }
    }
    return this.#counts.counts
  }

  async #countOf(view: 'v_subjects' | 'v_record_keys', table: string): Promise<number> {
    const estimate = await this.#database.query<{ rows: number }>(
      'select reltuples::bigint as rows from pg_class where oid = $1::regclass',
      [table],
    )
    if ((estimate[0]?.rows ?? 0) > 100_000) return estimate[0]?.rows ?? 0
    const exact = await this.#database.query<{ rows: number }>(`select count(*) as rows from ${view}`)
    return exact[0]?.rows ?? 0
  }
}

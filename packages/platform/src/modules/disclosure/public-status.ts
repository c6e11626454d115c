// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../../kernel/db/database.ts'
import { countRecords } from '../records/index.ts'
import { countOrganisations } from '../subjects/index.ts'

export type NodeCounts = {
  readonly organisations: number
  readonly records: number
  readonly furnishers: number
  readonly tick: number
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
      const organisations = await countOrganisations(this.#database)
      const records = await countRecords(this.#database)
      const rows = await this.#database.query<{ furnishers: number; tick: number }>(
        // Who only asks furnishes nothing.
        `select (select count(*) from v_participants where cardinality(functions) > 0) as furnishers,
           (select coalesce(max(tick), 0) from ticks) as tick`,
      )
      this.#counts = {
        atMs: nowMs,
        counts: {
          organisations,
          records,
          furnishers: rows[0]?.furnishers ?? 0,
          tick: rows[0]?.tick ?? 0,
        },
      }
    }
    return this.#counts.counts
  }
}

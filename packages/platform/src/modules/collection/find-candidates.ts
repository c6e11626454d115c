// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import { mayBeSame, nameBigrams, nameKey, nameParts } from '../subjects/index.ts'
import type { OfferedIdentifier } from './batch.ts'
import { listNamedOrganisations } from './batch-store.ts'

/** Names of like length come first; area and form make no great difference. */
const LOOKED_AT_MAX = 200

/**
 * Numbers of registered organisations that a row without any number may mean: by the same name, or the same core and
 * area. Offered to the furnisher, who has to say which it is: a name never identifies.
 */
export class CandidateFinder {
  readonly #on: { readonly query: Query }
  readonly #offeredMax: number
  /** A list names the same organisation again and again. */
  readonly #found = new Map<string, readonly OfferedIdentifier[]>()

  constructor(on: { readonly query: Query }, offeredMax: number) {
    this.#on = on
    this.#offeredMax = offeredMax
  }

  async find(name: string | null): Promise<readonly OfferedIdentifier[]> {
    if (name === null) return []
    const known = this.#found.get(name)
    if (known) return known
    const found = await this.#look(name)
    this.#found.set(name, found)
    return found
  }

  async #look(name: string): Promise<OfferedIdentifier[]> {
    const asked = nameParts(name)
    if (asked.pairs.length === 0) return []
    const key = nameKey(name)
    const like = { pairs: asked.pairs, length: nameBigrams(name).length }
    const rows = await listNamedOrganisations(this.#on, like, LOOKED_AT_MAX)
    const same = rows.filter(
      (row) => nameKey(row.name).equals(key) || mayBeSame(asked, nameParts(row.name), row.uscc.slice(2, 8)),
    )
    const values = [...new Set(same.map((row) => row.uscc))]
    return values.slice(0, this.#offeredMax).map((value) => ({ scheme: 'cn.uscc', value }))
  }
}

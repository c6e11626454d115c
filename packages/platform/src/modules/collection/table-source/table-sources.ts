// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { refuse } from '../../../kernel/refusal.ts'
import type { CollectionContext } from '../collection-context.ts'
import type { FrontEndTable } from './front-end-table.ts'
import { postgresTable } from './postgres-table.ts'
import { pullTable } from './pull-table.ts'
import type { TableSource } from './source-config.ts'

type OpenSource = { readonly source: TableSource; readonly table: FrontEndTable }

/** The front-end tables this node reads, each in its own time. */
export class TableSources {
  readonly #context: CollectionContext
  readonly #sources: readonly OpenSource[]

  /**
   * @param env where the connections stand, by the names that the sources give
   * @throws Refusal SOURCE_CONNECTION_MISSING
   */
  constructor(
    context: CollectionContext,
    sources: readonly TableSource[],
    env: Readonly<Record<string, string | undefined>>,
  ) {
    this.#context = context
    this.#sources = sources.map((source) => ({ source, table: postgresTable(connectionOf(source, env)) }))
  }

  /** Pulls those whose time has come, one after another: a slow one delays and never breaks the others. */
  async pullDue(signal?: AbortSignal): Promise<void> {
    for (const { source, table } of this.#sources) {
      if (signal?.aborted) return
      await pullTable(this.#context, source, table, signal)
    }
  }
}

function connectionOf(source: TableSource, env: Readonly<Record<string, string | undefined>>): string {
  const text = env[source.connection]
  if (!text) throw refuse('SOURCE_CONNECTION_MISSING', { source: source.source, name: source.connection })
  return text
}

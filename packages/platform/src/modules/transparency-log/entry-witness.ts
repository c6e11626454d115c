// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import type { Query } from '../../kernel/db/database.ts'
import type { EntryKind } from './queue-entry.ts'

/** What the database holds of an act, and what the entry about it must therefore commit to. */
export type WitnessedAct = {
  /** Names the act to a person: ids only. */
  readonly act: string
  readonly commitment: Uint8Array
  /** What of the act, looked at more closely than its entry can show, is not as it was. */
  readonly disagrees?: string
}

/** Tells all acts of a kind of entry again, from the tables of the module that queues it. */
export type EntryWitness = {
  readonly kind: EntryKind
  /** In runs, so that a million acts are never held at once. All in one snapshot. */
  list(on: { readonly query: Query }): AsyncIterable<readonly WitnessedAct[]>
}

export function witnessedAct(act: string, witnessed: string): WitnessedAct {
  return { act, commitment: hash('sha256', witnessed, 'buffer') }
}

/** Pages by key: `next` gives what comes behind the last row of the page before. */
export async function* pages<Row>(
  next: (after: Row | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let page = await next(undefined)
  while (page.length > 0) {
    yield page
    page = await next(page.at(-1))
  }
}

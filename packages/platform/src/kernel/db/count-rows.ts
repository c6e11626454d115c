// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { only, type Query } from './database.ts'

/** Beyond this the database's own estimate does: counting would read every row. */
export const COUNTED_MAX = 100_000

/** How many rows a table has. Called by the module that owns it, which names it in its store. */
export async function countRows(on: { readonly query: Query }, table: string): Promise<number> {
  const [estimate] = await on.query<{ rows: number }>(
    'select reltuples::bigint as rows from pg_class where oid = $1::regclass',
    [table],
  )
  if ((estimate?.rows ?? 0) > COUNTED_MAX) return estimate?.rows ?? 0
  return only(await on.query<{ rows: number }>(`select count(*) as rows from ${table}`)).rows
}

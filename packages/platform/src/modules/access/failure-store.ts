// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Query } from '../../kernel/db/database.ts'

type Reader = { readonly query: Query }

export async function findHold(on: Reader, place: Buffer, now: Instant): Promise<Instant | undefined> {
  const rows = await on.query<{ until: Instant }>(
    'select held_until as until from failure_counts where place_index = $1 and held_until > $2',
    [place, now],
  )
  return rows[0]?.until
}

/** Counted in the statement, so that many tries at once are many failures. */
export async function addFailure(
  on: Reader,
  place: Buffer,
  at: {
    readonly now: Instant
    readonly forgottenBefore: Instant
    /** By number of failures, from one. */
    readonly heldUntilAfter: readonly Instant[]
  },
): Promise<void> {
  await on.query(
    `insert into failure_counts as f (place_index, failures, failed_at, held_until)
     values ($1, 1, $2, ($4::timestamptz[])[1])
     on conflict (place_index) do update set
       failures = case when f.failed_at < $3 then 1 else f.failures + 1 end,
       failed_at = $2,
       held_until = ($4::timestamptz[])[
         case when f.failed_at < $3 then 1 else least(f.failures + 1, cardinality($4::timestamptz[])) end]`,
    [place, at.now, at.forgottenBefore, at.heldUntilAfter],
  )
}

export async function forgetFailures(on: Reader, place: Buffer): Promise<void> {
  await on.query('delete from failure_counts where place_index = $1', [place])
}

export async function deleteOldFailures(on: Reader, before: Instant): Promise<void> {
  await on.query('delete from failure_counts where failed_at < $1', [before])
}

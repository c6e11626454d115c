// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { insertEnd, lockAlone, lockTogether } from './access-store.ts'

/**
 * Ends a key, a post, a role or a power from an instant on; an earlier end written before still counts.
 * Whoever acts by it at this moment is waited for, and nobody acts by it after the commit.
 * @param under what is held in its place by whoever acts: of a role, its post
 */
export async function endAccess(
  tx: Tx,
  id: string,
  { endsAt = tx.clock.now(), under = id }: { readonly endsAt?: Instant; readonly under?: string } = {},
): Promise<void> {
  await lockAlone(tx, under)
  await insertEnd(tx, id, endsAt)
}

/**
 * Holds what somebody acts by until the transaction ends, so that it cannot be taken away in the middle of the act.
 * Caller reads it again after this: what was ended before the lock was given is seen as ended.
 */
export async function holdAccess(tx: Tx, ids: readonly (string | null)[]): Promise<void> {
  await lockTogether(tx, ids.filter((id) => id !== null).sort())
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Branded } from '../ids.ts'
import { only, type Tx } from './database.ts'

/** The number of one change in what readers may see. */
export type Tick = Branded<number, 'Tick'>

/** Also taken in SQL by retention_delete_record. */
const TICK_LOCK = 7001

/**
 * Takes the next tick and holds its lock to commit, so that ticks become visible in their own order.
 * Caller: call it last, just before the final inserts; whatever runs after it keeps every other act waiting.
 */
export async function takeTick(tx: Tx): Promise<Tick> {
  await tx.query('select pg_advisory_xact_lock($1)', [TICK_LOCK])
  const rows = await tx.query<{ tick: number }>(
    // A clock set back must not make an instant lead to a later tick than was known at it.
    `insert into ticks (tick, at) select coalesce(max(tick), 0) + 1, greatest($1, max(at)) from ticks returning tick`,
    [tx.clock.now()],
  )
  return only(rows).tick as Tick
}

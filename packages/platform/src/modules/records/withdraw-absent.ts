// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Tick, takeTick } from '../../kernel/db/tick.ts'
import type { MergeSource } from './merge-records.ts'
import { lockSource } from './record-store.ts'
import {
  closeEditions,
  insertEndings,
  insertReplacement,
  prepareEnding,
  stageAbsent,
  withdrawAbsentKeys,
} from './withdrawal-store.ts'

/** Days of events, both ends included. */
export type ReplacedPeriod = { readonly code: string; readonly from: CivilDate; readonly to: CivilDate }

/** As many as hold the tick's lock well under 200 ms. */
export const ABSENT_CHUNK = 2_000

/**
 * Withdraws, at most `limit` at once, the records of a replaced period that the replacement does not have, and leaves
 * the mark by which older statements that arrive later stay dead. Called until fewer than `limit` come back; called
 * again after a kill it goes on.
 * Caller has merged every row of the replacement first: what is not stated by then is not in it.
 */
export async function withdrawAbsent(
  tx: Tx,
  source: MergeSource,
  period: ReplacedPeriod,
  limit: number = ABSENT_CHUNK,
): Promise<{ readonly absent: number; readonly tick: Tick | null }> {
  await lockSource(tx, source)
  await prepareEnding(tx)
  await insertReplacement(tx, source, period)
  const absent = await stageAbsent(tx, source, period, limit)
  if (absent === 0) return { absent, tick: null }

  const tick = await takeTick(tx)
  await withdrawAbsentKeys(tx, source)
  await insertEndings(tx, source, tick)
  await closeEditions(tx, source, tick)
  return { absent, tick }
}

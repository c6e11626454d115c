// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import { takeTick } from '../../kernel/db/tick.ts'
import { takeBackNames } from '../subjects/index.ts'
import type { Merged, MergeSource } from './merge-records.ts'
import { lockSource } from './record-store.ts'
import {
  closeEditions,
  copyWithdrawals,
  insertEndings,
  listLateWithdrawals,
  listMistakenNames,
  markWithdrawn,
  prepareEnding,
  stageWithdrawals,
  withdrawKeys,
} from './withdrawal-store.ts'

/**
 * Withdraws one chunk of records by the furnisher's own numbers: their publicity and use end with a new version.
 * Numbers of which nothing is known leave a mark.
 * @param encoded rows of `encodeWithdrawals`, all of one furnisher and type; no number twice
 */
export async function withdrawRecords(tx: Tx, source: MergeSource, encoded: Uint8Array): Promise<Merged> {
  await lockSource(tx, source)
  await prepareEnding(tx)
  await copyWithdrawals(tx, encoded)
  const { late, ...outcomes } = await stageWithdrawals(tx, source)
  const notes = late > 0 ? await listLateWithdrawals(tx) : []
  if (outcomes.unchanged > 0) await markWithdrawn(tx, source)
  if (outcomes.withdrawn === 0) return { ...outcomes, notes, tick: null }

  const tick = await takeTick(tx)
  await withdrawKeys(tx, source)
  if (source.registers) await takeBackNames(tx, await listMistakenNames(tx, source), tick)
  await insertEndings(tx, source, tick)
  await closeEditions(tx, source, tick)
  return { ...outcomes, notes, tick }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Tick, takeTick } from '../../kernel/db/tick.ts'
import type { BatchId, SubjectId } from '../../kernel/ids.ts'
import { findUnlinked, linkComputed, rememberNames } from '../subjects/index.ts'
import {
  advanceKeys,
  copyStaged,
  insertEditions,
  insertVersions,
  listLateRows,
  listUnknownNames,
  lockSource,
  type OutcomeNote,
  type Outcomes,
  stageOutcomes,
} from './record-store.ts'
import {
  closeEditions,
  insertEndings,
  prepareEnding,
  stageEndings,
  withdrawKeys,
} from './withdrawal-store.ts'

export type MergeSource = {
  readonly furnisherId: number
  readonly type: string
  readonly batchId: BatchId
  readonly layout: number
  /** The furnisher owns registration: the names it gives are the registered ones. */
  readonly registers: boolean
  /** As of when the furnisher states this, and the order of arrival that parts two statements of one instant. */
  readonly statedAt: Instant
  readonly arrival: number
}

export type SameSubject = { readonly joining: SubjectId; readonly other: SubjectId }

/** What was sealed for one version would have become another: the run has to be sealed again. */
export class StaleSealError extends Error {
  override readonly name = 'StaleSealError'
}

export type Merged = Omit<Outcomes, 'late'> & {
  readonly tick: Tick | null
  readonly notes: readonly OutcomeNote[]
}

/**
 * Merges one chunk of judged rows into the records: new ones, corrections as new versions, unchanged ones not at all.
 * The tick's lock is taken after COPY and classification, so it is held for the inserts only.
 * @throws StaleSealError when another batch has changed a record since its row was sealed; nothing is merged then
 * @param encoded rows of `encodeStaged`, all of one furnisher and type; no number twice
 */
export async function mergeRecords(
  tx: Tx,
  source: MergeSource,
  encoded: Uint8Array,
  sameSubjects: readonly SameSubject[],
): Promise<Merged> {
  await lockSource(tx, source)
  await prepareEnding(tx)
  await copyStaged(tx, encoded)
  const { late, staleSeals, restated, editions, namesUnknown, ...outcomes } = await stageOutcomes(tx, source)
  if (staleSeals > 0) throw new StaleSealError('a sealed row is for another version')
  const notes = late > 0 ? await listLateRows(tx) : []
  if (outcomes.unchanged > 0) await advanceKeys(tx, source)
  const changed = outcomes.accepted + outcomes.corrected + outcomes.withdrawn > 0
  const unlinked = await findUnlinked(tx, sameSubjects)
  const names = namesUnknown > 0 ? await listUnknownNames(tx) : []
  if (!changed && unlinked.length === 0 && names.length === 0) return { ...outcomes, notes, tick: null }

  if (outcomes.corrected + outcomes.withdrawn > 0) await stageEndings(tx)
  const tick = await takeTick(tx)
  await insertVersions(tx, source, tick, restated)
  if (outcomes.corrected + outcomes.withdrawn > 0) {
    await withdrawKeys(tx, source)
    await insertEndings(tx, source, tick)
    await closeEditions(tx, source, tick)
  }
  if (editions > 0) await insertEditions(tx, source, tick)
  await rememberNames(tx, names, { registered: source.registers, statedAt: source.statedAt }, tick)
  for (const { joining, other } of unlinked) await linkComputed(tx, tick, joining, other)
  return { ...outcomes, notes, tick }
}

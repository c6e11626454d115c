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
  countMerges,
  holdSource,
  insertEditions,
  insertVersions,
  listLateRows,
  listUnknownNames,
  lockSource,
  type OutcomeNote,
  type Outcomes,
  type Staging,
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

/** What was made of a run would be wrong by now, for somebody else has changed records: it has to be made anew. */
export class StaleRunError extends Error {
  override readonly name = 'StaleRunError'
}

export type Merged = Omit<Outcomes, 'late'> & {
  readonly tick: Tick | null
  readonly notes: readonly OutcomeNote[]
}

/** A chunk in its transaction: what it will do, as the records stood when it was staged. */
export type StagedChunk = { readonly merges: number; readonly found: Outcomes & Staging }

/** The merges of one batch, by which its next chunk tells its own from those of others. */
export class OwnMerges {
  readonly #numbers: number[] = []

  add(number: number): void {
    this.#numbers.push(number)
  }

  since(merges: number): number {
    return this.#numbers.filter((number) => number > merges).length
  }
}

/**
 * Brings one chunk of judged rows before the records and says what each does. Takes no lock: a batch's next chunk is
 * staged while the one before is being written.
 * Caller: a chunk that is about persons is staged only after the one before is committed, for their names are compared
 * with what is written.
 * @param encoded rows of `encodeStaged`, all of one furnisher and type; no number twice in the batch
 */
export async function stageRecords(tx: Tx, source: MergeSource, encoded: Uint8Array): Promise<StagedChunk> {
  await prepareEnding(tx)
  await copyStaged(tx, encoded)
  const merges = await countMerges(tx, source)
  return { merges, found: await stageOutcomes(tx, source) }
}

/**
 * As `stageRecords`, with the source held from here to commit: nobody can make the chunk stale any more, so one that is
 * made anew is not kept away by others who go on merging or deleting.
 * Caller: once the batch's chunk before is committed.
 */
export async function stageHeld(tx: Tx, source: MergeSource, encoded: Uint8Array): Promise<StagedChunk> {
  await holdSource(tx, source)
  return stageRecords(tx, source, encoded)
}

/**
 * Merges a staged chunk into the records: new ones, corrections as new versions, unchanged ones not at all. The tick's
 * lock is taken last, so it is held for the inserts only.
 * Caller: in the chunk's transaction, once the batch's chunk before is committed.
 * @throws StaleRunError when anybody else has changed the source's records since; nothing is merged then
 */
export async function mergeRecords(
  tx: Tx,
  source: MergeSource,
  { merges, found }: StagedChunk,
  sameSubjects: readonly SameSubject[],
  own: OwnMerges,
): Promise<Merged & { readonly merge: number }> {
  const merge = await lockSource(tx, source)
  if (merge - 1 !== merges + own.since(merges))
    throw new StaleRunError('others have merged since it was staged')
  const { late, staleSeals, restated, editions, namesUnknown, ...outcomes } = found
  if (staleSeals > 0) throw new StaleRunError('a sealed row is for another version')
  const notes = late > 0 ? await listLateRows(tx) : []
  if (outcomes.unchanged > 0) await advanceKeys(tx, source)
  const changed = outcomes.accepted + outcomes.corrected + outcomes.withdrawn > 0
  const unlinked = await findUnlinked(tx, sameSubjects)
  const names = namesUnknown > 0 ? await listUnknownNames(tx) : []
  if (!changed && unlinked.length === 0 && names.length === 0)
    return { ...outcomes, notes, tick: null, merge }

  const ends = outcomes.corrected + outcomes.withdrawn > 0
  if (ends) await stageEndings(tx)
  const tick = await takeTick(tx)
  await insertVersions(tx, source, tick, restated)
  if (ends) {
    await withdrawKeys(tx, source)
    await insertEndings(tx, source, tick)
    await closeEditions(tx, source, tick)
  }
  if (editions > 0) await insertEditions(tx, source, tick)
  await rememberNames(tx, names, { registered: source.registers, statedAt: source.statedAt }, tick)
  for (const { joining, other } of unlinked) await linkComputed(tx, tick, joining, other)
  return { ...outcomes, notes, tick, merge }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import { type Tick, takeTick } from '../../kernel/db/tick.ts'
import type { BatchId, SubjectId } from '../../kernel/ids.ts'
import { findUnlinked, linkComputed, rememberNames } from '../subjects/index.ts'
import {
  copyStaged,
  findUnknownNames,
  insertEditions,
  insertVersions,
  lockSource,
  type Outcomes,
  stageOutcomes,
} from './record-store.ts'

export type MergeSource = {
  readonly furnisherId: number
  readonly type: string
  readonly batchId: BatchId
  readonly layout: number
  /** The furnisher owns registration: the names it gives are the registered ones. */
  readonly registers: boolean
}

export type SameSubject = { readonly joining: SubjectId; readonly other: SubjectId }

/** What was sealed for one version would have become another: the run has to be sealed again. */
export class StaleSealError extends Error {
  override readonly name = 'StaleSealError'
}

export type Merged = Outcomes & { readonly tick: Tick | null }

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
  await copyStaged(tx, encoded)
  const { staleSeals, ...outcomes } = await stageOutcomes(tx, source)
  if (staleSeals > 0) throw new StaleSealError('a sealed row is for another version')
  const changed = outcomes.accepted + outcomes.corrected > 0
  const unlinked = await findUnlinked(tx, sameSubjects)
  if (!changed && unlinked.length === 0) return { ...outcomes, tick: null }

  const names = await findUnknownNames(tx, source.registers)
  const tick = await takeTick(tx)
  await insertVersions(tx, source, tick)
  await rememberNames(tx, names, source.registers, tick)
  await insertEditions(tx, source, tick)
  for (const { joining, other } of unlinked) await linkComputed(tx, tick, joining, other)
  return { ...outcomes, tick }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Catalogue, RecordType } from '../catalogue/index.ts'
import type { Participant } from '../participants/index.ts'
import type { ReplacedPeriod } from '../records/index.ts'
import type { Batch } from './batch.ts'
import type { CollectionContext } from './collection-context.ts'
import type { KeptRuns } from './kept-runs.ts'
import type { Release } from './quarantine-store.ts'
import type { RecordRun } from './record-splitter.ts'
import type { NumberMac } from './settle-quarantine.ts'

/** What working off one batch needs throughout. */
export type BatchWork = {
  readonly context: CollectionContext
  readonly batch: Batch
  readonly key: Buffer
  readonly catalogue: Catalogue
  readonly type: RecordType
  readonly furnisher: Participant
  readonly registers: boolean
  readonly period: ReplacedPeriod | null
  readonly numberMac: NumberMac
  readonly releases: ReadonlyMap<number, Release>
  readonly kept: KeptRuns
  readonly signal: AbortSignal | null
}

/** Judged but not yet merged runs; bounds memory and keeps both workers busy. */
export const RUNS_AHEAD = 4

/** Between two runs of rows a batch can be left: what is done of it is stored, and the rest is done later. */
export async function* untilStopped(
  { signal }: Pick<BatchWork, 'signal'>,
  runs: AsyncIterable<RecordRun>,
): AsyncGenerator<RecordRun> {
  for await (const run of runs) {
    signal?.throwIfAborted()
    yield run
  }
}

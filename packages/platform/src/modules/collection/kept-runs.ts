// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { SubjectId } from '../../kernel/ids.ts'
import { type EncodedContents, withSubjects } from '../records/index.ts'
import type { SubjectClaim } from '../subjects/index.ts'
import type { FaultyRows } from './faulty-rows.ts'
import type { StagedRun } from './judging-worker.ts'
import type { RecordRun } from './record-splitter.ts'
import { pickDigests } from './row-number-table.ts'

/** The good rows of a run that need of their subjects nothing but who they are. */
export type FinishedRun = {
  readonly rowNos: readonly number[]
  readonly claims: readonly SubjectClaim[]
  readonly numbers: StagedRun['numbers']
  readonly masked: StagedRun['masked']
  readonly contents: EncodedContents
}

/** Rows of a finished run that are to be merged, by place in it. */
export type ChosenRows = { readonly run: FinishedRun; readonly places: readonly number[] }

/** Of what is staged; the claims beside it take two thirds of that again, and two batches are under way at once. */
const KEPT_BYTES_MAX = 48 * 1024 * 1024

/**
 * What judging has made of a batch's rows, kept until they are merged, so that a file of usual size is judged once. Of
 * a larger one, and after a restart, the rest is judged again: this is memory, and nothing relies on it.
 */
export class KeptRuns {
  readonly #runs = new Map<number, FinishedRun>()
  #bytes = 0

  get hasRoom(): boolean {
    return this.#bytes < KEPT_BYTES_MAX
  }

  keep(run: RecordRun, finished: FinishedRun | null): void {
    const first = run.rowNos[0]
    if (finished === null || first === undefined || !this.hasRoom) return
    this.#runs.set(first, finished)
    this.#bytes += finished.contents.bytes.length
  }

  /** The good rows of the run, once; null when they have to be judged again. */
  take(run: RecordRun, faulty: FaultyRows): ChosenRows | null {
    const first = run.rowNos[0] ?? 0
    const finished = this.#runs.get(first)
    if (!finished) return null
    this.#runs.delete(first)
    this.#bytes -= finished.contents.bytes.length
    const places = finished.rowNos.flatMap((rowNo, place) => (faulty.has(rowNo) ? [] : [place]))
    const good = run.rowNos.filter((rowNo) => !faulty.has(rowNo)).length
    return good === places.length ? { run: finished, places } : null
  }
}

/** @param subjectIds in the order of the places */
export function stageFinished({ run, places }: ChosenRows, subjectIds: readonly SubjectId[]): StagedRun {
  return {
    encoded: withSubjects(run.contents, places, subjectIds),
    rows: places.length,
    masked: run.masked,
    rowNos: places.map((place) => run.rowNos[place] as number),
    numbers: pickDigests(run.numbers, places),
  }
}

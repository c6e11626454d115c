// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { present } from '../../kernel/refusal.ts'
import { layoutOf } from '../catalogue/index.ts'
import {
  ABSENT_CHUNK,
  type MergeSource,
  mergeRecords,
  OwnMerges,
  type ReplacedPeriod,
  type SameSubject,
  StaleRunError,
  stageHeld,
  stageRecords,
  withdrawAbsent,
  withdrawRecords,
} from '../records/index.ts'
import type { SubjectClaim } from '../subjects/index.ts'
import { insertChunk, sumChunks } from './batch-store.ts'
import { type BatchWork, RUNS_AHEAD, untilStopped } from './batch-work.ts'
import { type FaultyRows, loadFaultyRows } from './faulty-rows.ts'
import { mapInOrder } from './in-order.ts'
import type { BatchJudging } from './judging-pool.ts'
import type { StagedRun } from './judging-worker.ts'
import { keepOutcomes } from './keep-outcomes.ts'
import { stageFinished } from './kept-runs.ts'
import type { RecordRun } from './record-splitter.ts'
import { resolveRows } from './resolve-rows.ts'
import { RowDecoder } from './rows/row-decoder.ts'
import { type RowSource, withoutFirst } from './rows/row-source.ts'
import { leaveQuarantine } from './settle-quarantine.ts'

/** Chunks in their transactions: one is being written, the next is brought before the records. */
const CHUNKS_AT_ONCE = 2

/** The second pass: what is good is merged in chunks, in the order of the file. */
export async function mergeAll(work: BatchWork, rows: RowSource, judging: BatchJudging): Promise<void> {
  const { database } = work.context
  const faulty = await loadFaultyRows(database, work.batch.batchId)
  const { lastRowNo } = await sumChunks(database, work.batch.batchId)
  const source = sourceOf(work)
  const stageAgain = (run: RecordRun): Promise<ReadyRun> => makeReady(work, judging, run, faulty)
  const own = new OwnMerges()
  const ready = mapInOrder(rowsBehind(work, rows, lastRowNo), RUNS_AHEAD, stageAgain)
  let before: Promise<void> = Promise.resolve()
  const merged = mapInOrder(filledRuns(work, ready), CHUNKS_AT_ONCE, ({ item: run, result }) => {
    before = mergeRun({ work, source, own, before, stageAgain }, run, result)
    return before
  })
  for await (const _ of merged);
  if (work.period) await withdrawRest(work, source, work.period)
}

type Ready = { readonly item: RecordRun; readonly result: ReadyRun }

async function* filledRuns(work: BatchWork, runs: AsyncIterable<Ready>): AsyncGenerator<Ready> {
  for await (const run of runs) {
    work.signal?.throwIfAborted()
    if (run.result.rows > 0) yield run
  }
}

/** The rows that are not merged yet. */
async function* rowsBehind(work: BatchWork, rows: RowSource, rowNo: number): AsyncGenerator<RecordRun> {
  for await (const run of untilStopped(work, rows.runs())) {
    const rest = withoutFirst(run, run.rowNos.filter((one) => one <= rowNo).length)
    if (rest.starts.length > 0) yield rest
  }
}

type Merging = {
  readonly work: BatchWork
  readonly source: MergeSource
  readonly own: OwnMerges
  /** Done when the chunk before is committed: chunks are committed in order, for a restart goes on behind the last. */
  readonly before: Promise<void>
  readonly stageAgain: (run: RecordRun) => Promise<ReadyRun>
}

async function mergeRun(merging: Merging, run: RecordRun, ready: ReadyRun): Promise<void> {
  let current = ready
  for (;;) {
    try {
      return await mergeOnce(merging, run, current)
    } catch (error) {
      if (error instanceof HeldTooLong) {
        await merging.before
        continue
      }
      if (!(error instanceof StaleRunError)) throw error
      const again = await merging.stageAgain(run)
      current = { ...again, made: current.made + again.made }
    }
  }
}

/** As long as a chunk usually takes, many times over. */
const HELD_MS_MAX = 2_000

/** The chunk before takes longer than a staged one may wait for it with its transaction open. */
class HeldTooLong extends Error {
  override readonly name = 'HeldTooLong'
}

/**
 * A staged chunk has read tables, so whoever wants to change one (a migration, a maintenance of the database) waits for
 * it, and the chunk before may wait for that one: the database sees no circle, for it closes here.
 */
async function waitHolding(before: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HeldTooLong('the chunk before takes too long')), HELD_MS_MAX)
  })
  try {
    await Promise.race([before, tooLong])
  } finally {
    clearTimeout(timer)
  }
}

/** @throws StaleRunError when the run is to be made anew, HeldTooLong when it is to be staged once more */
async function mergeOnce(
  { work, source, own, before }: Merging,
  run: RecordRun,
  ready: ReadyRun,
): Promise<void> {
  const { context, batch } = work
  const withdraws = batch.operation === 'withdraw'
  if (!ready.early) await before
  const merge = await context.database.transact(async (tx) => {
    const early = ready.early ? await stageRecords(tx, source, ready.encoded) : null
    await waitHolding(before)
    // Before the source is held, as in every chunk: two that settle each other's rows must not wait for each other.
    await leaveQuarantine(tx, work, work.numberMac, ready)
    const { notes, merge, ...merged } = withdraws
      ? { ...(await withdrawRecords(tx, source, ready.encoded)), merge: null }
      : await mergeRecords(
          tx,
          source,
          early ?? (await stageHeld(tx, source, ready.encoded)),
          ready.sameSubjects,
          own,
        )
    await insertChunk(tx, batch.batchId, {
      ...merged,
      absent: 0,
      lastRowNo: present(run.rowNos.at(-1), 'a run has a last row'),
      subjectsMade: ready.made,
      outcomes: await keepOutcomes(tx, work, notes, keptRowOf(work, run, ready)),
    })
    return merge
  })
  if (merge !== null) own.add(merge)
}

function keptRowOf({ batch }: BatchWork, run: RecordRun, ready: ReadyRun): (rowNo: number) => string {
  const decoder = new RowDecoder(batch.encoding)
  return (rowNo) => {
    const place = run.rowNos.indexOf(rowNo)
    return (
      ready.masked.get(rowNo) ?? decoder.decode(run.bytes.subarray(run.starts[place], run.ends[place])).text
    )
  }
}

function sourceOf({ batch, type, furnisher, registers }: BatchWork): MergeSource {
  return {
    furnisherId: furnisher.participantId,
    type: type.code,
    batchId: batch.batchId,
    layout: layoutOf(type),
    registers,
    statedAt: batch.statedAt,
    arrival: batch.arrival,
  }
}

/** Once every row of a replacement is merged: its chunks are numbered on behind its rows, so a restart goes on here. */
async function withdrawRest(work: BatchWork, source: MergeSource, period: ReplacedPeriod): Promise<void> {
  const { database } = work.context
  const { batchId } = work.batch
  let absent: number
  do {
    absent = await database.transact(async (tx) => {
      const { lastRowNo } = await sumChunks(tx, batchId)
      const withdrawn = await withdrawAbsent(tx, source, period)
      const nothing = { accepted: 0, corrected: 0, unchanged: 0, withdrawn: 0 }
      const counts = { ...nothing, namesDisagreeing: 0, subjectsMade: 0, outcomes: { counts: [], kept: 0 } }
      await insertChunk(tx, batchId, { ...counts, ...withdrawn, lastRowNo: lastRowNo + 1 })
      return withdrawn.absent
    })
  } while (absent === ABSENT_CHUNK)
}

/** `early`: nothing in it depends on what the chunk before writes, so it is staged beside it. Never when made anew. */
type ReadyRun = StagedRun & {
  readonly made: number
  readonly sameSubjects: readonly SameSubject[]
  readonly early: boolean
}

/** The rows of a run that are good, with their subjects: from what judging has kept, or judged again. */
async function makeReady(
  work: BatchWork,
  judging: BatchJudging,
  run: RecordRun,
  faulty: FaultyRows,
): Promise<ReadyRun> {
  const source = { furnisherId: work.furnisher.participantId, type: work.type.code }
  const kept = work.kept.take(run, faulty)
  if (kept) {
    const claims = kept.places.map((place) => kept.run.claims[place] as SubjectClaim)
    const { subjectIds, made, sameSubjects } = await resolveRows(work.context, source, {
      claims,
      sealing: [],
    })
    // Nothing is kept of runs about persons or with anything sealed: what is kept needs nothing of the chunk before.
    return { ...stageFinished(kept, subjectIds), made, sameSubjects, early: true }
  }
  const here = new Set(run.rowNos.filter((rowNo) => faulty.has(rowNo)))
  let made = 0
  let sameSubjects: readonly SameSubject[] = []
  const staged = await judging.stage(run, here, async (prepared) => {
    const resolved = await resolveRows(work.context, source, prepared)
    made = resolved.made
    sameSubjects = resolved.sameSubjects
    return resolved
  })
  return { ...staged, made, sameSubjects, early: false }
}

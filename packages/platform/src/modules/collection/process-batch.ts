// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64, encodeHex, MerkleRoot, platformSuite } from '@probity/verify'
import type { BatchId } from '../../kernel/ids.ts'
import { assert, present, Refusal } from '../../kernel/refusal.ts'
import { type Catalogue, getRecordType, layoutOf, parsePeriod, type RecordType } from '../catalogue/index.ts'
import { deriveKey } from '../files/index.ts'
import { findResidentIds, maskNumbers } from '../identifiers/index.ts'
import { getParticipant, type Participant } from '../participants/index.ts'
import {
  ABSENT_CHUNK,
  type MergeSource,
  mergeRecords,
  type ReplacedPeriod,
  type SameSubject,
  StaleSealError,
  withdrawAbsent,
  withdrawRecords,
} from '../records/index.ts'
import type { SubjectClaim } from '../subjects/index.ts'
import { queueEntry } from '../transparency-log/index.ts'
import type { Batch } from './batch.ts'
import { keepHeader } from './batch-layout.ts'
import {
  completeBatch,
  findBatch,
  insertChunk,
  setBatchJudged,
  setBatchRefused,
  setBatchState,
  sumChunks,
} from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import { compileJudge, formOf } from './compile-judge.ts'
import { type FaultyRows, loadFaultyRows } from './faulty-rows.ts'
import { RepeatFinder } from './find-repeats.ts'
import { countFaultyRows } from './finding-store.ts'
import { regionOf, registersFor } from './furnisher-rules.ts'
import { mapInOrder } from './in-order.ts'
import { judgeTogether } from './judge-together.ts'
import type { BatchJudging } from './judging-pool.ts'
import type { Finding, StagedRun } from './judging-worker.ts'
import { keepFindings } from './keep-findings.ts'
import { keepOutcomes } from './keep-outcomes.ts'
import { KeptRuns, stageFinished } from './kept-runs.ts'
import { openBatchRows } from './open-batch-rows.ts'
import { listReleases, type Release } from './quarantine-store.ts'
import type { RecordRun } from './record-splitter.ts'
import { resolveRows } from './resolve-rows.ts'
import { isAnnotation } from './rows/neutralise.ts'
import { RowDecoder } from './rows/row-decoder.ts'
import { type FileHeader, type RowSource, withoutFirst } from './rows/row-source.ts'
import { enterQuarantine, leaveQuarantine, type NumberMac, numberMacOf } from './settle-quarantine.ts'

/** Judged but not yet merged runs; bounds memory and keeps both workers busy. */
const RUNS_AHEAD = 4

type Work = {
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

/**
 * Takes a received batch to its receipt, in two passes over the sealed file: first every row is judged, then what is
 * good is merged in chunks. Called again after a kill it goes on: judging begins anew (it changes nothing a reader
 * sees), merging behind the last merged row. Called again for a finished batch it does nothing.
 * @param signal ends it between two runs of rows, as a kill would: throws the signal's reason
 */
export async function processBatch(
  context: CollectionContext,
  batchId: BatchId,
  signal: AbortSignal | null = null,
): Promise<void> {
  const batch = present(await findBatch(context.database, batchId), 'an announced batch exists')
  if (batch.state === 'completed' || batch.state === 'refused') return
  const work = await prepareWork(context, batch, signal)
  const refuseWhole = (code: string): Promise<void> =>
    setBatchRefused(context.database, batchId, code, context.database.clock.now())
  const rows = await openFile(work)
  if (rows instanceof Refusal) return refuseWhole(rows.code)
  const header = await judgeHeader(work, rows)
  if (header instanceof Refusal) return refuseWhole(header.code)
  await keepHeader(work, header)
  const judging = await openJudging(work, header)
  try {
    if (batch.state !== 'merging') {
      await setBatchState(context.database, batchId, 'judging')
      const judged = await judgeAll(work, rows, judging)
      const refusal = refusalOf(work, judged)
      if (refusal) return await refuseForFaults(work, refusal)
      await setBatchJudged(context.database, batchId, judged)
    }
    await mergeAll(work, rows, judging)
  } finally {
    await judging.close()
  }
  await issueReceipt(work)
}

/** What a replacement leaves out is withdrawn, so a row that cannot be read, or none at all, must not leave it out. */
function refusalOf({ batch, type }: Work, judged: { rows: number; faulty: number }): string | null {
  if (batch.operation === 'replace') {
    if (judged.rows === 0) return 'REPLACE_WITHOUT_ROWS'
    return judged.faulty > 0 ? 'REPLACE_HAS_FAULTS' : null
  }
  if (judged.rows === 0) return 'BATCH_WITHOUT_ROWS'
  return judged.faulty > 0 && type.batchPolicy === 'whole' ? 'BATCH_HAS_FAULTS' : null
}

/** Its faulty rows wait all the same: the furnisher mends them and sends the whole again. */
async function refuseForFaults(work: Work, refusal: string): Promise<void> {
  await work.context.database.transact(async (tx) => {
    await setBatchRefused(tx, work.batch.batchId, refusal, tx.clock.now())
    await enterQuarantine(tx, work)
  })
}

async function prepareWork(
  context: CollectionContext,
  batch: Batch,
  signal: AbortSignal | null,
): Promise<Work> {
  const { catalogue } = await context.catalogues.get(batch.catalogueVersion)
  const type = getRecordType(catalogue, batch.type)
  const furnisher = await getParticipant(context.database, batch.furnisherId)
  const registers = registersFor(type, furnisher)
  return {
    context,
    batch,
    key: context.nodeKey.unwrap(batch.keyWrapped),
    catalogue,
    type,
    furnisher,
    registers,
    period: periodOf(batch, type),
    numberMac: numberMacOf(context.nodeKey),
    releases: await releasesOf(context, batch),
    kept: new KeptRuns(),
    signal,
  }
}

function periodOf({ period }: Batch, type: RecordType): ReplacedPeriod | null {
  if (period === null) return null
  const kind = present(type.period, 'a replacement is taken only of types that have periods')
  return { code: period, ...present(parsePeriod(kind, period), 'a period was read when the batch came') }
}

/** Only what an officer's desk has sent can be released, and only by what its act has written down. */
async function releasesOf(
  context: CollectionContext,
  { batchId, door }: Batch,
): Promise<ReadonlyMap<number, Release>> {
  if (door !== 'desk') return new Map()
  const releases = await listReleases(context.database, batchId)
  return new Map(releases.map((release) => [release.rowNo, release]))
}

/** What is wrong with a file as a file is the batch's refusal; what is wrong with us is not. */
async function openFile({ context, batch }: Work): Promise<RowSource | Refusal> {
  try {
    return await openBatchRows(context, batch)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

async function judgeHeader(work: Work, rows: RowSource): Promise<FileHeader | Refusal> {
  const { batch, catalogue, context } = work
  if (rows.refusal) return rows.refusal
  const { header } = rows
  if (!header) return new Refusal('BATCH_WITHOUT_ROWS')
  const judge = compileJudge(catalogue, formOf(batch), { demo: context.demo })
  const verdict = judge.headings(header.cells)
  const ours = (column: string | null): boolean => header.annotated && isAnnotation(column ?? '')
  const notes = [...rows.notes, ...verdict.notes.filter((note) => !ours(note.column))]
  // A file without a header begins with a row: numbers of persons in it are not kept.
  const raw = maskNumbers(header.raw, findResidentIds(header.raw))
  const finding = { rowNo: header.rowNo, raw, number: null, question: null, nameOnly: null }
  await keepFindings(work, header.rowNo, [
    ...(verdict.faults.length > 0 ? [{ ...finding, weight: 'fault' as const, items: verdict.faults }] : []),
    ...(notes.length > 0 ? [{ ...finding, weight: 'note' as const, items: notes }] : []),
  ])
  return verdict.faults.length > 0 ? new Refusal('BATCH_HEADER_FAULTY') : header
}

function openJudging(work: Work, header: FileHeader): Promise<BatchJudging> {
  const { context, batch, catalogue, type, furnisher, registers, key } = work
  return context.judges.open({
    catalogue,
    type: type.code,
    profile: batch.profile,
    header: header.cells,
    format: batch.format,
    annotated: header.annotated,
    rules: {
      columns: header.cells.length,
      demo: context.demo,
      registers,
      region: regionOf(type, furnisher),
      receivedOn: batch.receivedOn,
      withdraws: batch.operation === 'withdraw',
      period: work.period,
    },
    receivedAtMs: Date.parse(batch.receivedAt),
    batchId: batch.batchId,
    furnisherId: batch.furnisherId,
    encoding: batch.encoding,
    contentKey: context.nodeKey.derive('content-mac'),
    saltKey: deriveKey(key, 'row-salt'),
    personIndex: context.keys.personIndex,
  })
}

/** Between two runs of rows a batch can be left: what is done of it is stored, and the rest is done later. */
async function* untilStopped({ signal }: Work, runs: AsyncIterable<RecordRun>): AsyncGenerator<RecordRun> {
  for await (const run of runs) {
    signal?.throwIfAborted()
    yield run
  }
}

/** The rows that are not merged yet. */
async function* rowsBehind(work: Work, rows: RowSource, rowNo: number): AsyncGenerator<RecordRun> {
  for await (const run of untilStopped(work, rows.runs())) {
    const rest = withoutFirst(run, run.rowNos.filter((one) => one <= rowNo).length)
    if (rest.starts.length > 0) yield rest
  }
}

async function judgeAll(
  work: Work,
  rows: RowSource,
  judging: BatchJudging,
): Promise<{ rows: number; faulty: number; root: Uint8Array }> {
  const { context, batch, type } = work
  const root = new MerkleRoot(platformSuite)
  const source = {
    furnisherId: batch.furnisherId,
    type,
    encoding: batch.encoding,
    repeats: new RepeatFinder(),
  }
  const stored = { on: context.database, subjects: context.subjects }
  const keysTold = new Set<string | null>()
  let counted = 0
  for await (const { item: run, result } of mapInOrder(untilStopped(work, rows.runs()), RUNS_AHEAD, (next) =>
    judging.judge(next, work.kept.hasRoom),
  )) {
    counted += run.starts.length
    work.kept.keep(run, result.finished)
    for (let at = 0; at < result.leaves.length; at += 32) root.append(result.leaves.subarray(at, at + 32))
    await keepFindings(work, present(run.rowNos.at(-1), 'a run has a last row'), [
      ...tellKeysOnce(result.findings, keysTold),
      ...(await judgeTogether(stored, source, run, result, work.releases)),
    ])
  }
  // Counted in the store: judging that began anew after a kill finds some findings there already.
  const faulty = await countFaultyRows(context.database, batch.batchId)
  return { rows: counted, faulty, root: root.root() }
}

const KEYS_TOLD_MAX = 1_000

/** A key that the profile does not know is told of where it stands first, as an unknown heading is. */
function tellKeysOnce(findings: readonly Finding[], told: Set<string | null>): Finding[] {
  return findings.flatMap((finding) => {
    if (finding.weight === 'fault') return [finding]
    const items = finding.items.filter(({ code, column }) => {
      if (code !== 'NTE-KEY-UNKNOWN') return true
      if (told.has(column) || told.size >= KEYS_TOLD_MAX) return false
      told.add(column)
      return true
    })
    return items.length > 0 ? [{ ...finding, items }] : []
  })
}

async function mergeAll(work: Work, rows: RowSource, judging: BatchJudging): Promise<void> {
  const { context, batch } = work
  const faulty = await loadFaultyRows(context.database, batch.batchId)
  const { lastRowNo } = await sumChunks(context.database, batch.batchId)
  const source = sourceOf(work)
  const staged = mapInOrder(rowsBehind(work, rows, lastRowNo), RUNS_AHEAD, (run) =>
    stage(work, judging, run, faulty),
  )
  for await (const { item: run, result } of staged) {
    work.signal?.throwIfAborted()
    if (result.rows === 0) continue
    let current = result
    while (!(await mergeRun(work, source, run, current))) {
      const again = await stage(work, judging, run, faulty)
      current = { ...again, made: current.made + again.made }
    }
  }
  if (work.period) await withdrawRest(work, source, work.period)
}

function rawOf(decoder: RowDecoder, run: RecordRun, place: number): string {
  return decoder.decode(run.bytes.subarray(run.starts[place], run.ends[place])).text
}

/** @returns false when another batch has changed a record that the run was sealed for: it is to be staged again */
async function mergeRun(
  work: Work,
  source: MergeSource,
  run: RecordRun,
  staged: StagedWithSubjects,
): Promise<boolean> {
  const { context, batch } = work
  const merge = batch.operation === 'withdraw' ? withdrawRecords : mergeRecords
  const decoder = new RowDecoder(batch.encoding)
  const keptRow = (rowNo: number): string =>
    staged.masked.get(rowNo) ?? rawOf(decoder, run, run.rowNos.indexOf(rowNo))
  try {
    await context.database.transact(async (tx) => {
      await leaveQuarantine(tx, work, work.numberMac, staged)
      const { notes, ...merged } = await merge(tx, source, staged.encoded, staged.sameSubjects)
      const outcomes = await keepOutcomes(tx, work, notes, keptRow)
      await insertChunk(tx, batch.batchId, {
        ...merged,
        absent: 0,
        lastRowNo: present(run.rowNos.at(-1), 'a run has a last row'),
        subjectsMade: staged.made,
        outcomes,
      })
    })
    return true
  } catch (error) {
    if (error instanceof StaleSealError) return false
    throw error
  }
}

function sourceOf({ batch, type, furnisher, registers }: Work): MergeSource {
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
async function withdrawRest(work: Work, source: MergeSource, period: ReplacedPeriod): Promise<void> {
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

type StagedWithSubjects = StagedRun & { readonly made: number; readonly sameSubjects: readonly SameSubject[] }

async function stage(
  work: Work,
  judging: BatchJudging,
  run: RecordRun,
  faulty: FaultyRows,
): Promise<StagedWithSubjects> {
  const source = { furnisherId: work.furnisher.participantId, type: work.type.code }
  const kept = work.kept.take(run, faulty)
  if (kept) {
    const claims = kept.places.map((place) => kept.run.claims[place] as SubjectClaim)
    const { subjectIds, ...rest } = await resolveRows(work.context, source, { claims, sealing: [] })
    return { ...stageFinished(kept, subjectIds), made: rest.made, sameSubjects: rest.sameSubjects }
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
  return { ...staged, made, sameSubjects }
}

async function issueReceipt(work: Work): Promise<void> {
  const { context, batch, type, furnisher } = work
  const { clock } = context.database
  await context.database.transact(async (tx) => {
    const judged = present(await findBatch(tx, batch.batchId), 'a merged batch exists')
    const totals = await sumChunks(tx, batch.batchId)
    const rows = present(judged.rows, 'a merged batch was judged')
    const faulty = present(judged.faulty, 'a merged batch was judged')
    const counted = totals.accepted + totals.corrected + totals.unchanged + totals.withdrawn + faulty
    assert(counted === rows, 'every row of a batch is accounted for')
    const note = context.signer.signReceipt({
      batch: batch.batchId,
      furnisher: furnisher.code,
      type: type.code,
      catalogue: batch.catalogueVersion,
      profile: batch.profile,
      received: batch.receivedAt,
      completed: clock.now(),
      tickFrom: totals.tickFrom,
      tickTo: totals.tickTo,
      rows,
      accepted: totals.accepted,
      corrected: totals.corrected,
      unchanged: totals.unchanged,
      withdrawn: totals.withdrawn,
      faulty,
      fileSha256: encodeHex(batch.fileSha256),
      root: encodeBase64(present(judged.root, 'a merged batch was judged')),
    })
    await completeBatch(tx, batch.batchId, note)
    if (batch.period !== null) {
      // The receipt counts rows; what a replacement ended by leaving it out is witnessed beside it.
      const ended = `${batch.batchId} ${type.code} ${batch.period} ${totals.absent}`
      await queueEntry(tx, 'batch.replacement', ended)
    }
    await enterQuarantine(tx, work)
    await queueEntry(tx, 'batch.receipt', note)
  })
}

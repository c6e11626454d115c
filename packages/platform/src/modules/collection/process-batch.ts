// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64, encodeHex, MerkleRoot, platformSuite } from '@probity/verify'
import type { BatchId } from '../../kernel/ids.ts'
import { assert, present, Refusal } from '../../kernel/refusal.ts'
import { getRecordType, parsePeriod, type RecordType } from '../catalogue/index.ts'
import { deriveKey } from '../files/index.ts'
import { findResidentIds, maskNumbers } from '../identifiers/index.ts'
import { getParticipant } from '../participants/index.ts'
import type { ReplacedPeriod } from '../records/index.ts'
import { queueEntry } from '../transparency-log/index.ts'
import type { Batch } from './batch.ts'
import { keepHeader } from './batch-layout.ts'
import {
  completeBatch,
  findBatch,
  setBatchJudged,
  setBatchRefused,
  setBatchState,
  sumChunks,
} from './batch-store.ts'
import { type BatchWork, RUNS_AHEAD, untilStopped } from './batch-work.ts'
import type { CollectionContext } from './collection-context.ts'
import { replacementWitness } from './collection-witnesses.ts'
import { compileJudge, formOf } from './compile-judge.ts'
import { RepeatFinder } from './find-repeats.ts'
import { countFaultyRows } from './finding-store.ts'
import { regionOf, registersFor } from './furnisher-rules.ts'
import { mapInOrder } from './in-order.ts'
import { judgeTogether } from './judge-together.ts'
import type { BatchJudging } from './judging-pool.ts'
import type { Finding } from './judging-worker.ts'
import { keepFindings } from './keep-findings.ts'
import { KeptRuns } from './kept-runs.ts'
import { mergeAll } from './merge-batch.ts'
import { openBatchRows } from './open-batch-rows.ts'
import { listReleases, type Release } from './quarantine-store.ts'
import { isAnnotation } from './rows/neutralise.ts'
import type { FileHeader, RowSource } from './rows/row-source.ts'
import { enterQuarantine, numberMacOf } from './settle-quarantine.ts'

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
function refusalOf({ batch, type }: BatchWork, judged: { rows: number; faulty: number }): string | null {
  if (batch.operation === 'replace') {
    if (judged.rows === 0) return 'REPLACE_WITHOUT_ROWS'
    return judged.faulty > 0 ? 'REPLACE_HAS_FAULTS' : null
  }
  if (judged.rows === 0) return 'BATCH_WITHOUT_ROWS'
  return judged.faulty > 0 && type.batchPolicy === 'whole' ? 'BATCH_HAS_FAULTS' : null
}

/** Its faulty rows wait all the same: the furnisher mends them and sends the whole again. */
async function refuseForFaults(work: BatchWork, refusal: string): Promise<void> {
  await work.context.database.transact(async (tx) => {
    await setBatchRefused(tx, work.batch.batchId, refusal, tx.clock.now())
    await enterQuarantine(tx, work)
  })
}

async function prepareWork(
  context: CollectionContext,
  batch: Batch,
  signal: AbortSignal | null,
): Promise<BatchWork> {
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
async function openFile({ context, batch }: BatchWork): Promise<RowSource | Refusal> {
  try {
    return await openBatchRows(context, batch)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

async function judgeHeader(work: BatchWork, rows: RowSource): Promise<FileHeader | Refusal> {
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

function openJudging(work: BatchWork, header: FileHeader): Promise<BatchJudging> {
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

async function judgeAll(
  work: BatchWork,
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

async function issueReceipt(work: BatchWork): Promise<void> {
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
      const { batchId, period } = batch
      const ended = replacementWitness({ batchId, type: type.code, period, absent: totals.absent })
      await queueEntry(tx, 'batch.replacement', ended)
    }
    await enterQuarantine(tx, work)
    await queueEntry(tx, 'batch.receipt', note)
  })
}

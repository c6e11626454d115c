// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64, encodeHex, MerkleRoot, platformSuite } from '@probity/verify'
import type { BatchId } from '../../kernel/ids.ts'
import { assert, present, Refusal } from '../../kernel/refusal.ts'
import {
  type Catalogue,
  compileRecordType,
  getRecordType,
  layoutOf,
  type RecordType,
} from '../catalogue/index.ts'
import { deriveKey } from '../files/index.ts'
import { getParticipant, type Participant } from '../participants/index.ts'
import { mergeRecords, type SameSubject } from '../records/index.ts'
import { queueEntry } from '../transparency-log/index.ts'
import type { Batch } from './batch.ts'
import {
  completeBatch,
  countFaultyRows,
  findBatch,
  insertChunk,
  setBatchJudged,
  setBatchRefused,
  setBatchState,
  sumChunks,
} from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import { type FaultyRows, loadFaultyRows } from './faulty-rows.ts'
import { mapInOrder } from './in-order.ts'
import type { BatchJudging } from './judging-pool.ts'
import type { Finding, StagedRun } from './judging-worker.ts'
import { keepFindings } from './keep-findings.ts'
import { openBatchRows } from './open-batch-rows.ts'
import type { RecordRun } from './record-splitter.ts'
import { DIGEST_BYTES, isBlankDigest, RowNumberTable } from './row-number-table.ts'
import { isAnnotation } from './rows/neutralise.ts'
import { RowDecoder } from './rows/row-decoder.ts'
import { type FileHeader, type RowSource, withoutFirst } from './rows/row-source.ts'

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
}

/**
 * Takes a received batch to its receipt, in two passes over the sealed file: first every row is judged, then what is
 * good is merged in chunks. Called again after a kill it goes on: judging begins anew (it changes nothing a reader
 * sees), merging behind the last merged row. Called again for a finished batch it does nothing.
 */
export async function processBatch(context: CollectionContext, batchId: BatchId): Promise<void> {
  const batch = present(await findBatch(context.database, batchId), 'an announced batch exists')
  if (batch.state === 'completed' || batch.state === 'refused') return
  const work = await prepareWork(context, batch)
  const refuseWhole = (code: string): Promise<void> =>
    setBatchRefused(context.database, batchId, code, context.database.clock.now())
  const rows = await openFile(work)
  if (rows instanceof Refusal) return refuseWhole(rows.code)
  const header = await judgeHeader(work, rows)
  if (header instanceof Refusal) return refuseWhole(header.code)
  const judging = await openJudging(work, header)
  try {
    if (batch.state !== 'merging') {
      await setBatchState(context.database, batchId, 'judging')
      const judged = await judgeAll(work, rows, judging)
      if (judged.faulty > 0 && work.type.batchPolicy === 'whole') return await refuseWhole('BATCH_HAS_FAULTS')
      await setBatchJudged(context.database, batchId, judged)
    }
    await mergeAll(work, rows, judging)
  } finally {
    await judging.close()
  }
  await issueReceipt(work)
}

async function prepareWork(context: CollectionContext, batch: Batch): Promise<Work> {
  const { catalogue } = await context.catalogues.get(batch.catalogueVersion)
  const type = getRecordType(catalogue, batch.type)
  const furnisher = await getParticipant(context.database, batch.furnisherId)
  const registers = type.furnishers.some(
    (rule) => rule.ownsRegistration && furnisher.functions.includes(rule.function),
  )
  return {
    context,
    batch,
    key: context.nodeKey.unwrap(batch.keyWrapped),
    catalogue,
    type,
    furnisher,
    registers,
  }
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
  const { batch, catalogue, type, context } = work
  if (rows.refusal) return rows.refusal
  const { header } = rows
  if (!header) return new Refusal('BATCH_WITHOUT_ROWS')
  const judge = compileRecordType(catalogue, type.code, batch.profile, { demo: context.demo })
  const verdict = judge.headings(header.cells)
  const ours = (column: string | null): boolean => header.annotated && isAnnotation(column ?? '')
  const notes = [...rows.notes, ...verdict.notes.filter((note) => !ours(note.column))]
  const finding = { rowNo: header.rowNo, raw: header.raw, question: null }
  await keepFindings(work, header.rowNo, [
    ...(verdict.faults.length > 0 ? [{ ...finding, weight: 'fault' as const, items: verdict.faults }] : []),
    ...(notes.length > 0 ? [{ ...finding, weight: 'note' as const, items: notes }] : []),
  ])
  return verdict.faults.length > 0 ? new Refusal('BATCH_HEADER_FAULTY') : header
}

function openJudging(work: Work, header: FileHeader): Promise<BatchJudging> {
  const { context, batch, catalogue, type, registers, key } = work
  return context.judges.open({
    catalogue,
    type: type.code,
    profile: batch.profile,
    header: header.cells,
    format: batch.format,
    annotated: header.annotated,
    rules: { columns: header.cells.length, demo: context.demo, registers, receivedOn: batch.receivedOn },
    receivedAtMs: Date.parse(batch.receivedAt),
    batchId: batch.batchId,
    furnisherId: batch.furnisherId,
    encoding: batch.encoding,
    contentKey: context.nodeKey.derive('content-mac'),
    saltKey: deriveKey(key, 'row-salt'),
  })
}

/** The rows that are not merged yet. */
async function* rowsBehind(rows: RowSource, rowNo: number): AsyncGenerator<RecordRun> {
  for await (const run of rows.runs()) {
    const rest = withoutFirst(run, run.rowNos.filter((one) => one <= rowNo).length)
    if (rest.starts.length > 0) yield rest
  }
}

async function judgeAll(
  work: Work,
  rows: RowSource,
  judging: BatchJudging,
): Promise<{ rows: number; faulty: number; root: Uint8Array }> {
  const root = new MerkleRoot(platformSuite)
  const firstRows = new RowNumberTable()
  const keysTold = new Set<string | null>()
  let counted = 0
  for await (const { item: run, result } of mapInOrder(rows.runs(), RUNS_AHEAD, (next) =>
    judging.judge(next),
  )) {
    counted += run.starts.length
    for (let at = 0; at < result.leaves.length; at += 32) root.append(result.leaves.subarray(at, at + 32))
    await keepFindings(work, present(run.rowNos.at(-1), 'a run has a last row'), [
      ...tellKeysOnce(result.findings, keysTold),
      ...findRepeats(work.batch.encoding, firstRows, run, result.numbers),
    ])
  }
  // Counted in the store: judging that began anew after a kill finds some findings there already.
  const faulty = await countFaultyRows(work.context.database, work.batch.batchId)
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

/** A number twice in one file: the furnisher has to say which row holds; the first is taken until then. */
function findRepeats(
  encoding: string,
  firstRows: RowNumberTable,
  run: RecordRun,
  numbers: Uint8Array,
): Finding[] {
  const repeats: Finding[] = []
  run.rowNos.forEach((rowNo, i) => {
    const number = numbers.subarray(DIGEST_BYTES * i, DIGEST_BYTES * (i + 1))
    if (isBlankDigest(number)) return
    const first = firstRows.firstRowOf(number, rowNo)
    if (first === null) return
    const item = { code: 'DUP-NUMBER', rule: null, column: null, field: null, facts: { firstRow: first } }
    const raw = new RowDecoder(encoding).decode(run.bytes.subarray(run.starts[i], run.ends[i])).text
    repeats.push({ rowNo, weight: 'fault', items: [item], raw, question: null })
  })
  return repeats
}

async function mergeAll(work: Work, rows: RowSource, judging: BatchJudging): Promise<void> {
  const { context, batch, type, furnisher, registers } = work
  const faulty = await loadFaultyRows(context.database, batch.batchId)
  const { lastRowNo } = await sumChunks(context.database, batch.batchId)
  const source = {
    furnisherId: furnisher.participantId,
    type: type.code,
    batchId: batch.batchId,
    layout: layoutOf(type),
    registers,
  }
  const staged = mapInOrder(rowsBehind(rows, lastRowNo), RUNS_AHEAD, (run) =>
    stage(work, judging, run, faulty),
  )
  for await (const { item: run, result } of staged) {
    if (result.rows === 0) continue
    await context.database.transact(async (tx) => {
      const merged = await mergeRecords(tx, source, result.encoded, result.sameSubjects)
      const last = present(run.rowNos.at(-1), 'a run has a last row')
      await insertChunk(tx, batch.batchId, {
        ...merged,
        withdrawn: 0,
        lastRowNo: last,
        subjectsMade: result.made,
      })
    })
  }
}

type StagedWithSubjects = StagedRun & { readonly made: number; readonly sameSubjects: readonly SameSubject[] }

async function stage(
  work: Work,
  judging: BatchJudging,
  run: RecordRun,
  faulty: FaultyRows,
): Promise<StagedWithSubjects> {
  const here = new Set(run.rowNos.filter((rowNo) => faulty.has(rowNo)))
  let made = 0
  const sameSubjects: SameSubject[] = []
  const staged = await judging.stage(run, here, async ({ claims }) => {
    const resolved = await work.context.subjects.resolve(claims)
    made = resolved.made
    for (const { subjectId, sameAs } of resolved.subjects) {
      if (sameAs) sameSubjects.push({ joining: subjectId, other: sameAs })
    }
    return resolved.subjects.map((subject) => subject.subjectId)
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
    await queueEntry(tx, 'batch.receipt', note)
  })
}

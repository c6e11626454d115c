// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64, encodeHex, MerkleRoot, platformSuite } from '@probity/verify'
import type { BatchId } from '../../kernel/ids.ts'
import { assert, present } from '../../kernel/refusal.ts'
import {
  type Catalogue,
  compileRecordType,
  getRecordType,
  layoutOf,
  type RecordType,
} from '../catalogue/index.ts'
import { asKey, deriveKey } from '../files/index.ts'
import { getParticipant, type Participant } from '../participants/index.ts'
import { mergeRecords, type SameSubject } from '../records/index.ts'
import { queueEntry } from '../transparency-log/index.ts'
import type { Batch } from './batch.ts'
import {
  completeBatch,
  findBatch,
  insertChunk,
  listFaultyRowNos,
  setBatchJudged,
  setBatchRefused,
  setBatchState,
  sumChunks,
} from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import { mapInOrder } from './in-order.ts'
import type { BatchJudging } from './judging-pool.ts'
import type { StagedRun } from './judging-worker.ts'
import { keepFindings } from './keep-findings.ts'
import { type RecordRun, splitFields, splitRecords } from './record-splitter.ts'

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
  const header = await readHeader(work)
  if (header.refusal) {
    await keepFindings(work, header.findings)
    await setBatchRefused(context.database, batchId, header.refusal, context.database.clock.now())
    return
  }
  const judging = await openJudging(work, header.cells)
  try {
    if (batch.state !== 'merging') {
      await setBatchState(context.database, batchId, 'judging')
      const judged = await judgeAll(work, judging)
      if (judged.faulty > 0 && work.type.batchPolicy === 'whole') {
        await setBatchRefused(context.database, batchId, 'BATCH_HAS_FAULTS', context.database.clock.now())
        return
      }
      await setBatchJudged(context.database, batchId, judged)
    }
    await mergeAll(work, judging)
  } finally {
    await judging.close()
  }
  await issueReceipt(work)
}

async function prepareWork(
  context: CollectionContext,
  batch: Batch,
  signal: AbortSignal | null,
): Promise<Work> {
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
    signal,
  }
}

function readSpool({ context, batch, key }: Work): AsyncIterable<Buffer> {
  return context.spool.read(batch.batchId, asKey(key))
}

async function readHeader(
  work: Work,
): Promise<{ cells: string[]; refusal: string | null; findings: Parameters<typeof keepFindings>[1] }> {
  const { batch, catalogue, type, context } = work
  for await (const run of splitRecords(readSpool(work))) {
    const raw = decode(batch.encoding, run.bytes.subarray(run.starts[0], run.ends[0])).replace(/^\uFEFF/, '')
    const rowNo = present(run.rowNos[0], 'a run has a first row')
    if (run.damage.has(0)) return { cells: [], refusal: 'BATCH_HEADER_DAMAGED', findings: [] }
    const cells = splitFields(raw)
    const verdict = compileRecordType(catalogue, type.code, batch.profile, { demo: context.demo }).headings(
      cells,
    )
    const findings = [
      { rowNo, weight: 'fault' as const, items: verdict.faults, raw, question: null },
      { rowNo, weight: 'note' as const, items: verdict.notes, raw, question: null },
    ].filter((finding) => finding.items.length > 0)
    if (verdict.faults.length === 0) await keepFindings(work, findings)
    return { cells, refusal: verdict.faults.length > 0 ? 'BATCH_HEADER_FAULTY' : null, findings }
  }
  return { cells: [], refusal: 'BATCH_WITHOUT_ROWS', findings: [] }
}

function decode(encoding: string, bytes: Uint8Array): string {
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)
}

function openJudging(work: Work, header: readonly string[]): Promise<BatchJudging> {
  const { context, batch, catalogue, type, registers, key } = work
  return context.judges.open({
    catalogue,
    type: type.code,
    profile: batch.profile,
    header,
    rules: { columns: header.length, demo: context.demo, registers, receivedOn: batch.receivedOn },
    receivedAtMs: Date.parse(batch.receivedAt),
    batchId: batch.batchId,
    furnisherId: batch.furnisherId,
    encoding: batch.encoding,
    contentKey: context.nodeKey.derive('content-mac'),
    saltKey: deriveKey(key, 'row-salt'),
  })
}

/** The rows behind the header. */
async function* dataRuns(work: Work, behindRowNo: number): AsyncGenerator<RecordRun> {
  let isFirst = true
  for await (const run of splitRecords(readSpool(work))) {
    work.signal?.throwIfAborted()
    const from = isFirst ? 1 : 0
    isFirst = false
    const skip = Math.max(from, run.rowNos.filter((rowNo) => rowNo <= behindRowNo).length)
    if (skip < run.starts.length) yield skip === 0 ? run : withoutFirst(run, skip)
  }
}

function withoutFirst(run: RecordRun, count: number): RecordRun {
  return {
    bytes: run.bytes,
    starts: run.starts.slice(count),
    ends: run.ends.slice(count),
    rowNos: run.rowNos.slice(count),
    damage: new Map(
      [...run.damage].filter(([at]) => at >= count).map(([at, damage]) => [at - count, damage]),
    ),
  }
}

async function judgeAll(
  work: Work,
  judging: BatchJudging,
): Promise<{ rows: number; faulty: number; root: Uint8Array }> {
  const root = new MerkleRoot(platformSuite)
  const firstRowOf = new Map<string, number>()
  let rows = 0
  for await (const { item: run, result } of mapInOrder(dataRuns(work, 0), RUNS_AHEAD, (next) =>
    judging.judge(next),
  )) {
    rows += run.starts.length
    for (let at = 0; at < result.leaves.length; at += 32) root.append(result.leaves.subarray(at, at + 32))
    await keepFindings(work, [
      ...result.findings,
      ...findRepeats(work.batch.encoding, firstRowOf, run, result.numbers),
    ])
  }
  // Counted in the store: judging that began anew after a kill finds some findings there already.
  const faulty = (await listFaultyRowNos(work.context.database, work.batch.batchId)).length
  return { rows, faulty, root: root.root() }
}

/** A number twice in one file: the furnisher has to say which row holds; the first is taken until then. */
function findRepeats(
  encoding: string,
  firstRowOf: Map<string, number>,
  run: RecordRun,
  numbers: readonly (string | null)[],
): Parameters<typeof keepFindings>[1] {
  const repeats: Parameters<typeof keepFindings>[1][number][] = []
  numbers.forEach((number, i) => {
    if (number === null) return
    const rowNo = present(run.rowNos[i], 'a row has a number')
    const first = firstRowOf.get(number)
    if (first === undefined) {
      firstRowOf.set(number, rowNo)
      return
    }
    const item = { code: 'DUP-NUMBER', rule: null, column: null, field: null, facts: { firstRow: first } }
    repeats.push({
      rowNo,
      weight: 'fault',
      items: [item],
      raw: decode(encoding, run.bytes.subarray(run.starts[i], run.ends[i])),
      question: null,
    })
  })
  return repeats
}

async function mergeAll(work: Work, judging: BatchJudging): Promise<void> {
  const { context, batch, type, furnisher, registers } = work
  const faulty = new Set(await listFaultyRowNos(context.database, batch.batchId))
  const { lastRowNo } = await sumChunks(context.database, batch.batchId)
  const source = {
    furnisherId: furnisher.participantId,
    type: type.code,
    batchId: batch.batchId,
    layout: layoutOf(type),
    registers,
  }
  const staged = mapInOrder(dataRuns(work, lastRowNo), RUNS_AHEAD, (run) => stage(work, judging, run, faulty))
  for await (const { item: run, result } of staged) {
    work.signal?.throwIfAborted()
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
  faulty: ReadonlySet<number>,
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

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { BatchId } from '../../kernel/ids.ts'
import type { Actor } from '../access/index.ts'
import { getRecordType, isInert } from '../catalogue/index.ts'
import { getParticipant } from '../participants/index.ts'
import type { Batch } from './batch.ts'
import { csvRecord, getLayout } from './batch-layout.ts'
import type { CollectionContext } from './collection-context.ts'
import { RepeatFinder } from './find-repeats.ts'
import { regionOf, registersFor } from './furnisher-rules.ts'
import { judgeTogether } from './judge-together.ts'
import type { Finding } from './judging-worker.ts'
import { settleFindings } from './keep-findings.ts'
import { getOwnBatch, type OpenedFinding } from './read-batch.ts'
import type { RecordRun } from './record-splitter.ts'

/** A row mended by hand: its number in the batch it comes from, and its cells in that batch's own order. */
export type MendedRow = { readonly row: number; readonly cells: readonly string[] }

/**
 * Judges mended rows by the whole gate, as if they were sent now, and stores nothing.
 * @throws Refusal SCOPE_MISSING, BATCH_UNKNOWN, BATCH_WITHOUT_LAYOUT
 */
export async function checkRows(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
  rows: readonly MendedRow[],
): Promise<OpenedFinding[]> {
  const batch = await getOwnBatch(context, actor, batchId)
  const header = (await getLayout(context, batch)).columns.map((column) => column.heading)
  const { catalogue } = context.catalogues.current()
  const type = getRecordType(catalogue, batch.type)
  if (isInert(type, { demo: context.demo })) return []
  const settled = await settleFindings(context.database, await judgeOnce(context, batch, header, runOf(rows)))
  return settled.map(({ rowNo, weight, raw, items, offered }) => ({
    rowNo,
    weight,
    raw,
    items,
    offered,
    state: null,
  }))
}

/** As `correctRows` would send them: CSV in the layout of the batch, whatever its file was. */
async function judgeOnce(
  context: CollectionContext,
  batch: Batch,
  header: readonly string[],
  run: RecordRun,
): Promise<Finding[]> {
  const { catalogue } = context.catalogues.current()
  const type = getRecordType(catalogue, batch.type)
  const { clock } = context.database
  const furnisher = await getParticipant(context.database, batch.furnisherId)
  const encoding = 'utf-8'
  const judging = await context.judges.open({
    catalogue,
    type: batch.type,
    profile: batch.profile,
    header,
    format: 'csv',
    annotated: false,
    rules: {
      columns: header.length,
      demo: context.demo,
      registers: registersFor(type, furnisher),
      region: regionOf(type, furnisher),
      receivedOn: clock.today(),
      withdraws: batch.operation === 'withdraw',
      period: null,
    },
    receivedAtMs: clock.nowMs(),
    batchId: batch.batchId,
    furnisherId: batch.furnisherId,
    encoding,
    contentKey: context.nodeKey.derive('content-mac'),
    // Nothing of this is kept, so the leaves need no salt that can be found again.
    saltKey: context.nodeKey.derive('rows-only-checked'),
    personIndex: context.keys.personIndex,
  })
  try {
    const judged = await judging.judge(run)
    const source = { furnisherId: batch.furnisherId, type, encoding, repeats: new RepeatFinder() }
    const stored = { on: context.database, subjects: context.subjects }
    return [...judged.findings, ...(await judgeTogether(stored, source, run, judged))]
  } finally {
    await judging.close()
  }
}

/** The rows under the numbers they have in their batch, so that what is found is told by those. */
function runOf(rows: readonly MendedRow[]): RecordRun {
  const records = rows.map(({ cells }) => Buffer.from(csvRecord(cells)))
  const starts: number[] = []
  let at = 0
  for (const record of records) {
    starts.push(at)
    at += record.length
  }
  return {
    bytes: Buffer.concat(records),
    starts,
    ends: records.map((record, i) => (starts[i] ?? 0) + record.length),
    rowNos: rows.map(({ row }) => row),
    damage: new Map(),
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { BatchId } from '../../kernel/ids.ts'
import { present } from '../../kernel/refusal.ts'
import type { Actor } from '../access/index.ts'
import { getRecordType, isInert } from '../catalogue/index.ts'
import { getParticipant } from '../participants/index.ts'
import type { Batch } from './batch.ts'
import { csvRecord, getLayout } from './batch-layout.ts'
import type { CollectionContext } from './collection-context.ts'
import type { JudgedRun } from './judging-worker.ts'
import { type SettledFinding, settleFindings } from './keep-findings.ts'
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
  const header = (await getLayout(context, batch)).map((column) => column.heading)
  const { catalogue } = context.catalogues.current()
  const type = getRecordType(catalogue, batch.type)
  if (isInert(type, { demo: context.demo })) return []
  const run = runOf(rows)
  const judged = await judgeOnce(context, batch, header, run)
  const repeats = findRepeats(judged.numbers, run.rowNos)
  const settled = await settleFindings(context.database, [...judged.findings, ...repeats])
  return settled.map(({ rowNo, weight, raw, items, offered }) => ({
    rowNo,
    weight,
    raw,
    items,
    offered,
    state: null,
  }))
}

async function judgeOnce(
  context: CollectionContext,
  batch: Batch,
  header: readonly string[],
  run: RecordRun,
): Promise<JudgedRun> {
  const { catalogue } = context.catalogues.current()
  const { clock } = context.database
  const furnisher = await getParticipant(context.database, batch.furnisherId)
  const registers = getRecordType(catalogue, batch.type).furnishers.some(
    (rule) => rule.ownsRegistration && furnisher.functions.includes(rule.function),
  )
  const judging = await context.judges.open({
    catalogue,
    type: batch.type,
    profile: batch.profile,
    header,
    rules: { columns: header.length, demo: context.demo, registers, receivedOn: clock.today() },
    receivedAtMs: clock.nowMs(),
    batchId: batch.batchId,
    furnisherId: batch.furnisherId,
    encoding: 'utf-8',
    contentKey: context.nodeKey.derive('content-mac'),
    // Nothing of this is kept, so the leaves need no salt that can be found again.
    saltKey: context.nodeKey.derive('rows-only-checked'),
  })
  try {
    return await judging.judge(run)
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

function findRepeats(
  numbers: readonly (string | null)[],
  rowNos: readonly number[],
): (SettledFinding & { question: null })[] {
  const firstRowOf = new Map<string, number>()
  return numbers.flatMap((number, i) => {
    const rowNo = present(rowNos[i], 'a row has a number')
    if (number === null) return []
    const firstRow = firstRowOf.get(number)
    if (firstRow === undefined) firstRowOf.set(number, rowNo)
    if (firstRow === undefined) return []
    const item = { code: 'DUP-NUMBER', rule: null, column: null, field: null, facts: { firstRow } }
    return [{ rowNo, weight: 'fault' as const, items: [item], raw: '', offered: [], question: null }]
  })
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { BatchId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope } from '../access/index.ts'
import { getRecordType } from '../catalogue/index.ts'
import type { Batch } from './batch.ts'
import { csvRecord, getLayout } from './batch-layout.ts'
import type { MendedRow } from './check-rows.ts'
import type { CollectionContext } from './collection-context.ts'
import { insertCorrections, lockWaitingRows } from './quarantine-store.ts'
import { getOwnBatch } from './read-batch.ts'
import { receiveBatch } from './receive-batch.ts'

/**
 * Sends mended rows again as a batch of their own, in the layout of the batch they come from. The old batch and its
 * receipt stay as they are; each old row leaves quarantine when the new one is merged.
 * @throws Refusal SCOPE_MISSING, BATCH_UNKNOWN, BATCH_WITHOUT_LAYOUT, CORRECTION_WHOLE, ROW_NOT_WAITING, and all of
 *   `receiveBatch`
 */
export async function correctRows(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
  rows: readonly MendedRow[],
): Promise<BatchId> {
  if (!hasScope(actor, 'batches:send')) throw refuse('SCOPE_MISSING', { scope: 'batches:send' })
  const batch = await getOwnBatch(context, actor, batchId)
  assertRowsAlone(context, batch)
  const header = (await getLayout(context, batch)).columns.map((column) => column.heading)
  const inOrder = [...new Map(rows.map((row) => [row.row, row])).values()].sort((a, b) => a.row - b.row)
  return receiveBatch(context, actor, {
    type: batch.type,
    profile: batch.profile,
    source: once([header, ...inOrder.map((row) => row.cells)].map(csvRecord)),
    format: 'csv',
    operation: batch.operation,
    door: 'desk',
    correctsBatchId: batchId,
    alongside: async (tx, newBatchId) => {
      const rowNos = inOrder.map((row) => row.row)
      const waiting = new Set((await lockWaitingRows(tx, batchId, rowNos)).map((row) => row.rowNo))
      const gone = rowNos.find((rowNo) => !waiting.has(rowNo))
      if (gone !== undefined) throw refuse('ROW_NOT_WAITING', { row: gone })
      // The header is row 1 of the new file.
      const corrections = rowNos.map((of, i) => ({ rowNo: i + 2, of }))
      await insertCorrections(tx, newBatchId, { batchId, rows: corrections })
    },
  })
}

/** @throws Refusal CORRECTION_WHOLE where a part cannot stand for the whole */
export function assertRowsAlone(context: CollectionContext, batch: Batch): void {
  const type = getRecordType(context.catalogues.current().catalogue, batch.type)
  if (type.batchPolicy === 'whole' || batch.operation === 'replace') throw refuse('CORRECTION_WHOLE')
}

export async function* once(records: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${records.join('\n')}\n`)
}

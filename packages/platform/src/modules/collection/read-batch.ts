// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { makeInclusionProof, platformSuite, type RowProof, saltedLeaf } from '@probity/verify'
import type { BatchId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope } from '../access/index.ts'
import { asKey, deriveKey, open } from '../files/index.ts'
import type { Batch, BatchTotals, SealedFinding } from './batch.ts'
import {
  countFindings,
  countKept,
  findBatch,
  findReceipt,
  listBatches,
  listFindings,
  sumChunks,
} from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import { saltOf } from './judging-worker.ts'
import { findingPlace } from './keep-findings.ts'
import { openBatchRows } from './open-batch-rows.ts'

/** How far a batch is, for the furnisher that sent it. */
export type BatchProgress = {
  readonly batch: Batch
  readonly totals: BatchTotals
  readonly counts: readonly { readonly code: string; readonly weight: string; readonly rows: number }[]
  /** Rows whose findings can be read in detail; the counts are of all. */
  readonly kept: { readonly faults: number; readonly notes: number }
  readonly receipt: string | null
}

/** @throws Refusal SCOPE_MISSING; BATCH_UNKNOWN also for another's batch: that it exists is not the asker's business */
export async function getBatchProgress(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
): Promise<BatchProgress> {
  const batch = await getOwnBatch(context, actor, batchId)
  const { database } = context
  const [totals, counts, kept, receipt] = await Promise.all([
    sumChunks(database, batchId),
    countFindings(database, batchId),
    countKept(database, batchId),
    findReceipt(database, batchId),
  ])
  return { batch, totals, counts, kept, receipt: receipt ?? null }
}

export async function listOwnBatches(
  context: CollectionContext,
  actor: Actor,
  page: { readonly before: BatchId | null; readonly limit: number },
): Promise<Batch[]> {
  if (!hasScope(actor, 'batches:read')) throw refuse('SCOPE_MISSING', { scope: 'batches:read' })
  return listBatches(context.database, actor.participantId, page.before, page.limit)
}

export type OpenedFinding = SealedFinding & { readonly rowNo: number; readonly weight: 'fault' | 'note' }

/** Faulty or noted rows, opened for the furnisher whose they are. */
export async function listBatchFindings(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
  page: { readonly weight: 'fault' | 'note'; readonly afterRowNo: number; readonly limit: number },
): Promise<OpenedFinding[]> {
  const batch = await getOwnBatch(context, actor, batchId)
  const key = asKey(context.nodeKey.unwrap(batch.keyWrapped))
  const stored = await listFindings(context.database, batchId, page)
  return stored.map(({ rowNo, weight, sealed }) => {
    const content = JSON.parse(
      open(key, sealed, findingPlace(batch, rowNo, weight)).toString(),
    ) as SealedFinding
    return { rowNo, weight, ...content }
  })
}

/**
 * Shows that one row, just as it was sent, is under the receipt's root.
 * @throws Refusal ROW_UNKNOWN, ROW_PROOF_PAST
 */
export async function proveRow(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
  rowNo: number,
): Promise<{ readonly row: Buffer; readonly proof: RowProof }> {
  const batch = await getOwnBatch(context, actor, batchId)
  if (batch.spoolRemovedAt !== null) throw refuse('ROW_PROOF_PAST')
  const key = context.nodeKey.unwrap(batch.keyWrapped)
  const saltKey = asKey(deriveKey(key, 'row-salt'))
  const leaves: Uint8Array[] = []
  let found: { row: Buffer; index: number } | undefined
  const rows = await openBatchRows(context, batch)
  for await (const run of rows.runs()) {
    run.starts.forEach((start, i) => {
      const row = run.bytes.subarray(start, run.ends[i])
      const no = run.rowNos[i] as number
      if (no === rowNo) found = { row: Buffer.from(row), index: leaves.length }
      leaves.push(saltedLeaf(platformSuite, saltOf(saltKey, no), row))
    })
  }
  if (!found) throw refuse('ROW_UNKNOWN', { row: rowNo })
  const path = makeInclusionProof(platformSuite, leaves, found.index)
  return { row: found.row, proof: { ...path, salt: saltOf(saltKey, rowNo) } }
}

/** @throws Refusal SCOPE_MISSING, BATCH_UNKNOWN */
export async function getOwnBatch(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
): Promise<Batch> {
  if (!hasScope(actor, 'batches:read')) throw refuse('SCOPE_MISSING', { scope: 'batches:read' })
  const batch = await findBatch(context.database, batchId)
  if (!batch || batch.furnisherId !== actor.participantId) throw refuse('BATCH_UNKNOWN')
  return batch
}

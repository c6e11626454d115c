// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query, Tx } from '../../kernel/db/database.ts'
import { retryStuckEvents } from '../../kernel/db/outbox-store.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { isBatch, listStuckBatches, type StuckBatch, setBatchStuck } from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import { batchReceived } from './keep-batch.ts'

const LISTED_MAX = 1000

/** Says of a batch that the node has given it up, so that somebody looks at it. */
export async function markBatchStuck(context: CollectionContext, batchId: BatchId): Promise<void> {
  const { database, log } = context
  await setBatchStuck(database, batchId, database.clock.now())
  log.error({ event: 'batch.stuck', batchId })
}

/** The operator's list, of all furnishers. Not for a furnisher: it holds batches of others. */
export async function listStuck(on: { readonly query: Query }): Promise<StuckBatch[]> {
  return listStuckBatches(on, LISTED_MAX)
}

/**
 * Lets a batch be tried again, after the operator has mended what kept it.
 * @throws Refusal BATCH_UNKNOWN, BATCH_NOT_STUCK
 */
export async function retryBatch(tx: Tx, batchId: BatchId): Promise<void> {
  if (!(await isBatch(tx, batchId))) throw refuse('BATCH_UNKNOWN')
  if ((await retryStuckEvents(tx, batchReceived, { batchId })) === 0) throw refuse('BATCH_NOT_STUCK')
  await setBatchStuck(tx, batchId, null)
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export type { Batch, BatchState, BatchTotals, FaultItem, OfferedIdentifier } from './batch.ts'
export { findBatch as findStoredBatch } from './batch-store.ts'
export { batchBytesMax, type CollectionContext } from './collection-context.ts'
export { collectionFaults } from './collection-faults.ts'
export { collectionRefusals } from './collection-refusals.ts'
export { type ConformFinding, type ConformTotals, conformFile } from './conform-file.ts'
export { faultMessages } from './fault-messages.ts'
export { JudgingPool } from './judging-pool.ts'
export { type FaultyFile, type FaultyRow, openFaultyFile } from './open-faulty-file.ts'
export { processBatch } from './process-batch.ts'
export {
  type BatchProgress,
  getBatchProgress,
  listBatchFindings,
  listOwnBatches,
  type OpenedFinding,
  proveRow,
} from './read-batch.ts'
export { batchReceived, type ReceiveBatch, receiveBatch } from './receive-batch.ts'
export { jsonArrayToLines } from './rows/json-array.ts'
export { annotationHeadings, neutraliseCell, restoreCell } from './rows/neutralise.ts'
export { openRows, type RowSource } from './rows/row-source.ts'

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export type { Sending } from './admit-sending.ts'
export { assertLink, type StatedLink } from './assert-link.ts'
export type { Batch, BatchState, BatchTotals, FaultItem, OfferedIdentifier } from './batch.ts'
export type { BatchLayout, LayoutColumn } from './batch-layout.ts'
export type { SealedFiles } from './batch-leaves.ts'
export { findBatch as findStoredBatch } from './batch-store.ts'
export { checkRows, type MendedRow } from './check-rows.ts'
export { batchBytesMax, type CollectionContext } from './collection-context.ts'
export { collectionFaults } from './collection-faults.ts'
export { collectionRefusals } from './collection-refusals.ts'
export { collectionWitnesses } from './collection-witnesses.ts'
export { type ConformFinding, type ConformTotals, conformFile } from './conform-file.ts'
export { correctRows } from './correct-rows.ts'
export { DoorLimits, type DoorSettings, standardDoorSettings } from './door-limits.ts'
export { emptySpool } from './empty-spool.ts'
export { faultMessages } from './fault-messages.ts'
export { Inbox } from './inbox/inbox.ts'
export { JudgingPool } from './judging-pool.ts'
export { batchReceived } from './keep-batch.ts'
export { keepQuarantine } from './keep-quarantine.ts'
export { assignRows, listQuarantine, type WaitingRow } from './list-quarantine.ts'
export { type FaultyFile, type FaultyRow, openFaultyFile } from './open-faulty-file.ts'
export { processBatch } from './process-batch.ts'
export { proveRow } from './prove-row.ts'
export { type PushRecords, pushRecords, pushRowsMax } from './push-records.ts'
export { type QuarantineState, quarantineStates } from './quarantine.ts'
export { quarantineNotices } from './quarantine-messages.ts'
export {
  type BatchProgress,
  countBatchFindings,
  type FindingCount,
  findBatchLayout,
  getBatchProgress,
  listBatchFindings,
  listOwnBatches,
  type OpenedFinding,
} from './read-batch.ts'
export { type ReceiveBatch, receiveBatch } from './receive-batch.ts'
export {
  declineRelease,
  listReleaseProposals,
  proposeRelease,
  type ReleaseGround,
  type ReleaseProposal,
  releaseGrounds,
  secondRelease,
} from './release-rows.ts'
export { jsonArrayToLines } from './rows/json-array.ts'
export { annotationHeadings, neutraliseCell, restoreCell } from './rows/neutralise.ts'
export { openRows, type RowSource } from './rows/row-source.ts'
export { listStuck, markBatchStuck, retryBatch } from './stuck-batch.ts'
export { readTableSources } from './table-source/source-config.ts'
export { listSources, type SourceState } from './table-source/table-source-store.ts'
export { TableSources } from './table-source/table-sources.ts'
export {
  abandonUpload,
  type BeginUpload,
  beginUpload,
  continueUpload,
  expireUploads,
  getUploadProgress,
  type UploadProgress,
} from './upload-file.ts'
export { findUpload as findStoredUpload } from './upload-store.ts'

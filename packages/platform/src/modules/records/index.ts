// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { deletionWitness } from './deletion-witness.ts'
export { findHeldRecords } from './find-held-records.ts'
export {
  type Merged,
  type MergeSource,
  mergeRecords,
  OwnMerges,
  type SameSubject,
  StaleRunError,
  stageHeld,
  stageRecords,
} from './merge-records.ts'
export { type OpenedSealed, openSealed } from './open-sealed.ts'
export { countRecords, findRecordKeys, type OutcomeNote } from './record-store.ts'
export { openContent, type SealedContent, type SealedPlace, sealContent } from './sealed-content.ts'
export {
  ContentEncoder,
  type EncodedContents,
  encodeStaged,
  type Polarity,
  type Severity,
  type StagedContent,
  type StagedRecord,
  withSubjects,
} from './staged-record.ts'
export { encodeWithdrawals, type StagedWithdrawal } from './staged-withdrawal.ts'
export { hasStandingRecord } from './standing-record-store.ts'
export { ABSENT_CHUNK, type ReplacedPeriod, withdrawAbsent } from './withdraw-absent.ts'
export { withdrawRecords } from './withdraw-records.ts'

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { type Merged, type MergeSource, mergeRecords, type SameSubject } from './merge-records.ts'
export { countRecords } from './record-store.ts'
export { encodeStaged, type Polarity, type Severity, type StagedRecord } from './staged-record.ts'

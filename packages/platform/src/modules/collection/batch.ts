// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import type { BatchId } from '../../kernel/ids.ts'
import type { Facts } from '../../kernel/refusal.ts'

/**
 * received → judging → merging → completed
 *                 ↘ refused
 */
export type BatchState = 'received' | 'judging' | 'merging' | 'completed' | 'refused'

export type BatchFormat = 'csv' | 'xlsx' | 'jsonl'

/** record: new and corrected records; withdraw: by the furnisher's number; replace: the whole of a period. */
export type BatchOperation = 'record' | 'withdraw' | 'replace'

/** How a batch came in. */
export type BatchDoor = 'http' | 'push' | 'command' | 'folder' | 'table' | 'desk'

export type Batch = {
  readonly batchId: BatchId
  readonly furnisherId: number
  readonly type: string
  readonly profile: string
  readonly catalogueVersion: string
  readonly state: BatchState
  readonly receivedAt: Instant
  readonly receivedOn: CivilDate
  readonly completedAt: Instant | null
  readonly bytes: number
  readonly fileSha256: Buffer
  readonly keyWrapped: Buffer
  readonly encoding: string
  readonly format: BatchFormat
  readonly operation: BatchOperation
  /** As of when the furnisher says this; by default when it arrived. */
  readonly statedAt: Instant
  /** Of a replacement only: the period it is the whole of. */
  readonly period: string | null
  readonly door: BatchDoor
  /** Order of arrival: parts statements as of one instant. */
  readonly arrival: number
  readonly idempotencyKey: string | null
  readonly correctsBatchId: BatchId | null
  readonly rows: number | null
  readonly faulty: number | null
  readonly root: Buffer | null
  readonly refusal: string | null
  /** Since when the node has given up trying; `state` says how far it had come. */
  readonly stuckAt: Instant | null
  readonly spoolRemovedAt: Instant | null
}

/** `accepted + corrected + unchanged + withdrawn + faulty = rows` once completed. */
export type BatchTotals = {
  readonly accepted: number
  readonly corrected: number
  readonly unchanged: number
  readonly withdrawn: number
  /** Of a replacement: records of the period that it does not have; no rows of it. */
  readonly absent: number
  readonly namesDisagreeing: number
  readonly subjectsMade: number
  readonly tickFrom: number | null
  readonly tickTo: number | null
  readonly lastRowNo: number
}

export type FaultItem = {
  readonly code: string
  /** The record type's own number of the quality rule, such as REG-FRM-001. */
  readonly rule: string | null
  readonly column: string | null
  readonly field: string | null
  readonly facts: Facts
}

/** A registered organisation of the same name whose number the faulty one may have been meant to be. */
export type OfferedIdentifier = { readonly scheme: string; readonly value: string }

/** What is sealed for one faulty or noted row. */
export type SealedFinding = {
  readonly raw: string
  readonly items: readonly FaultItem[]
  readonly offered: readonly OfferedIdentifier[]
}

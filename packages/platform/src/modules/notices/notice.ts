// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { BatchId, Branded } from '../../kernel/ids.ts'
import type { Facts } from '../../kernel/refusal.ts'

export type NoticeId = Branded<string, 'NoticeId'>

export type Notice = {
  readonly noticeId: NoticeId
  readonly participantId: number
  /** A code whose sentence stands in the table of the module that writes it. */
  readonly kind: string
  /** Of one occasion a participant is told once. */
  readonly occasion: string
  /** Counts and days: never names, identifiers or content. */
  readonly facts: Facts
  readonly batchId: BatchId | null
  readonly writtenAt: Instant
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { daysBetween } from '../../kernel/civil-date.ts'
import { type BatchId, isUuid } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope, parseHolder } from '../access/index.ts'
import type { CollectionContext } from './collection-context.ts'
import { isReleasable, type QuarantinedRow, type QuarantineState } from './quarantine.ts'
import { listQuarantinedRows, setRowHolder } from './quarantine-store.ts'
import { getOwnBatch } from './read-batch.ts'

export type WaitingRow = QuarantinedRow & {
  readonly ageDays: number
  /** Whether two officers may release it as it is. */
  readonly releasable: boolean
  /** Where the next page begins, when this row is the last of one. */
  readonly cursor: string
}

/** The actor's own rows, oldest first. @throws Refusal SCOPE_MISSING, CURSOR_MALFORMED */
export async function listQuarantine(
  context: CollectionContext,
  actor: Actor,
  page: {
    readonly state: QuarantineState
    readonly batchId: BatchId | null
    readonly holder: string | null
    readonly after: string | null
    readonly limit: number
  },
): Promise<WaitingRow[]> {
  if (!hasScope(actor, 'batches:read')) throw refuse('SCOPE_MISSING', { scope: 'batches:read' })
  const after = page.after === null ? null : parseCursor(page.after)
  const rows = await listQuarantinedRows(context.database, actor.participantId, { ...page, after })
  const today = context.database.clock.today()
  return rows.map((row) => ({
    ...row,
    ageDays: Math.max(0, daysBetween(row.enteredOn, today)),
    releasable: row.state === 'waiting' && row.codes.every(isReleasable),
    cursor: `${row.batchId}.${row.rowNo}`,
  }))
}

function parseCursor(text: string): { batchId: BatchId; rowNo: number } {
  const [batchId = '', rowNo = ''] = text.split('.')
  if (!isUuid(batchId) || !/^\d{1,9}$/.test(rowNo)) throw refuse('CURSOR_MALFORMED')
  return { batchId: batchId as BatchId, rowNo: Number(rowNo) }
}

/**
 * Gives waiting rows to an officer of the furnisher, or to nobody.
 * @returns how many rows it was; those that wait no more are passed over
 * @throws Refusal SCOPE_MISSING, BATCH_UNKNOWN, HOLDER_MALFORMED
 */
export async function assignRows(
  context: CollectionContext,
  actor: Actor,
  input: { readonly batchId: BatchId; readonly rows: readonly number[]; readonly holder: string | null },
): Promise<number> {
  if (!hasScope(actor, 'batches:send')) throw refuse('SCOPE_MISSING', { scope: 'batches:send' })
  const holder = input.holder === null ? null : parseHolder(input.holder)
  const batch = await getOwnBatch(context, { ...actor, scopes: ['batches:read'] }, input.batchId)
  return setRowHolder(context.database, batch.batchId, input.rows, holder)
}

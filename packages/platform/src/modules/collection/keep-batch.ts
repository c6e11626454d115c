// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHmac } from 'node:crypto'
import type { Tx } from '../../kernel/db/database.ts'
import { publish } from '../../kernel/db/outbox.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { present, refuse } from '../../kernel/refusal.ts'
import { holdsResidentId } from '../identifiers/index.ts'
import type { Admitted, Sending } from './admit-sending.ts'
import { findBatchByKey, insertBatch } from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import type { FileImpression } from './file-impression.ts'

export const batchReceived = 'batch.received'

const KEY_FORM = /^[\x21-\x7e]{1,200}$/

/**
 * The furnisher's key of one sending as it is stored: keyed, for what a careless furnisher builds it from is not to be
 * read back.
 * @throws Refusal IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_PERSONAL
 */
export function storedKey(
  context: CollectionContext,
  furnisherId: number,
  key: string | undefined,
): string | null {
  if (key === undefined) return null
  if (!KEY_FORM.test(key)) throw refuse('IDEMPOTENCY_KEY_MALFORMED')
  if (holdsResidentId(key)) throw refuse('IDEMPOTENCY_KEY_PERSONAL')
  const secret = context.nodeKey.derive('idempotency-key')
  return createHmac('sha256', secret).update(`${furnisherId} ${key}`).digest('base64url')
}

/** A file that lies whole and durable in the spool. */
export type SpooledFile = {
  readonly batchId: BatchId
  readonly keyWrapped: Buffer
  readonly bytes: number
  readonly sha256: Buffer
  readonly impression: FileImpression
}

/**
 * Writes the batch and queues its work; what is not written was not acknowledged.
 * @param idempotencyKey as stored
 * @returns the batch's id; another's than the file's when the same sending had come before
 * @throws Refusal IDEMPOTENCY_KEY_USED
 */
export async function keepBatch(
  context: CollectionContext,
  tx: Tx,
  admitted: Admitted,
  sending: Sending,
  file: SpooledFile,
  idempotencyKey: string | null,
): Promise<BatchId> {
  const furnisherId = admitted.furnisher.participantId
  const onNode = context.spool.isShared ? null : context.nodeId
  const receivedAt = tx.clock.now()
  const operation = sending.operation ?? 'record'
  const isNew = await insertBatch(tx, {
    batchId: file.batchId,
    furnisherId,
    type: admitted.type,
    profile: admitted.profile,
    catalogueVersion: admitted.catalogueVersion,
    nodeId: onNode,
    receivedAt,
    receivedOn: tx.clock.today(),
    bytes: file.bytes,
    fileSha256: file.sha256,
    keyWrapped: file.keyWrapped,
    encoding: file.impression.encoding(),
    format: file.impression.format,
    operation,
    statedAt: sending.statedAt ?? receivedAt,
    period: sending.period ?? null,
    door: sending.door ?? 'http',
    idempotencyKey,
    correctsBatchId: sending.correctsBatchId ?? null,
  })
  if (isNew) {
    // One batch of a furnisher at a time, in the order they came; furnishers take turns.
    await publish(tx, batchReceived, { batchId: file.batchId }, onNode, `furnisher ${furnisherId}`)
    return file.batchId
  }
  const before = present(
    await findBatchByKey(tx, furnisherId, present(idempotencyKey, 'only a key can be there already')),
    'the batch that holds the key is committed',
  )
  const isSame =
    before.fileSha256.equals(file.sha256) &&
    before.type === admitted.type &&
    before.profile === admitted.profile &&
    before.operation === operation &&
    before.period === (sending.period ?? null)
  if (!isSame) throw refuse('IDEMPOTENCY_KEY_USED', { batch: before.batchId })
  return before.batchId
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Instant, parseInstant } from '../../kernel/civil-date.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { publish } from '../../kernel/db/outbox.ts'
import { type BatchId, newId } from '../../kernel/ids.ts'
import { Refusal, refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope } from '../access/index.ts'
import {
  getProfile,
  getRecordType,
  isInert,
  parsePeriod,
  periodForm,
  type RecordType,
} from '../catalogue/index.ts'
import { asKey, newBatchKey } from '../files/index.ts'
import { holdsResidentId } from '../identifiers/index.ts'
import { getParticipant, type Participant } from '../participants/index.ts'
import type { BatchDoor, BatchFormat, BatchOperation } from './batch.ts'
import { insertBatch } from './batch-store.ts'
import { batchBytesMax, type CollectionContext } from './collection-context.ts'
import { EncodingGuess } from './encoding-guess.ts'
import { rulesFor } from './furnisher-rules.ts'
import { recogniseFile } from './rows/recognise-format.ts'

export type ReceiveBatch = {
  readonly type: string
  readonly profile: string
  readonly source: AsyncIterable<Uint8Array>
  /** Left out: told by the first bytes. */
  readonly format?: BatchFormat
  readonly operation?: BatchOperation
  /** Left out: when it arrives. */
  readonly statedAt?: Instant
  readonly period?: string
  readonly door?: BatchDoor
  readonly idempotencyKey?: string
  readonly correctsBatchId?: BatchId
  /** In the transaction that takes the batch in: what it throws keeps the batch out. */
  readonly alongside?: (tx: Tx, batchId: BatchId) => Promise<void>
}

export const batchReceived = 'batch.received'

/**
 * Takes a batch in. When this returns, the file lies sealed and synced in the spool and its work is queued: a node
 * killed afterwards loses no row of it.
 * @throws Refusal SCOPE_MISSING, RECORD_TYPE_UNKNOWN, PROFILE_UNKNOWN, RECORD_TYPE_INERT, FURNISHER_NOT_ENTITLED,
 *   IDEMPOTENCY_KEY_PERSONAL, OPERATION_NOT_POSSIBLE, PERIOD_MALFORMED, PERIOD_NOT_EXPECTED, STATED_AT_FUTURE,
 *   BATCH_TOO_LARGE, BATCH_EMPTY, and what `recogniseFile` refuses
 */
export async function receiveBatch(
  context: CollectionContext,
  actor: Actor,
  input: ReceiveBatch,
): Promise<BatchId> {
  if (!hasScope(actor, 'batches:send')) throw refuse('SCOPE_MISSING', { scope: 'batches:send' })
  const furnisher = await getParticipant(context.database, actor.participantId)
  const { catalogue, version } = context.catalogues.current()
  const type = getRecordType(catalogue, input.type)
  const profile = getProfile(catalogue, type, input.profile)
  if (isInert(type, { demo: context.demo })) throw refuse('RECORD_TYPE_INERT', { type: type.code })
  assertEntitled(furnisher, type)
  if (holdsResidentId(input.idempotencyKey ?? '')) throw refuse('IDEMPOTENCY_KEY_PERSONAL')
  const { clock } = context.database
  assertOperation(input, type, clock.now())

  const batchId = newId<BatchId>(clock.nowMs())
  const key = newBatchKey()
  const { format, source } = await recogniseFile(input.source, input.format)
  // What is in a workbook is UTF-8 by its own standard.
  const guess = format === 'xlsx' ? null : new EncodingGuess()
  const spooled = await context.spool.write(batchId, asKey(key), source, {
    bytesMax: batchBytesMax,
    onBytes: (bytes) => guess?.add(bytes),
  })
  const receivedAt = clock.now()
  const takeIn = async (tx: Tx): Promise<void> => {
    await insertBatch(tx, {
      batchId,
      furnisherId: furnisher.participantId,
      type: type.code,
      profile: profile.code,
      catalogueVersion: version,
      nodeId: context.nodeId,
      receivedAt,
      receivedOn: clock.today(),
      bytes: spooled.bytes,
      fileSha256: spooled.sha256,
      keyWrapped: context.nodeKey.wrap(key),
      encoding: guess?.result() ?? 'utf-8',
      format,
      operation: input.operation ?? 'record',
      statedAt: input.statedAt ?? receivedAt,
      period: input.period ?? null,
      door: input.door ?? 'http',
      idempotencyKey: input.idempotencyKey ?? null,
      correctsBatchId: input.correctsBatchId ?? null,
    })
    await input.alongside?.(tx, batchId)
    await publish(tx, batchReceived, { batchId }, context.nodeId)
  }
  await context.database.transact(takeIn).catch(async (error: unknown) => {
    // After any other failure the commit may have happened: the file stays until the next start has looked it up.
    if (error instanceof Refusal) await context.spool.remove(batchId)
    throw error
  })
  context.wake()
  return batchId
}

function assertEntitled(furnisher: Participant, type: RecordType): void {
  if (rulesFor(type, furnisher.functions).length === 0)
    throw refuse('FURNISHER_NOT_ENTITLED', { furnisher: furnisher.code, type: type.code })
}

function assertOperation(input: ReceiveBatch, type: RecordType, now: Instant): void {
  if (input.operation === 'replace') {
    if (type.period === null) throw refuse('OPERATION_NOT_POSSIBLE', { type: type.code })
    if (!parsePeriod(type.period, input.period ?? '')) {
      throw refuse('PERIOD_MALFORMED', { form: periodForm(type.period) })
    }
  } else if (input.period !== undefined) {
    throw refuse('PERIOD_NOT_EXPECTED')
  }
  if (input.statedAt !== undefined && Date.parse(parseInstant(input.statedAt)) > Date.parse(now)) {
    throw refuse('STATED_AT_FUTURE', { statedAt: input.statedAt })
  }
}

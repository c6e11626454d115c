// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash } from 'node:crypto'
import type { Tx } from '../../kernel/db/database.ts'
import { type BatchId, newId } from '../../kernel/ids.ts'
import { Refusal, refuse } from '../../kernel/refusal.ts'
import type { Actor } from '../access/index.ts'
import { asKey, newBatchKey } from '../files/index.ts'
import { type Admitted, admitSending, type Sending } from './admit-sending.ts'
import type { BatchDoor, BatchFormat } from './batch.ts'
import { batchBytesMax, type CollectionContext } from './collection-context.ts'
import { FileImpression } from './file-impression.ts'
import { keepBatch, type SpooledFile, storedKey } from './keep-batch.ts'
import { type RecognisedFile, recogniseFile } from './rows/recognise-format.ts'

export type ReceiveBatch = Sending & {
  readonly source: AsyncIterable<Uint8Array>
  /** How the bytes are read where the door knows more than they show; left out: `recogniseFile`. */
  readonly recognise?:
    | ((source: AsyncIterable<Uint8Array>, stated?: BatchFormat) => Promise<RecognisedFile>)
    | undefined
  /** Of the bytes as they come; another file than the one announced is refused. */
  readonly sha256?: Uint8Array | undefined
  /** In the transaction that takes the batch in: what it throws keeps the batch out. Not called for a repetition. */
  readonly alongside?: ((tx: Tx, batchId: BatchId) => Promise<void>) | undefined
}

/** Doors that anybody with a key stands at; the others are the operator's own. */
const openDoors: readonly BatchDoor[] = ['http', 'push', 'command']

/**
 * Takes a batch in. When this returns, the file lies sealed and synced in the spool and its work is queued: a node
 * killed afterwards loses no row of it. The same sending again, by its key, answers with the same batch.
 * @throws Refusal as `admitSending`; SENDINGS_AT_ONCE, DAY_ALLOWANCE_USED, BATCH_TOO_LARGE, BATCH_EMPTY, SPOOL_FULL,
 *   FILE_DIFFERS, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_PERSONAL, IDEMPOTENCY_KEY_USED, and what
 *   `recogniseFile` refuses
 */
export async function receiveBatch(
  context: CollectionContext,
  actor: Actor,
  input: ReceiveBatch,
): Promise<BatchId> {
  const admitted = await admitSending(context, actor, input)
  const { participantId } = admitted.furnisher
  const idempotencyKey = storedKey(context, participantId, input.idempotencyKey)
  const isOpenDoor = openDoors.includes(input.door ?? 'http')
  const entry = isOpenDoor ? await context.limits.enter(participantId) : undefined
  try {
    const arriving = asAnnounced(input.source, input.sha256, (bytes) => entry?.take(bytes))
    const file = await spoolFile(context, input, arriving)
    const batchId = await keepSpooled(context, admitted, input, file, idempotencyKey)
    context.wake()
    return batchId
  } finally {
    entry?.leave()
  }
}

/** The bytes as they come; what is kept of them may be others, for a JSON array is kept as lines. */
async function* asAnnounced(
  source: AsyncIterable<Uint8Array>,
  sha256: Uint8Array | undefined,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const digest = sha256 && createHash('sha256')
  for await (const part of source) {
    onBytes(part.length)
    digest?.update(part)
    yield part
  }
  if (sha256 && !digest?.digest().equals(sha256)) throw refuse('FILE_DIFFERS')
}

async function spoolFile(
  context: CollectionContext,
  input: ReceiveBatch,
  arriving: AsyncIterable<Uint8Array>,
): Promise<SpooledFile> {
  const batchId = newId<BatchId>(context.database.clock.nowMs())
  const key = newBatchKey()
  const { format, source } = await (input.recognise ?? recogniseFile)(arriving, input.format)
  const impression = new FileImpression(format)
  const { bytes, sha256 } = await context.spool.write(batchId, asKey(key), source, {
    bytesMax: batchBytesMax,
    onBytes: (part) => impression.add(part),
  })
  return { batchId, bytes, sha256, impression, keyWrapped: context.nodeKey.wrap(key) }
}

async function keepSpooled(
  context: CollectionContext,
  admitted: Admitted,
  input: ReceiveBatch,
  file: SpooledFile,
  idempotencyKey: string | null,
): Promise<BatchId> {
  try {
    const batchId = await context.database.transact(async (tx) => {
      const kept = await keepBatch(context, tx, admitted, input, file, idempotencyKey)
      if (kept === file.batchId) await input.alongside?.(tx, kept)
      return kept
    })
    if (batchId !== file.batchId) await context.spool.remove(file.batchId)
    return batchId
  } catch (error) {
    // After any other failure the commit may have happened: the file stays until the next start has looked it up.
    if (error instanceof Refusal) await context.spool.remove(file.batchId)
    throw error
  }
}

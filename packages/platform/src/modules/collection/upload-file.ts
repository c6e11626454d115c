// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash, type KeyObject } from 'node:crypto'
import { type Instant, instantOf } from '../../kernel/civil-date.ts'
import { type BatchId, newId } from '../../kernel/ids.ts'
import { assert, present, Refusal, refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope, isBody } from '../access/index.ts'
import { asKey, newBatchKey } from '../files/index.ts'
import { admitSending, type Sending } from './admit-sending.ts'
import { findBatch, findBatchByKey } from './batch-store.ts'
import { batchBytesMax, type CollectionContext } from './collection-context.ts'
import { FileImpression } from './file-impression.ts'
import { keepBatch, type SpooledFile, storedKey } from './keep-batch.ts'
import { type RecognisedFile, recogniseFile } from './rows/recognise-format.ts'
import {
  claimUpload,
  countOpenUploads,
  deleteUpload,
  findUpload,
  findUploadByKey,
  insertUpload,
  listPastUploads,
  moveUploadOn,
  type Upload,
} from './upload-store.ts'

/** Between two acknowledgements: what a kill can cost, and how often a disk is asked to sync. */
const ACKNOWLEDGE_BYTES = 8 * 1024 * 1024
const LEASE_MS = 120_000
const OPEN_UPLOADS_MAX = 16
const EXPIRE_AT_ONCE = 100

export type BeginUpload = Sending & { readonly length: number; readonly sha256?: Uint8Array | undefined }

/** How far it is. Once `batchId` is there the file is whole, durable and queued. */
export type UploadProgress = {
  readonly uploadId: BatchId
  readonly received: number
  readonly length: number
  readonly batchId: BatchId | null
}

/**
 * Announces a file that will come in parts. With an idempotency key, announced again it is the same upload.
 * @throws Refusal as `admitSending`; BATCH_EMPTY, BATCH_TOO_LARGE, DAY_ALLOWANCE_USED, UPLOADS_OPEN,
 *   IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_PERSONAL, IDEMPOTENCY_KEY_USED
 */
export async function beginUpload(
  context: CollectionContext,
  actor: Actor,
  input: BeginUpload,
): Promise<UploadProgress> {
  const admitted = await admitSending(context, actor, input)
  const furnisherId = admitted.furnisher.participantId
  if (input.length === 0) throw refuse('BATCH_EMPTY')
  if (input.length > batchBytesMax) throw refuse('BATCH_TOO_LARGE', { bytesMax: batchBytesMax })
  const idempotencyKey = storedKey(context, furnisherId, input.idempotencyKey)
  const before = idempotencyKey && (await findAnnounced(context, furnisherId, idempotencyKey, input))
  if (before) return before

  await context.limits.assertRoomFor(furnisherId, input.length)
  const { database } = context
  if ((await countOpenUploads(database, furnisherId)) >= OPEN_UPLOADS_MAX)
    throw refuse('UPLOADS_OPEN', { openMax: OPEN_UPLOADS_MAX, retryAfterSeconds: 60 })
  const nowMs = database.clock.nowMs()
  const uploadId = newId<BatchId>(nowMs)
  const isNew = await database.transact((tx) =>
    insertUpload(
      tx,
      {
        uploadId,
        furnisherId,
        nodeId: context.spool.isShared ? null : context.nodeId,
        type: admitted.type,
        profile: admitted.profile,
        format: input.format ?? null,
        operation: input.operation ?? 'record',
        // An upload begun now says what is so now, however long it takes.
        statedAt: input.statedAt ?? database.clock.now(),
        period: input.period ?? null,
        idempotencyKey,
        correctsBatchId: input.correctsBatchId ?? null,
        length: input.length,
        fileSha256: input.sha256 ? Buffer.from(input.sha256) : null,
        keyWrapped: context.nodeKey.wrap(newBatchKey()),
        expiresAt: instantOf(nowMs + context.uploadHours * 3_600_000),
      },
      database.clock.now(),
    ),
  )
  if (isNew) return { uploadId, received: 0, length: input.length, batchId: null }
  const raced = await findAnnounced(
    context,
    furnisherId,
    present(idempotencyKey, 'only a key clashes'),
    input,
  )
  return present(raced, 'the upload that holds the key is committed')
}

async function findAnnounced(
  context: CollectionContext,
  furnisherId: number,
  key: string,
  input: BeginUpload,
): Promise<UploadProgress | undefined> {
  const { database } = context
  const upload = await findUploadByKey(database, furnisherId, key)
  const batch = upload ? undefined : await findBatchByKey(database, furnisherId, key)
  const found = upload ?? batch
  if (!found) return undefined
  const length = upload?.length ?? batch?.bytes ?? 0
  const isSame =
    length === input.length &&
    found.type === input.type &&
    found.operation === (input.operation ?? 'record') &&
    found.period === (input.period ?? null) &&
    (!input.sha256 || !found.fileSha256 || found.fileSha256.equals(input.sha256))
  const id = upload?.uploadId ?? batch?.batchId
  assert(id !== undefined, 'what was found has an id')
  if (!isSame) throw refuse('IDEMPOTENCY_KEY_USED', { batch: id })
  return { uploadId: id, received: upload?.received ?? length, length, batchId: batch?.batchId ?? null }
}

/** @throws Refusal SCOPE_MISSING, UPLOAD_UNKNOWN also for another's, and for one whose time is over */
export async function getUploadProgress(
  context: CollectionContext,
  actor: Actor,
  uploadId: BatchId,
): Promise<UploadProgress> {
  if (!hasScope(actor, 'batches:send')) throw refuse('SCOPE_MISSING', { scope: 'batches:send' })
  const { database } = context
  const upload = await findUpload(database, uploadId)
  if (upload && isOwn(context, actor.participantId, upload)) {
    return { uploadId, received: upload.received, length: upload.length, batchId: null }
  }
  const batch = await findBatch(database, uploadId)
  if (!batch || batch.furnisherId !== actor.participantId) throw refuse('UPLOAD_UNKNOWN')
  return { uploadId, received: batch.bytes, length: batch.bytes, batchId: batch.batchId }
}

function isOwn(context: CollectionContext, participantId: number, upload: Upload): boolean {
  const isHere = upload.nodeId === null || upload.nodeId === context.nodeId
  return isHere && upload.furnisherId === participantId && upload.expiresAt > context.database.clock.now()
}

/**
 * Takes the next part. What is acknowledged is durable, also when the part breaks off; the last byte makes the batch.
 * Repeating the last part after the answer was lost changes nothing.
 * @throws Refusal SCOPE_MISSING, UPLOAD_UNKNOWN, UPLOAD_BUSY, UPLOAD_OFFSET, UPLOAD_TOO_LONG, FILE_DIFFERS,
 *   SENDINGS_AT_ONCE, SPOOL_FULL, IDEMPOTENCY_KEY_USED, UPLOAD_JSON_ARRAY, and what `recogniseFile` refuses
 */
export async function continueUpload(
  context: CollectionContext,
  actor: Actor,
  uploadId: BatchId,
  part: { readonly offset: number; readonly source: AsyncIterable<Uint8Array> },
): Promise<UploadProgress> {
  const known = await getUploadProgress(context, actor, uploadId)
  if (part.offset !== known.received) throw refuse('UPLOAD_OFFSET', { offset: known.received })
  if (known.batchId !== null) return known
  const entry = await context.limits.enter(isBody(actor) ? actor.participantId : 0)
  try {
    const release = context.limits.hold(uploadId)
    try {
      const upload = await claim(context, uploadId)
      // Compared again now that nobody else is at it: an earlier part may have ended in between.
      if (part.offset !== upload.received) throw refuse('UPLOAD_OFFSET', { offset: upload.received })
      const moved = await takePart(context, upload, part.source)
      if (moved.received < upload.length) return { ...known, received: moved.received }
      return await completeUpload(context, actor, moved)
    } finally {
      release()
    }
  } finally {
    entry.leave()
  }
}

/** One node at a time: another's would drop what this one has not yet acknowledged. */
async function claim(context: CollectionContext, uploadId: BatchId): Promise<Upload> {
  const { database, nodeId } = context
  const nowMs = database.clock.nowMs()
  const upload = await claimUpload(database, uploadId, nodeId, instantOf(nowMs), leaseFrom(nowMs))
  if (upload) return upload
  if (await findUpload(database, uploadId)) throw refuse('UPLOAD_BUSY', { retryAfterSeconds: 2 })
  throw refuse('UPLOAD_UNKNOWN')
}

function leaseFrom(nowMs: number): Instant {
  return instantOf(nowMs + LEASE_MS)
}

async function takePart(
  context: CollectionContext,
  upload: Upload,
  source: AsyncIterable<Uint8Array>,
): Promise<Upload> {
  const key = asKey(context.nodeKey.unwrap(upload.keyWrapped))
  const draft = await context.spool.openDraft(upload.uploadId, key, upload.frames)
  const { database, nodeId } = context
  let moved = upload
  let received = upload.received
  let renewedMs = database.clock.nowMs()
  const acknowledge = async (): Promise<void> => {
    if (received === moved.received) return
    const to = { received, frames: await draft.sync() }
    renewedMs = database.clock.nowMs()
    if (!(await moveUploadOn(database, moved, nodeId, to, leaseFrom(renewedMs))))
      throw refuse('UPLOAD_UNKNOWN')
    moved = { ...moved, ...to }
  }
  try {
    for await (const bytes of source) {
      if (received + bytes.length > upload.length) throw refuse('UPLOAD_TOO_LONG', { length: upload.length })
      await draft.write(bytes)
      received += bytes.length
      const isSlow = database.clock.nowMs() - renewedMs > LEASE_MS / 4
      if (isSlow || received - moved.received >= ACKNOWLEDGE_BYTES) await acknowledge()
    }
    await acknowledge()
    return moved
  } catch (error) {
    // A line that broke has still brought what it brought: the furnisher goes on behind it.
    await acknowledge().catch(() => undefined)
    throw error
  } finally {
    await draft.close()
  }
}

/** Reads back what lies in the spool: what is made a batch is what was kept, not what was once in memory. */
async function completeUpload(
  context: CollectionContext,
  actor: Actor,
  upload: Upload,
): Promise<UploadProgress> {
  const { uploadId: batchId, frames, keyWrapped } = upload
  const sending: Sending = {
    type: upload.type,
    profile: upload.profile,
    format: upload.format ?? undefined,
    operation: upload.operation,
    statedAt: upload.statedAt ?? undefined,
    period: upload.period ?? undefined,
    correctsBatchId: upload.correctsBatchId ?? undefined,
  }
  const admitted = await admitSending(context, actor, sending)
  const key = asKey(context.nodeKey.unwrap(keyWrapped))
  const { bytes, sha256, impression } = await inspectWhole(context, upload, key).catch(
    async (error: unknown) => {
      if (error instanceof Refusal) await removeUpload(context, batchId)
      throw error
    },
  )
  await context.spool.finish(batchId, key, frames)
  const kept = await context.database.transact(async (tx) => {
    if (!(await deleteUpload(tx, batchId))) throw refuse('UPLOAD_UNKNOWN')
    const file = { batchId, keyWrapped, bytes, sha256, impression }
    return keepBatch(context, tx, admitted, sending, file, upload.idempotencyKey)
  })
  if (kept !== batchId) await context.spool.remove(batchId)
  context.wake()
  return { uploadId: batchId, received: bytes, length: bytes, batchId: kept }
}

/** @throws Refusal FILE_DIFFERS, UPLOAD_JSON_ARRAY, and what `recogniseFile` refuses */
async function inspectWhole(
  { spool }: CollectionContext,
  { uploadId, frames, format, length, fileSha256 }: Upload,
  key: KeyObject,
): Promise<Pick<SpooledFile, 'bytes' | 'sha256' | 'impression'>> {
  const source = spool.readDraft(uploadId, key, frames)
  try {
    const file = await recogniseUnchanged(source, format)
    const impression = new FileImpression(file.format)
    const digest = createHash('sha256')
    let bytes = 0
    for await (const part of file.source) {
      digest.update(part)
      impression.add(part)
      bytes += part.length
    }
    assert(bytes === length, 'the spool holds every byte that was acknowledged')
    const sha256 = digest.digest()
    if (fileSha256 && !fileSha256.equals(sha256)) throw refuse('FILE_DIFFERS')
    return { bytes, sha256, impression }
  } finally {
    // What was refused by its first bytes is still open.
    await source.return(undefined)
  }
}

/** What lies in the spool stays as it is, so what would have to be rewritten is refused. */
async function recogniseUnchanged(
  source: AsyncIterable<Uint8Array>,
  stated: Upload['format'],
): Promise<RecognisedFile> {
  const file = await recogniseFile(source, stated ?? undefined)
  if (!file.asItCame) throw refuse('UPLOAD_JSON_ARRAY')
  return file
}

async function removeUpload(context: CollectionContext, uploadId: BatchId): Promise<void> {
  if (await deleteUpload(context.database, uploadId)) await context.spool.remove(uploadId)
}

/** @returns how far it was; one that has become a batch stays one. @throws Refusal as `getUploadProgress` */
export async function abandonUpload(
  context: CollectionContext,
  actor: Actor,
  uploadId: BatchId,
): Promise<UploadProgress> {
  const progress = await getUploadProgress(context, actor, uploadId)
  if (progress.batchId === null) await removeUpload(context, uploadId)
  return progress
}

/** Removes what was begun and not finished in its time. @returns how many there were */
export async function expireUploads(context: CollectionContext): Promise<number> {
  const { database, nodeId } = context
  const past = await listPastUploads(database, nodeId, database.clock.now(), EXPIRE_AT_ONCE)
  for (const uploadId of past) await removeUpload(context, uploadId)
  return past.length
}

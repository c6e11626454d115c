// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import type { NodeId } from '../../kernel/db/outbox.ts'
import type { BatchId } from '../../kernel/ids.ts'
import type { BatchFormat, BatchOperation } from './batch.ts'

type Reader = { readonly query: Query }

/** A file that comes in parts. Once whole it is a batch of the same id. */
export type Upload = {
  readonly uploadId: BatchId
  readonly furnisherId: number
  readonly nodeId: NodeId | null
  readonly type: string
  readonly profile: string
  readonly format: BatchFormat | null
  readonly operation: BatchOperation
  readonly statedAt: Instant | null
  readonly period: string | null
  readonly idempotencyKey: string | null
  readonly correctsBatchId: BatchId | null
  readonly length: number
  readonly fileSha256: Buffer | null
  readonly keyWrapped: Buffer
  /** Durable in the spool. */
  readonly received: number
  readonly frames: number
  readonly expiresAt: Instant
}

const columns = `upload_id as "uploadId", furnisher_id as "furnisherId", node_id as "nodeId", type, profile, format,
  operation, stated_at as "statedAt", period, idempotency_key as "idempotencyKey",
  corrects_batch_id as "correctsBatchId", length, file_sha256 as "fileSha256", key_wrapped as "keyWrapped", received,
  frames, expires_at as "expiresAt"`

/** False when an open upload of this furnisher has the key already. */
export async function insertUpload(
  tx: Tx,
  upload: Omit<Upload, 'received' | 'frames'>,
  begunAt: Instant,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into uploads (upload_id, furnisher_id, node_id, type, profile, format, operation, stated_at, period,
       idempotency_key, corrects_batch_id, length, file_sha256, key_wrapped, expires_at, begun_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     on conflict (furnisher_id, idempotency_key) where idempotency_key is not null do nothing
     returning upload_id`,
    [
      upload.uploadId,
      upload.furnisherId,
      upload.nodeId,
      upload.type,
      upload.profile,
      upload.format,
      upload.operation,
      upload.statedAt,
      upload.period,
      upload.idempotencyKey,
      upload.correctsBatchId,
      upload.length,
      upload.fileSha256,
      upload.keyWrapped,
      upload.expiresAt,
      begunAt,
    ],
  )
  return rows.length > 0
}

export async function findUpload(on: Reader, uploadId: BatchId): Promise<Upload | undefined> {
  const rows = await on.query<Upload>(`select ${columns} from uploads where upload_id = $1`, [uploadId])
  return rows[0]
}

export async function findUploadByKey(
  on: Reader,
  furnisherId: number,
  key: string,
): Promise<Upload | undefined> {
  const rows = await on.query<Upload>(
    `select ${columns} from uploads where furnisher_id = $1 and idempotency_key = $2`,
    [furnisherId, key],
  )
  return rows[0]
}

export async function countOpenUploads(on: Reader, furnisherId: number): Promise<number> {
  const rows = await on.query<{ n: number }>('select count(*) as n from uploads where furnisher_id = $1', [
    furnisherId,
  ])
  return only(rows).n
}

/** What open uploads have announced: it counts as sent. */
export async function sumOpenUploads(on: Reader, furnisherId: number): Promise<number> {
  const rows = await on.query<{ bytes: number }>(
    'select coalesce(sum(length), 0)::bigint as bytes from uploads where furnisher_id = $1',
    [furnisherId],
  )
  return only(rows).bytes
}

/** Undefined when the upload is gone, or another node is at it. */
export async function claimUpload(
  on: Reader,
  uploadId: BatchId,
  nodeId: NodeId,
  now: Instant,
  until: Instant,
): Promise<Upload | undefined> {
  const rows = await on.query<Upload>(
    `update uploads set claimed_by = $2, claimed_until = $4
     where upload_id = $1 and (claimed_until is null or claimed_until < $3 or claimed_by = $2)
     returning ${columns}`,
    [uploadId, nodeId, now, until],
  )
  return rows[0]
}

/** False when another node has claimed or moved it meanwhile, or it is gone. */
export async function moveUploadOn(
  on: Reader,
  upload: Pick<Upload, 'uploadId' | 'received'>,
  nodeId: NodeId,
  to: { readonly received: number; readonly frames: number },
  until: Instant,
): Promise<boolean> {
  const rows = await on.query(
    `update uploads set received = $4, frames = $5, claimed_until = $6
     where upload_id = $1 and received = $2 and claimed_by = $3 returning upload_id`,
    [upload.uploadId, upload.received, nodeId, to.received, to.frames, until],
  )
  return rows.length > 0
}

/** False when it was gone already. */
export async function deleteUpload(on: Reader, uploadId: BatchId): Promise<boolean> {
  const rows = await on.query('delete from uploads where upload_id = $1 returning upload_id', [uploadId])
  return rows.length > 0
}

/** Past their end, of those whose parts this node can reach. */
export async function listPastUploads(
  on: Reader,
  nodeId: NodeId,
  now: Instant,
  limit: number,
): Promise<BatchId[]> {
  const rows = await on.query<{ uploadId: BatchId }>(
    `select upload_id as "uploadId" from uploads
     where expires_at <= $2 and (node_id is null or node_id = $1) order by expires_at, upload_id limit $3`,
    [nodeId, now, limit],
  )
  return rows.map((row) => row.uploadId)
}

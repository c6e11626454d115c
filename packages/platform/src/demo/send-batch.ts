// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { BatchId } from '../kernel/ids.ts'
import { present } from '../kernel/refusal.ts'
import type { Actor } from '../modules/access/index.ts'
import {
  beginUpload,
  type CollectionContext,
  continueUpload,
  pushRecords,
  receiveBatch,
} from '../modules/collection/index.ts'
import type { DemoBatch } from './demo-batch.ts'
import { writeTable } from './write-table.ts'

const PART_BYTES = 256 * 1024

export async function bytesOf({ content }: DemoBatch): Promise<Uint8Array> {
  return content instanceof Uint8Array ? content : writeTable(content)
}

/** By the door its furnisher uses. Sent again, it is the batch that it was. */
export async function sendBatch(
  context: CollectionContext,
  actor: Actor,
  batch: DemoBatch,
): Promise<BatchId> {
  const { type, profile, operation, key, door } = batch
  const sending = { type, profile, operation, idempotencyKey: `demo-${key}` }
  const bytes = await bytesOf(batch)
  switch (door) {
    case 'file':
      return receiveBatch(context, actor, { ...sending, source: once(bytes) })
    case 'push':
      return pushRecords(context, actor, { ...sending, form: 'lines', source: once(bytes) })
    case 'parts': {
      let progress = await beginUpload(context, actor, { ...sending, length: bytes.length })
      while (progress.batchId === null) {
        const { uploadId, received: offset } = progress
        const part = bytes.subarray(offset, offset + PART_BYTES)
        progress = await continueUpload(context, actor, uploadId, { offset, source: once(part) })
      }
      return present(progress.batchId, 'the file is whole')
    }
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { GrowingInclusionProof, platformSuite, type RowProof } from '@probity/verify'
import type { BatchId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Actor } from '../access/index.ts'
import { eachLeaf } from './batch-leaves.ts'
import type { CollectionContext } from './collection-context.ts'
import { getOwnBatch } from './read-batch.ts'

/**
 * Shows that one row, just as it was sent, is under the receipt's root. The file is read twice, and of its rows none
 * but this one is held: where it stands must be known before the way up to the root can be.
 * @throws Refusal ROW_UNKNOWN, ROW_PROOF_PAST
 */
export async function proveRow(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
  rowNo: number,
): Promise<{ readonly row: Buffer; readonly proof: RowProof }> {
  const batch = await getOwnBatch(context, actor, batchId)
  if (batch.spoolRemovedAt !== null) throw refuse('ROW_PROOF_PAST')
  let size = 0
  let found: { row: Buffer; salt: Uint8Array; index: number } | undefined
  await eachLeaf(context, batch, ({ rowNo: no, row, salt }) => {
    if (no === rowNo) found = { row: Buffer.from(row), salt, index: size }
    size += 1
  })
  if (!found) throw refuse('ROW_UNKNOWN', { row: rowNo })
  const growing = new GrowingInclusionProof(platformSuite, found.index, size)
  await eachLeaf(context, batch, ({ leaf }) => growing.append(leaf()))
  return { row: found.row, proof: { ...growing.proof(), salt: found.salt } }
}

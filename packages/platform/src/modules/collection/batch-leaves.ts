// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { platformSuite, saltedLeaf } from '@probity/verify'
import { asKey, deriveKey } from '../files/index.ts'
import type { Batch } from './batch.ts'
import type { CollectionContext } from './collection-context.ts'
import { saltOf } from './judging-worker.ts'
import { openBatchRows } from './open-batch-rows.ts'

export type SealedFiles = Pick<CollectionContext, 'catalogues' | 'spool' | 'nodeKey'>

export type BatchLeaf = {
  readonly rowNo: number
  /** Lent: copied by whoever keeps it. */
  readonly row: Buffer
  readonly salt: Uint8Array
  leaf(): Uint8Array
}

/** Every row of a batch once more, from its sealed file, in the order of the receipt's tree; none is held. */
export async function eachLeaf(
  files: SealedFiles,
  batch: Batch,
  take: (leaf: BatchLeaf) => void,
): Promise<void> {
  const saltKey = asKey(deriveKey(files.nodeKey.unwrap(batch.keyWrapped), 'row-salt'))
  const rows = await openBatchRows(files, batch)
  for await (const run of rows.runs()) {
    run.starts.forEach((start, at) => {
      const row = run.bytes.subarray(start, run.ends[at])
      const rowNo = run.rowNos[at] as number
      const salt = saltOf(saltKey, rowNo)
      take({ rowNo, row, salt, leaf: () => saltedLeaf(platformSuite, salt, row) })
    })
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { asKey } from '../files/index.ts'
import type { Batch } from './batch.ts'
import type { CollectionContext } from './collection-context.ts'
import { formOf, profileToRead } from './compile-judge.ts'
import { openRows, type RowSource } from './rows/row-source.ts'

/**
 * The rows of a batch from its sealed file, by the catalogue version under which it came: the same rows whenever it
 * is asked.
 * @throws Refusal what `openRows` refuses
 */
export async function openBatchRows(
  { catalogues, spool, nodeKey }: Pick<CollectionContext, 'catalogues' | 'spool' | 'nodeKey'>,
  batch: Batch,
): Promise<RowSource> {
  const { catalogue } = await catalogues.get(batch.catalogueVersion)
  const key = asKey(nodeKey.unwrap(batch.keyWrapped))
  return openRows({
    format: batch.format,
    encoding: batch.encoding,
    profile: profileToRead(catalogue, formOf(batch)),
    read: () => spool.read(batch.batchId, key),
  })
}

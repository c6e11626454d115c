// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import { asKey, seal } from '../files/index.ts'
import type { OutcomeNote } from '../records/index.ts'
import type { Batch, SealedFinding } from './batch.ts'
import { insertFindings } from './batch-store.ts'
import { findingPlace } from './keep-findings.ts'

/**
 * Tells the furnisher of good rows that came too late, or withdrew what is not known. In the transaction of the merge:
 * who merged the chunk has told of it.
 */
export async function keepOutcomes(
  tx: Tx,
  work: { readonly batch: Batch; readonly key: Buffer },
  notes: readonly OutcomeNote[],
  rawOf: (rowNo: number) => string,
): Promise<void> {
  const key = asKey(work.key)
  const stored = notes.map(({ rowNo, code }) => {
    const item = { code, rule: null, column: null, field: null, facts: {} }
    const content: SealedFinding = { raw: rawOf(rowNo), items: [item], offered: [] }
    const place = findingPlace(work.batch, rowNo, 'outcome')
    const sealed = seal(key, Buffer.from(JSON.stringify(content)), place)
    return { rowNo, weight: 'outcome' as const, codes: [code], sealed }
  })
  await insertFindings(tx, work.batch.batchId, stored)
}

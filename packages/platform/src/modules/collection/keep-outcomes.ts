// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import { asKey, seal } from '../files/index.ts'
import type { OutcomeNote } from '../records/index.ts'
import type { Batch, SealedFinding } from './batch.ts'
import type { OutcomesKept } from './batch-store.ts'
import { countKept, insertFindings } from './finding-store.ts'
import { findingPlace, findingsKeptMax } from './keep-findings.ts'

/**
 * Tells the furnisher of good rows that came too late, or withdrew what is not known. In the transaction of the merge:
 * who merged the chunk has told of it. All are counted, and details kept of as many as of other notes.
 * @param rawOf the row as it may be kept
 */
export async function keepOutcomes(
  tx: Tx,
  work: { readonly batch: Batch; readonly key: Buffer },
  notes: readonly OutcomeNote[],
  rawOf: (rowNo: number) => string,
): Promise<OutcomesKept> {
  if (notes.length === 0) return { counts: [], kept: 0 }
  const room = findingsKeptMax.note - (await countKept(tx, work.batch.batchId)).notes
  const key = asKey(work.key)
  const stored = notes.slice(0, Math.max(0, room)).map(({ rowNo, code }) => {
    const item = { code, rule: null, column: null, field: null, facts: {} }
    const content: SealedFinding = { raw: rawOf(rowNo), items: [item], offered: [] }
    const place = findingPlace(work.batch, rowNo, 'outcome')
    const sealed = seal(key, Buffer.from(JSON.stringify(content)), place)
    return {
      rowNo,
      weight: 'outcome' as const,
      codes: [code],
      places: [`${code} - -`],
      numberMac: null,
      sealed,
    }
  })
  await insertFindings(tx, work.batch.batchId, stored)
  return { counts: countByCode(notes), kept: stored.length }
}

function countByCode(notes: readonly OutcomeNote[]): OutcomesKept['counts'] {
  const counts = new Map<string, number>()
  for (const { code } of notes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].map(([code, rows]) => ({ code, rows }))
}

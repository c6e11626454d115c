// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Refusal } from '../../../kernel/refusal.ts'
import type { Actor } from '../../access/index.ts'
import type { CollectionContext } from '../collection-context.ts'
import { type BatchProgress, listBatchFindings } from '../read-batch.ts'

const FAULTS_MAX = 500

/** What lies beside a file that was dropped: numbers and codes, nothing of what its rows say. */
export async function reportOf(
  context: CollectionContext,
  actor: Actor,
  { batch, totals, counts, receipt }: BatchProgress,
): Promise<object> {
  const page = { weight: 'fault' as const, afterRowNo: 0, limit: FAULTS_MAX }
  const faulty = await listBatchFindings(context, actor, batch.batchId, page)
  return {
    batch: batch.batchId,
    state: batch.state,
    refusal: batch.refusal,
    counts: {
      rows: batch.rows,
      accepted: totals.accepted,
      corrected: totals.corrected,
      unchanged: totals.unchanged,
      withdrawn: totals.withdrawn,
      faulty: batch.faulty,
    },
    codes: counts,
    faults: faulty.map(({ rowNo, items }) => ({
      row: rowNo,
      faults: items.map(({ code, rule, column }) => ({ code, rule, column })),
    })),
    faultsAreAll: faulty.length < FAULTS_MAX,
    receipt,
  }
}

export function reportOfRefusal({ code, facts }: Refusal): object {
  return { batch: null, state: 'refused', refusal: code, facts }
}

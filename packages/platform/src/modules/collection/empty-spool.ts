// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { instantOf } from '../../kernel/civil-date.ts'
import { listSpooledBatches, setSpoolRemoved } from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'

const AT_ONCE = 100

/**
 * Removes the sealed files of batches that ended before the term. Rows that are faulty wait sealed elsewhere and are
 * not touched; what goes with the file is that a row of it can be proved (decision 0018).
 * Killed in between it begins again: a file that is gone already is gone.
 * @returns how many there were
 */
export async function emptySpool(context: CollectionContext): Promise<number> {
  const { database, nodeId, spool, spoolDays } = context
  const until = instantOf(database.clock.nowMs() - spoolDays * 86_400_000)
  let removed = 0
  for (;;) {
    const batchIds = await listSpooledBatches(database, nodeId, until, AT_ONCE)
    for (const batchId of batchIds) {
      await spool.remove(batchId)
      await setSpoolRemoved(database, batchId, database.clock.now())
    }
    removed += batchIds.length
    if (batchIds.length < AT_ONCE) return removed
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { BatchId } from '../../kernel/ids.ts'
import type { Actor } from '../access/index.ts'
import type { BatchFormat, FaultItem } from './batch.ts'
import { type BatchLayout, findLayout } from './batch-layout.ts'
import type { CollectionContext } from './collection-context.ts'
import { getOwnBatch, listBatchFindings } from './read-batch.ts'

export type FaultyRow = {
  readonly rowNo: number
  /** In the furnisher's own columns; null where the row could not be cut into cells, then see `raw`. */
  readonly cells: readonly string[] | null
  readonly raw: string
  readonly items: readonly FaultItem[]
}

/** The faulty rows of a batch in the layout in which they came, to be mended and sent again. */
export type FaultyFile = {
  readonly format: BatchFormat
  readonly headings: readonly string[]
  readonly rows: AsyncIterable<FaultyRow>
}

const PAGE = 500

/** @throws Refusal SCOPE_MISSING, BATCH_UNKNOWN */
export async function openFaultyFile(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
): Promise<FaultyFile> {
  const batch = await getOwnBatch(context, actor, batchId)
  const layout = await findLayout(context, batch)
  return {
    format: batch.format,
    headings: layout?.columns.map((column) => column.heading) ?? [],
    rows: faultyRows(context, actor, batchId, layout),
  }
}

const UNCUT = new Set(['ROW-QUOTE-OPEN', 'ROW-QUOTE-TEXT', 'ROW-TOO-LONG', 'ROW-ENCODING', 'ROW-CONTROL'])

async function* faultyRows(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
  layout: BatchLayout | null,
): AsyncGenerator<FaultyRow> {
  for (let afterRowNo = -1; ; ) {
    const page = await listBatchFindings(context, actor, batchId, {
      weight: 'fault',
      afterRowNo,
      limit: PAGE,
    })
    for (const { rowNo, raw, items } of page) {
      // Removed when its term was over: nothing is left to be mended.
      if (raw === null) continue
      const uncut = items.some((item) => UNCUT.has(item.code))
      yield { rowNo, raw, items, cells: uncut ? null : (layout?.cellsOf(raw) ?? null) }
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    afterRowNo = last.rowNo
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { BatchId } from '../../kernel/ids.ts'
import { Refusal, refuse } from '../../kernel/refusal.ts'
import type { Actor } from '../access/index.ts'
import { getProfile, getRecordType } from '../catalogue/index.ts'
import type { Batch, BatchFormat, FaultItem } from './batch.ts'
import type { CollectionContext } from './collection-context.ts'
import { openBatchRows } from './open-batch-rows.ts'
import { getOwnBatch, listBatchFindings } from './read-batch.ts'
import { type CellReading, cellReading } from './rows/cell-reading.ts'
import { isAnnotation } from './rows/neutralise.ts'
import type { FileHeader } from './rows/row-source.ts'

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

/** What we added when the file went back the last time is left out. */
type Layout = { readonly headings: readonly string[]; pick(cells: readonly string[]): readonly string[] }

/** @throws Refusal SCOPE_MISSING, BATCH_UNKNOWN, FAULTY_FILE_PAST */
export async function openFaultyFile(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
): Promise<FaultyFile> {
  const batch = await getOwnBatch(context, actor, batchId)
  if (batch.spoolRemovedAt !== null) throw refuse('FAULTY_FILE_PAST')
  const header = await findHeader(context, batch)
  const { catalogue } = await context.catalogues.get(batch.catalogueVersion)
  const profile = getProfile(catalogue, getRecordType(catalogue, batch.type), batch.profile)
  const read = cellReading({ format: batch.format, profile, annotated: header?.annotated ?? false })
  const layout = layoutOf(header)
  return {
    format: batch.format,
    headings: layout.headings,
    rows: faultyRows(context, actor, batchId, read, layout),
  }
}

/** Of a file that was refused before its header could be read there is none. */
async function findHeader(context: CollectionContext, batch: Batch): Promise<FileHeader | null> {
  try {
    return (await openBatchRows(context, batch)).header
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

function layoutOf(header: FileHeader | null): Layout {
  const headings = header?.cells ?? []
  if (!header?.annotated) return { headings, pick: (cells) => cells }
  const isOwn = (_cell: string, index: number): boolean => !isAnnotation(headings[index] ?? '')
  return { headings: headings.filter(isOwn), pick: (cells) => cells.filter(isOwn) }
}

const UNCUT = new Set(['ROW-QUOTE-OPEN', 'ROW-QUOTE-TEXT', 'ROW-TOO-LONG', 'ROW-ENCODING', 'ROW-CONTROL'])

async function* faultyRows(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
  read: CellReading,
  layout: Layout,
): AsyncGenerator<FaultyRow> {
  for (let afterRowNo = -1; ; ) {
    const page = await listBatchFindings(context, actor, batchId, {
      weight: 'fault',
      afterRowNo,
      limit: PAGE,
    })
    for (const { rowNo, raw, items } of page) {
      const cells = items.some((item) => UNCUT.has(item.code)) ? null : read(raw).cells
      yield { rowNo, raw, items, cells: cells === null ? null : layout.pick(cells) }
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    afterRowNo = last.rowNo
  }
}

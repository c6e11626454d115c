// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual } from '../../kernel/messages.ts'
import { refuse } from '../../kernel/refusal.ts'
import { compileRecordType } from '../catalogue/index.ts'
import { asKey, open, seal } from '../files/index.ts'
import type { Batch } from './batch.ts'
import { findHeader, insertHeader } from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import { splitFields } from './record-splitter.ts'

/** One column of a furnisher's file, and the field of the catalogue it fills. */
export type LayoutColumn = {
  readonly heading: string
  readonly field: string | null
  readonly title: Bilingual | null
}

/** The headings of a file, kept sealed: a sheet without headings has a record in their place. */
export async function keepHeader(
  work: { readonly context: CollectionContext; readonly batch: Batch; readonly key: Buffer },
  cells: readonly string[],
): Promise<void> {
  const { context, batch, key } = work
  const sealed = seal(asKey(key), Buffer.from(JSON.stringify(cells)), headerPlace(batch))
  await insertHeader(context.database, batch.batchId, sealed)
}

/** The batch's own columns; null where its rows have none, or none were kept. */
export async function findLayout(context: CollectionContext, batch: Batch): Promise<LayoutColumn[] | null> {
  if (batch.format === 'jsonl') return null
  const sealed = await findHeader(context.database, batch.batchId)
  if (!sealed) return null
  const key = asKey(context.nodeKey.unwrap(batch.keyWrapped))
  const cells = JSON.parse(open(key, sealed, headerPlace(batch)).toString()) as string[]
  const { catalogue } = await context.catalogues.get(batch.catalogueVersion)
  const judge = compileRecordType(catalogue, batch.type, batch.profile, { demo: context.demo })
  const { fields } = judge.headings(cells)
  const titles = new Map(judge.type.fields.map((field) => [field.code, field.title]))
  return cells.map((heading, i) => {
    const field = fields[i] ?? null
    return { heading, field, title: field === null ? null : (titles.get(field) ?? null) }
  })
}

/** @throws Refusal BATCH_WITHOUT_LAYOUT */
export async function getLayout(context: CollectionContext, batch: Batch): Promise<LayoutColumn[]> {
  const layout = await findLayout(context, batch)
  if (!layout) throw refuse('BATCH_WITHOUT_LAYOUT')
  return layout
}

function headerPlace(batch: Pick<Batch, 'batchId'>): string {
  return `header/${batch.batchId}`
}

/** One CSV record, without its line end, that the reader of this house reads back cell for cell. */
export function csvRecord(cells: readonly string[]): string {
  // A record of one empty cell would be a blank line, which is no record.
  if (cells.length === 1 && cells[0] === '') return '""'
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
}

/**
 * The cells of a faulty row, to be looked at and mended. Where a quote that never closes has swallowed the commas, the
 * row is cut as if it were not there, if that gives as many cells as there are columns: a proposal for a person's eye,
 * never a reading.
 */
export function cellsOfRow(raw: string, columns: number): string[] | null {
  const cells = splitFields(raw)
  if (cells.length === columns || !raw.includes('"')) return cells
  const bare = raw.replaceAll('"', '').split(',')
  return bare.length === columns ? bare : null
}

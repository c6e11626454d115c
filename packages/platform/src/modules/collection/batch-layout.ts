// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual } from '../../kernel/messages.ts'
import { Refusal, refuse } from '../../kernel/refusal.ts'
import { asKey, open, seal } from '../files/index.ts'
import type { Batch } from './batch.ts'
import type { CollectionContext } from './collection-context.ts'
import { compileJudge, formOf, profileToRead } from './compile-judge.ts'
import { findHeader, insertHeader } from './finding-store.ts'
import { openBatchRows } from './open-batch-rows.ts'
import { cellReading } from './rows/cell-reading.ts'
import { isAnnotation } from './rows/neutralise.ts'
import type { FileHeader } from './rows/row-source.ts'

/** One column of a furnisher's file, and the field of the catalogue it fills. */
export type LayoutColumn = {
  readonly heading: string
  readonly field: string | null
  readonly title: Bilingual | null
}

/** The furnisher's own columns; what we added when the file went back the last time is not among them. */
export type BatchLayout = {
  readonly columns: readonly LayoutColumn[]
  /** As judging has read the row; null where it could not be cut. */
  cellsOf(raw: string): readonly string[] | null
  /** As `cellsOf`, and where quotes went wrong a proposal for a person's eye, never a reading. */
  proposeCells(raw: string): readonly string[] | null
}

type HeaderCells = Pick<FileHeader, 'cells' | 'annotated'>

/** The headings of a file, kept sealed: a sheet without headings has a record in their place. */
export async function keepHeader(
  work: { readonly context: CollectionContext; readonly batch: Batch; readonly key: Buffer },
  { cells, annotated }: HeaderCells,
): Promise<void> {
  const { context, batch, key } = work
  const kept: HeaderCells = { cells, annotated }
  const sealed = seal(asKey(key), Buffer.from(JSON.stringify(kept)), headerPlace(batch))
  await insertHeader(context.database, batch.batchId, sealed)
}

/** Null where the file was refused before its header could be read, or for its header and is no longer kept. */
export async function findLayout(context: CollectionContext, batch: Batch): Promise<BatchLayout | null> {
  const header = (await findKept(context, batch)) ?? (await readHeader(context, batch))
  if (!header) return null
  const { cells: headings, annotated } = header
  const { catalogue } = await context.catalogues.get(batch.catalogueVersion)
  const judge = compileJudge(catalogue, formOf(batch), { demo: context.demo })
  const { fields } = judge.headings(headings)
  const titles = new Map(judge.type.fields.map((field) => [field.code, field.title]))
  const profile = profileToRead(catalogue, formOf(batch))
  const read = cellReading({ format: batch.format, profile, annotated })
  const own = <T>(cells: readonly T[]): readonly T[] =>
    annotated ? cells.filter((_cell, i) => !isAnnotation(headings[i] ?? '')) : cells
  const columns = headings.map((heading, i) => {
    const field = fields[i] ?? null
    return { heading, field, title: field === null ? null : (titles.get(field) ?? null) }
  })
  const cellsOf = (raw: string): readonly string[] | null => {
    const { cells } = read(raw)
    return cells === null ? null : own(cells)
  }
  return {
    columns: own(columns),
    cellsOf,
    proposeCells: (raw) => {
      const bare = batch.format === 'jsonl' ? null : cutWithoutQuotes(raw, read(raw).cells, headings.length)
      return bare === null ? cellsOf(raw) : own(bare)
    },
  }
}

/** @throws Refusal BATCH_WITHOUT_LAYOUT */
export async function getLayout(context: CollectionContext, batch: Batch): Promise<BatchLayout> {
  const layout = await findLayout(context, batch)
  if (!layout) throw refuse('BATCH_WITHOUT_LAYOUT')
  return layout
}

async function findKept(context: CollectionContext, batch: Batch): Promise<HeaderCells | null> {
  const sealed = await findHeader(context.database, batch.batchId)
  if (!sealed) return null
  const key = asKey(context.nodeKey.unwrap(batch.keyWrapped))
  return JSON.parse(open(key, sealed, headerPlace(batch)).toString()) as HeaderCells
}

/** Of a batch not judged yet, or whose header was refused: as it stands in the file. */
async function readHeader(context: CollectionContext, batch: Batch): Promise<HeaderCells | null> {
  if (batch.spoolRemovedAt !== null) return null
  try {
    return (await openBatchRows(context, batch)).header
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

function headerPlace(batch: Pick<Batch, 'batchId'>): string {
  return `header/${batch.batchId}`
}

/**
 * Where a quote that never closes has swallowed the commas, the row is cut as if it were not there, if that gives as
 * many cells as there are columns.
 */
function cutWithoutQuotes(raw: string, cells: readonly string[] | null, columns: number): string[] | null {
  if (cells?.length === columns || !raw.includes('"')) return null
  const bare = raw.replaceAll('"', '').split(',')
  return bare.length === columns ? bare : null
}

/** One CSV record, without its line end, that the reader of this house reads back cell for cell. */
export function csvRecord(cells: readonly string[]): string {
  // A record of one empty cell would be a blank line, which is no record.
  if (cells.length === 1 && cells[0] === '') return '""'
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Refusal, refuse } from '../../../kernel/refusal.ts'
import type { RowFault } from '../../catalogue/index.ts'
import { type CellMark, type Damage, defaultSplitLimits, type RecordRun } from '../record-splitter.ts'
import { readDayStyles } from './cell-text.ts'
import { openPackage } from './open-package.ts'
import { type Merge, readSheet, type SheetRow } from './read-sheet.ts'
import { readSharedStrings } from './shared-strings.ts'
import { workbookLimits as limits } from './workbook-limits.ts'
import { findParts, type WorkbookParts } from './workbook-parts.ts'

export type Workbook = {
  readonly header: { readonly rowNo: number; readonly raw: string; readonly cells: readonly string[] } | null
  /** Of the workbook as a whole. */
  readonly notes: readonly RowFault[]
  /** Every row behind the header, each as one CSV record of its cells' texts in UTF-8. */
  readonly runs: readonly RecordRun[]
}

/**
 * Reads the first sheet that is shown, whole: how rows are merged stands behind them in the file, and what is wrong
 * with the file is known before its first row is judged.
 * @throws Refusal BATCH_XLSX_DAMAGED, BATCH_XLSX_ENCRYPTED, BATCH_XLSX_MACRO, BATCH_XLSX_TOO_LARGE,
 *   BATCH_COLUMNS_TOO_MANY, BATCH_WITHOUT_ROWS
 */
export async function readWorkbook(source: AsyncIterable<Uint8Array>): Promise<Workbook> {
  const file = await gather(source)
  try {
    const parts = await openPackage(file)
    const found = await findParts(parts)
    const rows = new RowKeeper()
    const context = {
      strings: await readSharedStrings(parts, found.sharedStrings),
      dayStyles: await readDayStyles(parts, found.styles),
      from1904: found.from1904,
    }
    await readSheet(parts, found, context, rows)
    return { header: rows.header, notes: notesOf(found), runs: rows.finish() }
  } catch (error) {
    if (error instanceof Refusal) throw error
    // Whatever a library says of a file that somebody sent, the file is what is wrong.
    throw refuse('BATCH_XLSX_DAMAGED')
  }
}

async function gather(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of source) {
    bytes += part.length
    if (bytes > limits.fileBytesMax) throw refuse('BATCH_XLSX_TOO_LARGE')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function notesOf({ sheetNo, sheets, hasLinks }: WorkbookParts): RowFault[] {
  const note = (code: string, facts: RowFault['facts']): RowFault => ({
    code,
    rule: null,
    column: null,
    field: null,
    facts,
  })
  return [
    ...(sheets > 1 ? [note('NTE-OTHER-SHEETS', { sheet: sheetNo, sheets })] : []),
    ...(hasLinks ? [note('NTE-LINKS', {})] : []),
  ]
}

/** Turns rows into CSV records as they come and keeps those, not the cells. */
class RowKeeper {
  header: Workbook['header'] = null
  readonly #runs: RecordRun[] = []
  readonly #merges: Merge[] = []
  #open = new RunMaker()
  #rows = 0
  #bytes = 0
  #marks = 0

  row({ rowNo, isHidden, cells }: SheetRow): void {
    if (cells.length === 0) return
    if (this.header === null) {
      this.#takeHeader(rowNo, cells)
      return
    }
    if (++this.#rows > limits.rowsMax) throw refuse('BATCH_XLSX_TOO_LARGE')
    const marks: CellMark[] = cells.flatMap(({ column, mark }) =>
      mark === null ? [] : [{ column, code: mark, weight: 'fault' }],
    )
    if (isHidden) marks.push({ column: null, code: 'NTE-ROW-HIDDEN', weight: 'note' })
    this.#countMarks(marks.length)
    this.#bytes += this.#open.add(rowNo, recordOf(cells, this.header.cells.length), marks)
    if (this.#bytes > limits.recordBytesMax) throw refuse('BATCH_XLSX_TOO_LARGE')
    if (this.#open.isFull) this.#closeRun()
  }

  merge(merge: Merge): void {
    this.#countMarks(1)
    this.#merges.push(merge)
  }

  finish(): readonly RecordRun[] {
    this.#closeRun()
    return this.#runs.map((run) => this.#withMerges(run))
  }

  #takeHeader(rowNo: number, cells: SheetRow['cells']): void {
    const width = (cells.at(-1)?.column ?? 0) + 1
    if (width > limits.columnsMax) throw refuse('BATCH_COLUMNS_TOO_MANY', { columnsMax: limits.columnsMax })
    const texts = new Array<string>(width).fill('')
    for (const { column, text } of cells) texts[column] = text
    this.header = { rowNo, raw: recordOf(cells, width), cells: texts }
  }

  #closeRun(): void {
    const run = this.#open.run()
    if (run.starts.length > 0) this.#runs.push(run)
    this.#open = new RunMaker()
  }

  #countMarks(count: number): void {
    this.#marks += count
    if (this.#marks > limits.marksMax) throw refuse('BATCH_XLSX_TOO_LARGE')
  }

  /** Every cell of a merge but the first is empty in the file, and means what the first says: nobody can be sure. */
  #withMerges(run: RecordRun): RecordRun {
    const marks = new Map([...(run.marks ?? [])].map(([place, own]) => [place, [...own]]))
    for (const { from, to } of this.#merges) {
      for (let place = firstBehind(run.rowNos, from.rowNo); place < run.rowNos.length; place++) {
        const rowNo = run.rowNos[place] as number
        if (rowNo > to.rowNo) break
        const first = rowNo === from.rowNo ? from.column + 1 : from.column
        const last = Math.min(to.column, (this.header?.cells.length ?? 0) - 1)
        // Counted also where nothing is marked, so that many merges over many rows come to an end.
        this.#countMarks(Math.max(1, last - first + 1))
        const own = marks.get(place) ?? []
        for (let column = first; column <= last; column++) {
          own.push({ column, code: 'XLS-MERGED', weight: 'fault' })
        }
        if (own.length > 0) marks.set(place, own)
      }
    }
    return { ...run, marks }
  }
}

/** The place of the first row whose number is not below `rowNo`. */
function firstBehind(rowNos: readonly number[], rowNo: number): number {
  let [low, high] = [0, rowNos.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rowNos[middle] as number) < rowNo) low = middle + 1
    else high = middle
  }
  return low
}

/** Of long rows fewer make a run: a worker holds several runs. */
const RUN_BYTES = 1_048_576

class RunMaker {
  readonly #records: Buffer[] = []
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  readonly #rowNos: number[] = []
  readonly #damage = new Map<number, Damage>()
  readonly #marks = new Map<number, readonly CellMark[]>()
  #bytes = 0

  get isFull(): boolean {
    return this.#starts.length >= defaultSplitLimits.recordsMax || this.#bytes >= RUN_BYTES
  }

  add(rowNo: number, record: string, marks: readonly CellMark[]): number {
    let bytes: Buffer = Buffer.from(record)
    if (bytes.length > defaultSplitLimits.recordBytesMax) {
      bytes = bytes.subarray(0, defaultSplitLimits.quotedBytesMax)
      this.#damage.set(this.#starts.length, 'TOO-LONG')
    }
    if (marks.length > 0) this.#marks.set(this.#starts.length, marks)
    this.#starts.push(this.#bytes)
    this.#bytes += bytes.length
    this.#ends.push(this.#bytes)
    this.#rowNos.push(rowNo)
    this.#records.push(bytes)
    return bytes.length
  }

  run(): RecordRun {
    return {
      bytes: Buffer.concat(this.#records),
      starts: this.#starts,
      ends: this.#ends,
      rowNos: this.#rowNos,
      damage: this.#damage,
      marks: this.#marks,
    }
  }
}

/** As wide as the header; wider when something stands beyond it, which is a fault of the row. */
function recordOf(cells: SheetRow['cells'], width: number): string {
  const texts = new Array<string>(Math.max(width, (cells.at(-1)?.column ?? 0) + 1)).fill('')
  for (const { column, text } of cells) texts[column] = csvField(text)
  return texts.join(',')
}

export function csvField(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

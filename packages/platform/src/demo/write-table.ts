// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeUtf8 } from './demo-batch.ts'
import { encodeGb18030 } from './encode-gb18030.ts'
import { type Cells, writeCsv } from './write-csv.ts'
import { sheetOf, writeWorkbook } from './write-workbook.ts'

/** As which of the furnishers' systems writes it. */
export type TableForm = 'csv' | 'csv-with-mark' | 'csv-gb18030' | 'xlsx' | 'json-lines'

export type DemoTable = {
  readonly form: TableForm
  readonly headings: Cells
  readonly rows: readonly Cells[]
}

/** The same bytes each time, on any machine. */
export async function writeTable({ form, headings, rows }: DemoTable): Promise<Uint8Array> {
  switch (form) {
    case 'csv':
      return encodeUtf8(writeCsv(headings, rows))
    case 'csv-with-mark':
      return encodeUtf8(`\uFEFF${writeCsv(headings, rows)}`)
    case 'csv-gb18030':
      return encodeGb18030(writeCsv(headings, rows))
    case 'xlsx':
      return writeWorkbook(sheetOf([headings, ...rows]))
    case 'json-lines':
      return encodeUtf8(rows.map((cells) => `${jsonLine(headings, cells)}\n`).join(''))
  }
}

/** A program leaves out what is empty. */
export function jsonLine(headings: Cells, cells: Cells): string {
  const filled = headings.map((heading, at) => [heading, cells[at] ?? ''] as const).filter(([, cell]) => cell)
  return JSON.stringify(Object.fromEntries(filled))
}

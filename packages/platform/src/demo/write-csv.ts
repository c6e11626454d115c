// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export type Cells = readonly string[]

/** RFC 4180: a cell is quoted only where it must be. */
export function csvLine(cells: Cells): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
}

export function writeCsv(headings: Cells, rows: readonly Cells[]): string {
  return [headings, ...rows].map((cells) => `${csvLine(cells)}\r\n`).join('')
}

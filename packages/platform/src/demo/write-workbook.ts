// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** Text, a number as spreadsheets keep it, the result of a formula, or a value that is an error. */
export type SheetCell =
  | string
  | number
  | { readonly formula: string; readonly value: string }
  | { readonly error: string }

export type Sheet = {
  readonly rows: readonly (readonly SheetCell[])[]
  /** Such as A2:A3. */
  readonly merged?: readonly string[]
  /** Rows that somebody has hidden, the header being 1. */
  readonly hidden?: readonly number[]
}

export function sheetOf(rows: readonly (readonly SheetCell[])[]): Sheet {
  return { rows }
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'

const relation = (id: string, kind: string, target: string): string =>
  `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`

const fixedParts = [
  [
    '[Content_Types].xml',
    `${head}<Types xmlns="${packaged}/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
  ],
  [
    '_rels/.rels',
    `${head}<Relationships xmlns="${packaged}/relationships">${relation('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `${head}<workbook ${main} xmlns:r="${office}"><sheets><sheet name="报送" sheetId="1" r:id="r1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${head}<Relationships xmlns="${packaged}/relationships">${relation('r1', 'worksheet', 'worksheets/sheet1.xml')}</Relationships>`,
  ],
] as const

/** A workbook of one sheet. Stored, not packed, and without the hour: the same bytes on any machine. */
export async function writeWorkbook(sheet: Sheet): Promise<Uint8Array> {
  const zip = new ZipFile()
  const entry = { compress: false, forceDosTimestamp: true, mtime: new Date(2020, 0, 1) }
  for (const [name, text] of [...fixedParts, ['xl/worksheets/sheet1.xml', sheetXml(sheet)] as const]) {
    zip.addBuffer(Buffer.from(text), name, entry)
  }
  zip.end()
  return buffer(zip.outputStream)
}

function sheetXml({ rows, merged = [], hidden = [] }: Sheet): string {
  const lines = rows.map((cells, at) => {
    const xml = cells.map((cell, column) => cellXml(cell, `${columnName(column)}${at + 1}`)).join('')
    return `<row r="${at + 1}"${hidden.includes(at + 1) ? ' hidden="1"' : ''}>${xml}</row>`
  })
  const merges = merged.map((place) => `<mergeCell ref="${place}"/>`).join('')
  const tail = merges && `<mergeCells>${merges}</mergeCells>`
  return `${head}<worksheet ${main}><sheetData>${lines.join('')}</sheetData>${tail}</worksheet>`
}

function cellXml(cell: SheetCell, place: string): string {
  if (cell === '') return ''
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if (typeof cell === 'string') {
    return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`
  }
  if ('error' in cell) return `<c r="${place}" t="e"><v>${escapeXml(cell.error)}</v></c>`
  return `<c r="${place}" t="str"><f>${escapeXml(cell.formula)}</f><v>${escapeXml(cell.value)}</v></c>`
}

function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

export type Parts = Readonly<Record<string, string | Buffer>>

/** A cell as the XML of the sheet has it: text is text, the rest is given as the file would write it. */
export type Cell =
  | string
  | number
  | null
  | { readonly v?: string; readonly t?: string; readonly s?: number; readonly f?: string }

const head = '<?xml version="1.0" encoding="UTF-8"?>'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'

/** Style 1 shows a day, style 2 has a format of its own that does. */
const styles = [
  `${head}<styleSheet ${main}><numFmts>`,
  '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>',
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>',
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
].join('')

export function sheetXml(
  rows: readonly (readonly Cell[])[],
  more: { readonly hidden?: readonly number[]; readonly merges?: readonly string[] } = {},
): string {
  const lines = rows.map((cells, i) => {
    const hidden = more.hidden?.includes(i + 1) ? ' hidden="1"' : ''
    const xml = cells.map((cell, column) => cellXml(cell, `${letters(column)}${i + 1}`))
    return `<row r="${i + 1}"${hidden}>${xml.join('')}</row>`
  })
  const merges = (more.merges ?? []).map((ref) => `<mergeCell ref="${ref}"/>`).join('')
  const tail = merges ? `<mergeCells>${merges}</mergeCells>` : ''
  return `${head}<worksheet ${main}><sheetData>${lines.join('')}</sheetData>${tail}</worksheet>`
}

function cellXml(cell: Cell, place: string): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return `<c r="${place}" t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`
  const { v, t, s, f } = typeof cell === 'number' ? { v: String(cell) } : { ...cell }
  const attributes = `${t === undefined ? '' : ` t="${t}"`}${s === undefined ? '' : ` s="${s}"`}`
  const formula = f === undefined ? '' : `<f>${escapeXml(f)}</f>`
  const value = v === undefined ? '' : `<v>${escapeXml(v)}</v>`
  return `<c r="${place}"${attributes}>${formula}${value}</c>`
}

function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function relations(...all: readonly (readonly [id: string, type: string, target: string])[]): string {
  const lines = all.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`,
  )
  return `${head}<Relationships xmlns="${packaged}/relationships">${lines.join('')}</Relationships>`
}

/** The parts of a workbook with one sheet; `more` adds parts or takes the place of any. */
export function partsOf(sheet: string, more: Parts = {}): Parts {
  const sheets = '<sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets>'
  return {
    '[Content_Types].xml': `${head}<Types xmlns="${packaged}/content-types"/>`,
    '_rels/.rels': relations(['a', 'officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `${head}<workbook ${main} xmlns:r="${office}">${sheets}</workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ['r1', 'worksheet', 'worksheets/sheet1.xml'],
      ['r2', 'styles', 'styles.xml'],
      ['r3', 'sharedStrings', 'sharedStrings.xml'],
    ),
    'xl/styles.xml': styles,
    'xl/worksheets/sheet1.xml': sheet,
    ...more,
  }
}

export async function zipOf(parts: Parts, options: { readonly compress?: boolean } = {}): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name, options)
  zip.end()
  return buffer(zip.outputStream)
}

export async function workbookOf(
  rows: readonly (readonly Cell[])[],
  more: Parameters<typeof sheetXml>[1] = {},
  parts: Parts = {},
): Promise<Buffer> {
  return zipOf(partsOf(sheetXml(rows, more), parts))
}

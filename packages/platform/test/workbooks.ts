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
const styles = `${head}<styleSheet ${main}><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`

export function sheetXml(
  rows: readonly (readonly Cell[])[],
  more: { readonly hidden?: readonly number[]; readonly merges?: readonly string[] } = {},
): string {
  const lines = rows.map((cells, i) => {
    const hidden = more.hidden?.includes(i + 1) ? ' hidden="1"' : ''
    return `<row r="${i + 1}"${hidden}>${cells.map((cell, column) => cellXml(cell, `${letters(column)}${i + 1}`)).join('')}</row>`
  })
  const merges = (more.merges ?? []).map((ref) => `<mergeCell ref="${ref}"/>`).join('')
  return `${head}<worksheet ${main}><sheetData>${lines.join('')}</sheetData>${merges ? `<mergeCells>${merges}</mergeCells>` : ''}</worksheet>`
}

function cellXml(cell: Cell, place: string): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return `<c r="${place}" t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`
  const { v, t, s, f } = typeof cell === 'number' ? { v: String(cell) } : { ...cell }
  const attributes = `${t === undefined ? '' : ` t="${t}"`}${s === undefined ? '' : ` s="${s}"`}`
  return `<c r="${place}"${attributes}>${f === undefined ? '' : `<f>${escapeXml(f)}</f>`}${v === undefined ? '' : `<v>${escapeXml(v)}</v>`}</c>`
}

function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** The parts of a workbook with one sheet; `more` adds parts or takes the place of any. */
export function partsOf(sheet: string, more: Parts = {}): Parts {
  return {
    '[Content_Types].xml': `${head}<Types xmlns="${packaged}/content-types"/>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="a" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook ${main} xmlns:r="${office}"><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${office}/styles" Target="styles.xml"/><Relationship Id="r3" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
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

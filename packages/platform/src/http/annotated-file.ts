// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import {
  annotationHeadings,
  type FaultyFile,
  type FaultyRow,
  neutraliseCell,
} from '../modules/collection/index.ts'
import { faultWords } from './fault-words.ts'

const FAULTS_TOLD_MAX = 50

/** What we add stands before the furnisher's own columns, so that a row with too many cells pushes nothing aside. */
function annotatedCells(row: FaultyRow): string[] {
  const told = row.items.slice(0, FAULTS_TOLD_MAX).map((item) => {
    const { says, hint } = faultWords(item)
    const place = item.column === null ? '' : `[${item.column}] `
    return { zh: `${place}${says.zh}`, en: `${place}${says.en}`, hint }
  })
  const hints = new Set(told.flatMap(({ hint }) => (hint ? [`${hint.zh} ${hint.en}`] : [])))
  return [
    String(row.rowNo),
    [...new Set(row.items.map((item) => item.code))].join(' '),
    told.map(({ zh }) => zh).join(' '),
    told.map(({ en }) => en).join(' '),
    [...hints].join(' '),
    row.cells === null ? row.raw : '',
    ...(row.cells ?? []),
  ]
}

/** With a byte order mark, by which spreadsheets know UTF-8. */
export function annotatedCsv(file: FaultyFile): Readable {
  return Readable.from(
    (async function* () {
      yield `\uFEFF${csvLine([...annotationHeadings, ...file.headings])}`
      for await (const row of file.rows) yield csvLine(annotatedCells(row))
    })(),
  )
}

function csvLine(cells: readonly string[]): string {
  const fields = cells.map((cell) => {
    const text = neutraliseCell(cell)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  })
  return `${fields.join(',')}\r\n`
}

/** Every cell is text and stays so when it is edited: long numbers keep their digits, and nothing becomes a formula. */
export function annotatedXlsx(file: FaultyFile): Readable {
  const zip = new ZipFile()
  const out = new PassThrough()
  zip.on('error', (error: Error) => out.destroy(error))
  for (const [name, content] of Object.entries(fixedParts)) zip.addBuffer(Buffer.from(content), name)
  zip.addReadStream(Readable.from(sheetXml(file)), 'xl/worksheets/sheet1.xml')
  zip.end()
  zip.outputStream.pipe(out)
  return out
}

const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

function xmlOf(...lines: readonly string[]): string {
  return ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', ...lines].join('')
}

function partType(part: string, type: string): string {
  return `<Override PartName="${part}" ContentType="${SHEET_TYPE}.${type}+xml"/>`
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
}

/** A cell of text, which stays text when it is edited. */
function textStyle(font: number, fill: number): string {
  const applied = 'quotePrefix="1" applyNumberFormat="1" applyFont="1" applyFill="1"'
  return `<xf numFmtId="49" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" ${applied}/>`
}

const contentTypes = xmlOf(
  `<Types xmlns="${PACKAGE}/content-types">`,
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
  '<Default Extension="xml" ContentType="application/xml"/>',
  partType('/xl/workbook.xml', 'sheet.main'),
  partType('/xl/worksheets/sheet1.xml', 'worksheet'),
  partType('/xl/styles.xml', 'styles'),
  '</Types>',
)

/** Styles: 0 is obligatory; 1 is text; 2 is text in bold, of the header; 3 is text of ours, tinted. */
const styles = xmlOf(
  `<styleSheet xmlns="${MAIN}">`,
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>',
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
  '<fills count="3"><fill><patternFill patternType="none"/></fill>',
  '<fill><patternFill patternType="gray125"/></fill>',
  '<fill><patternFill patternType="solid"><fgColor rgb="FFFFF2CC"/></patternFill></fill></fills>',
  '<borders count="1"><border/></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
  `${textStyle(0, 0)}${textStyle(1, 0)}${textStyle(0, 2)}</cellXfs>`,
  '</styleSheet>',
)

const fixedParts: Readonly<Record<string, string>> = {
  '[Content_Types].xml': contentTypes,
  '_rels/.rels': xmlOf(
    `<Relationships xmlns="${PACKAGE}/relationships">`,
    relation('rId1', 'officeDocument', 'xl/workbook.xml'),
    '</Relationships>',
  ),
  'xl/workbook.xml': xmlOf(
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">`,
    '<sheets><sheet name="faults" sheetId="1" r:id="rId1"/></sheets></workbook>',
  ),
  'xl/_rels/workbook.xml.rels': xmlOf(
    `<Relationships xmlns="${PACKAGE}/relationships">`,
    relation('rId1', 'worksheet', 'worksheets/sheet1.xml'),
    relation('rId2', 'styles', 'styles.xml'),
    '</Relationships>',
  ),
  'xl/styles.xml': styles,
}

const TEXT_STYLE = 1
const HEADER_STYLE = 2
const OUR_STYLE = 3

async function* sheetXml(file: FaultyFile): AsyncGenerator<string> {
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  yield xmlOf(
    `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`,
    '<cols><col min="1" max="1" width="8" customWidth="1"/><col min="2" max="2" width="18" customWidth="1"/>',
    '<col min="3" max="5" width="48" customWidth="1"/></cols><sheetData>',
  )
  yield rowXml(1, [...annotationHeadings, ...file.headings], () => HEADER_STYLE)
  let rowNo = 1
  for await (const row of file.rows) {
    yield rowXml(++rowNo, annotatedCells(row), (index) =>
      index < annotationHeadings.length ? OUR_STYLE : TEXT_STYLE,
    )
  }
  yield '</sheetData></worksheet>'
}

function rowXml(rowNo: number, cells: readonly string[], styleOf: (index: number) => number): string {
  const xml = cells.map(
    (cell, index) =>
      `<c r="${columnName(index)}${rowNo}" s="${styleOf(index)}" t="inlineStr">` +
      `<is><t xml:space="preserve">${cellXml(cell)}</t></is></c>`,
  )
  return `<row r="${rowNo}">${xml.join('')}</row>`
}

function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last
}

/** More than this a spreadsheet takes for damage. */
const CELL_CHARACTERS_MAX = 32_767

function cellXml(cell: string): string {
  const text = cell.length > CELL_CHARACTERS_MAX ? `${cell.slice(0, CELL_CHARACTERS_MAX - 2)}…` : cell
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[\p{Cc}\ufffe\uffff]/gu, (character) =>
      character === '\n' || character === '\t'
        ? character
        : `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { refuse } from '../../../kernel/refusal.ts'
import { dayText, numberText, placeOf } from './cell-text.ts'
import type { Package } from './open-package.ts'
import { readXml } from './read-xml.ts'
import { TextPlaces, unescapeText } from './shared-strings.ts'
import { workbookLimits as limits } from './workbook-limits.ts'
import type { WorkbookParts } from './workbook-parts.ts'
import { isTrue } from './workbook-parts.ts'

export type SheetCell = {
  readonly column: number
  readonly text: string
  /** What ails the cell, whatever column it stands in. */
  readonly mark: string | null
}

export type SheetRow = {
  readonly rowNo: number
  readonly isHidden: boolean
  readonly cells: readonly SheetCell[]
}

/** A rectangle of cells shown as one; only its first cell has the content. */
export type Merge = {
  readonly from: { readonly column: number; readonly rowNo: number }
  readonly to: { readonly column: number; readonly rowNo: number }
}

export type SheetKeeper = { row(row: SheetRow): void; merge(merge: Merge): void }

export type SheetContext = {
  readonly strings: readonly string[]
  readonly dayStyles: readonly boolean[]
  readonly from1904: boolean
}

const COLUMNS_OF_A_SHEET = 16_384
const ROWS_OF_A_SHEET = 1_048_576

/** @throws Refusal BATCH_XLSX_DAMAGED, BATCH_XLSX_TOO_LARGE */
export async function readSheet(
  parts: Package,
  { sheet }: WorkbookParts,
  context: SheetContext,
  keeper: SheetKeeper,
): Promise<void> {
  await readXml(parts.read(sheet, limits.sheetBytesMax), new SheetReader(context, keeper))
}

class SheetReader {
  readonly #context: SheetContext
  readonly #keeper: SheetKeeper
  readonly #inText = new TextPlaces()
  #rowNo = 0
  #isHidden = false
  #cells: SheetCell[] = []
  #column = -1
  #kind = 'n'
  #style = 0
  #value = ''
  #inline = ''
  #hasFormula = false
  #inValue = false

  constructor(context: SheetContext, keeper: SheetKeeper) {
    this.#context = context
    this.#keeper = keeper
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#inText.open(name)
    switch (name) {
      case 'row':
        this.#openRow(attributes)
        break
      case 'c':
        this.#openCell(attributes)
        break
      case 'v':
        this.#inValue = true
        break
      case 'f':
        this.#hasFormula = true
        break
      case 'mergeCell':
        this.#merge(attributes.ref ?? '')
        break
    }
  }

  text(text: string): void {
    if (this.#inValue) this.#value += text
    else if (this.#inText.isShown) this.#inline += text
    if (this.#value.length + this.#inline.length > limits.tokenBytesMax) throw refuse('BATCH_XLSX_DAMAGED')
  }

  close(name: string): void {
    this.#inText.close(name)
    if (name === 'v') this.#inValue = false
    if (name === 'c') this.#closeCell()
    if (name === 'row') {
      this.#keeper.row({ rowNo: this.#rowNo, isHidden: this.#isHidden, cells: this.#cells })
    }
  }

  /** Numbers may be left out, but never go back: two rows of one number could not be told apart in a fault. */
  #openRow(attributes: Readonly<Record<string, string>>): void {
    const rowNo = attributes.r === undefined ? this.#rowNo + 1 : Number(attributes.r)
    if (!Number.isInteger(rowNo) || rowNo <= this.#rowNo || rowNo > ROWS_OF_A_SHEET) {
      throw refuse('BATCH_XLSX_DAMAGED')
    }
    this.#rowNo = rowNo
    this.#isHidden = isTrue(attributes.hidden)
    this.#cells = []
    this.#column = -1
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    const column = attributes.r === undefined ? this.#column + 1 : placeOf(attributes.r).column
    if (column <= this.#column || column >= COLUMNS_OF_A_SHEET) throw refuse('BATCH_XLSX_DAMAGED')
    this.#column = column
    this.#kind = attributes.t ?? 'n'
    this.#style = Number(attributes.s ?? 0)
    this.#value = ''
    this.#inline = ''
    this.#hasFormula = false
  }

  #closeCell(): void {
    const { text, isLong } = this.#cellText()
    const mark = this.#hasFormula
      ? 'XLS-FORMULA'
      : this.#kind === 'e'
        ? 'XLS-ERROR'
        : isLong
          ? 'DMG-LONG-NUMBER'
          : null
    if (text !== '' || mark !== null) this.#cells.push({ column: this.#column, text, mark })
  }

  #cellText(): { readonly text: string; readonly isLong: boolean } {
    switch (this.#kind) {
      case 's': {
        const index = /^\s*\d+\s*$/.test(this.#value) ? Number(this.#value) : -1
        const text = this.#value === '' ? '' : this.#context.strings[index]
        if (text === undefined) throw refuse('BATCH_XLSX_DAMAGED')
        return { text, isLong: false }
      }
      case 'inlineStr':
        return { text: unescapeText(this.#inline), isLong: false }
      case 'str':
        return { text: unescapeText(this.#value), isLong: false }
      case 'b':
        return { text: isTrue(this.#value) ? 'TRUE' : 'FALSE', isLong: false }
      // A day written as text, 2018-06-01T00:00:00, as the stricter form of the format allows.
      case 'd':
        return { text: this.#value.replace('T', ' '), isLong: false }
      case 'e':
        return { text: this.#value, isLong: false }
      case 'n':
        if (this.#value === '') return { text: '', isLong: false }
        return this.#context.dayStyles[this.#style]
          ? { text: dayText(this.#value, this.#context.from1904), isLong: false }
          : numberText(this.#value)
      default:
        throw refuse('BATCH_XLSX_DAMAGED')
    }
  }

  #merge(reference: string): void {
    const [first = '', last = first] = reference.split(':')
    this.#keeper.merge({ from: placeOf(first), to: placeOf(last) })
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { refuse } from '../../../kernel/refusal.ts'
import type { Package } from './open-package.ts'
import { readXml } from './read-xml.ts'
import { workbookLimits as limits } from './workbook-limits.ts'

/** Formats that mean a day or a moment by their number alone; those of East Asia among them. */
const DAY_FORMATS: readonly (readonly [number, number])[] = [
  [14, 17],
  [22, 22],
  [27, 31],
  [34, 36],
  [50, 58],
]

/** For each cell style: whether it shows its number as a day. */
export async function readDayStyles(parts: Package, part: string | null): Promise<readonly boolean[]> {
  const styles: boolean[] = []
  if (part === null) return styles
  const own = new Map<number, string>()
  let inCells = false
  await readXml(parts.read(part, limits.partBytesMax), {
    open(name, attributes) {
      if (name === 'numFmt') own.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (name === 'cellXfs') inCells = true
      if (name !== 'xf' || !inCells) return
      const format = Number(attributes.numFmtId ?? 0)
      const code = own.get(format)
      styles.push(
        code === undefined
          ? DAY_FORMATS.some(([from, to]) => format >= from && format <= to)
          : showsDay(code),
      )
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}

/** A format code shows a day when a letter of year or day stands in it outside quotes, brackets and escapes. */
export function showsDay(code: string): boolean {
  return /[yd]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, ''))
}

export type CellText = { readonly text: string; readonly isLong: boolean }

const SAFE_DIGITS = 15

/**
 * A number as the sheet shows it: its 15 significant digits, for the file writes 1.1 as 1.1000000000000001. Of a longer
 * whole number the last digits may be made up, so it stays as it is written and is marked.
 */
export function numberText(written: string): CellText {
  if (/^-?\d{1,15}$/.test(written)) return { text: written, isLong: false }
  const value = Number(written)
  if (written.trim() === '' || !Number.isFinite(value)) return { text: written, isLong: false }
  if (Math.abs(value) >= 10 ** SAFE_DIGITS) return { text: written, isLong: true }
  const shown = Number(value.toPrecision(SAFE_DIGITS))
  const text = String(shown)
  return {
    text: text.includes('e') ? shown.toFixed(20).replace(/\.?0+$/, '') : text,
    isLong: false,
  }
}

const DAY_MS = 86_400_000
const SERIAL_MAX = 2_958_465

/**
 * The day behind a serial number: `2018-06-01`, with the time behind it when there is one. Day 60 of the 1900 system
 * is a 29 February that never was; it stays a number, like everything that is no day.
 */
export function dayText(written: string, from1904: boolean): string {
  const serial = Number(written)
  const isDay = Number.isFinite(serial) && serial >= 1 && serial < SERIAL_MAX + 1
  if (!isDay || (!from1904 && Math.floor(serial) === 60)) return numberText(written).text
  // The 1900 system counts that February, so behind it every serial is one too high.
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30)
  const seconds = Math.round(serial * 86_400)
  const moment = new Date(epoch + seconds * 1000).toISOString()
  const time = moment.slice(11, 19)
  return (seconds * 1000) % DAY_MS === 0 ? moment.slice(0, 10) : `${moment.slice(0, 10)} ${time}`
}

/** `AB12` is column 27, row 12. @throws Refusal BATCH_XLSX_DAMAGED */
export function placeOf(reference: string): { readonly column: number; readonly rowNo: number } {
  const match = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/.exec(reference)
  if (!match) throw refuse('BATCH_XLSX_DAMAGED')
  let column = 0
  for (const letter of match[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  return { column: column - 1, rowNo: Number(match[2]) }
}

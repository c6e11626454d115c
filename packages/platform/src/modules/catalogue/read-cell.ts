// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, isCivilDate } from '../../kernel/civil-date.ts'
import type { Facts } from '../../kernel/refusal.ts'
import type { CodeItem } from './catalogue.ts'
import { foldSpelling } from './fold-spelling.ts'
import type { FieldSpec } from './record-type.ts'

/** Why a cell cannot be read; a class of its own so that one `instanceof` parts it from every value. */
export class CellFault {
  readonly code: string
  readonly facts: Facts

  constructor(code: string, facts: Facts = {}) {
    this.code = code
    this.facts = facts
  }
}

/** Reads a trimmed cell that is not empty. */
export type CellReader = (text: string) => string | number | CellFault

// Controls break the database and logs, direction marks and zero-width characters deceive the eye, and half a
// surrogate pair is no text at all.
// Cf holds the marks that turn the direction of writing, joiners, soft hyphens and tags; the others are fillers.
const unsafe = /[\p{Cc}\p{Cs}\p{Cf}\u2028\u2029\u115f\u1160\u3164\uffa0]/u
const unsafeFault = new CellFault('FRM-TEXT-UNSAFE')
const dayFault = new CellFault('FRM-DAY')
const yearFault = new CellFault('FRM-YEAR')
const numberFault = new CellFault('FRM-NUMBER')
const integerFault = new CellFault('FRM-INTEGER')
const codeFault = new CellFault('REF-CODE')
const divisionFault = new CellFault('FRM-DIVISION')
const unitFault = new CellFault('FRM-AMOUNT-UNIT')
const negativeFault = new CellFault('FRM-AMOUNT-NEGATIVE')
const percentFault = new CellFault('FRM-AMOUNT-PERCENT')
const flagFault = new CellFault('FRM-FLAG')
const scientificFault = new CellFault('DMG-SCIENTIFIC')
const daySerialFault = new CellFault('DMG-DAY-SERIAL')
const divisionZerosFault = new CellFault('DMG-DIVISION-SHORT')

/** 9.14403E+17: what a spreadsheet makes of a long number. Nobody writes so, and the digits are gone. */
const SCIENTIFIC = /^-?\d(?:\.\d+)?E\+?\d{1,3}$/i
/** In free text only as spreadsheets write it: 5E12 may be the name of a thing. */
const SURELY_SCIENTIFIC = /^-?\d(?:\.\d+)?E\+\d{2,3}$/i
/** Days of 1954 to 2119 as a spreadsheet counts them; no file writes a day in five digits otherwise. */
const DAY_SERIAL = /^[2-7]\d{4}(?:\.\d+)?$/

export function cellReader(field: FieldSpec): CellReader {
  switch (field.kind) {
    case 'text':
      return textReader(field)
    case 'identifier':
      return identifierReader(field)
    case 'day':
      return (text) => parseDay(text) ?? (DAY_SERIAL.test(text) ? daySerialFault : dayFault)
    case 'money':
      return amountReader(0)
    case 'integer':
      return integerReader(field)
    case 'code':
      return field.multiple ? severalCodesReader(field.codes ?? []) : codeReader(field.codes ?? [])
    case 'year':
      return readYear
    case 'division':
      return readDivision
    case 'flag':
      return readFlag
  }
}

function tooLong(text: string, lengthMax: number): boolean {
  // A character outside the basic plane counts once, as people count it.
  return text.length > lengthMax && [...text].length > lengthMax
}

function textReader(field: FieldSpec): CellReader {
  const lengthMax = field.lengthMax ?? 1
  const longFault = new CellFault('FRM-TOO-LONG', { lengthMax })
  const patternFault = new CellFault('FRM-PATTERN')
  const pattern = field.pattern === undefined ? null : new RegExp(field.pattern, 'u')
  const multiline = field.multiline === true
  return (cell) => {
    const text = multiline ? cell.replaceAll('\r\n', '\n') : cell
    if (unsafe.test(multiline ? text.replace(/[\n\t]/g, '') : text)) return unsafeFault
    if (tooLong(text, lengthMax)) return longFault
    if (SURELY_SCIENTIFIC.test(text)) return scientificFault
    return pattern === null || pattern.test(text) ? text : patternFault
  }
}

const plainIdentifier = /^[0-9A-Z]+$/

/** One spelling a number, so that a resend in another width or case is the same record; the raw cell goes along. */
function identifierReader(field: FieldSpec): CellReader {
  const lengthMax = field.lengthMax ?? 1
  const longFault = new CellFault('FRM-TOO-LONG', { lengthMax })
  return (cell) => {
    const text = plainIdentifier.test(cell) ? cell : cell.normalize('NFKC').toUpperCase().replace(/\s+/g, '')
    if (unsafe.test(text)) return unsafeFault
    if (SCIENTIFIC.test(text)) return scientificFault
    return tooLong(text, lengthMax) ? longFault : text
  }
}

/** ISO first, which most files have; then the unambiguous ways in which Chinese files write a day. */
export function parseDay(text: string): CivilDate | null {
  if (isCivilDate(text)) return plausible(text)
  const match =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?: 0?0:00(?::00)?)?$/.exec(text) ??
    /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (!match) return null
  const day = `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}`
  return isCivilDate(day) ? plausible(day) : null
}

// Years such as 0001 are what databases write for "unknown".
function plausible(day: CivilDate): CivilDate | null {
  return day >= '1800-01-01' ? day : null
}

const amountShape = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/

const AMOUNT_CHARACTERS_MAX = 60

/** A plain decimal, moved up by `shift` places (4: 万元 to 元); never through a float. Null when not one for sure. */
export function parseAmount(text: string, shift: number): string | null {
  // Anybody's text: no amount is this long, and cutting zeros off a million digits takes minutes.
  if (text.length > AMOUNT_CHARACTERS_MAX) return null
  const match = amountShape.exec(text.normalize('NFKC'))
  if (!match) return null
  const whole = (match[1] ?? '').replaceAll(',', '')
  const fraction = (match[2] ?? '').padEnd(shift, '0')
  const units = `${whole}${fraction.slice(0, shift)}`.replace(/^0+(?=\d)/, '')
  const rest = fraction.slice(shift).replace(/0+$/, '')
  if (units.length > 18 || rest.length > 6) return null
  return rest === '' ? units : `${units}.${rest}`
}

export function amountReader(shift: number): CellReader {
  return (text) => parseAmount(text, shift) ?? amountFault(text)
}

/** What is wrong is named, never put right: an amount with a unit of its own may contradict its heading. */
function amountFault(text: string): CellFault {
  const flat = text.normalize('NFKC').replace(/\s+/g, '')
  if (/^[-−–(（].*\d/u.test(flat)) return negativeFault
  if (/\d[%‰]$/u.test(flat)) return percentFault
  if (SCIENTIFIC.test(flat)) return scientificFault
  return /^[¥$￥]|\d(?:[个十百千万亿]*)(?:元|圆|块|美元|人民币|rmb|cny|usd|万|亿|千|百)/iu.test(flat)
    ? unitFault
    : numberFault
}

function readDivision(text: string): string | CellFault {
  if (/^\d{6}$/.test(text)) return text
  return /^\d{4,5}$/.test(text) ? divisionZerosFault : divisionFault
}

function integerReader(field: FieldSpec): CellReader {
  const min = field.integerMin ?? Number.MIN_SAFE_INTEGER
  const max = field.integerMax ?? Number.MAX_SAFE_INTEGER
  const rangeFault = new CellFault('FRM-RANGE', { min, max })
  return (text) => {
    if (!/^-?\d{1,15}$/.test(text)) return integerFault
    const value = Number(text)
    return value >= min && value <= max ? value : rangeFault
  }
}

function readYear(text: string): number | CellFault {
  const match = /^(\d{4})年?(?:度)?$/.exec(text)
  const year = match ? Number(match[1]) : 0
  return year >= 1900 && year <= 2200 ? year : yearFault
}

/** Code, both titles and the aliases are spellings of one code. */
export function spellings(codes: readonly CodeItem[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const item of codes) {
    for (const spelling of [item.code, item.title.zh, item.title.en, ...item.aliases]) {
      found.set(foldSpelling(spelling), item.code)
    }
  }
  return found
}

function codeReader(codes: readonly CodeItem[]): CellReader {
  const found = spellings(codes)
  return (text) => found.get(text) ?? found.get(foldSpelling(text)) ?? codeFault
}

function severalCodesReader(codes: readonly CodeItem[]): CellReader {
  const found = spellings(codes)
  return (text) => {
    const given = new Set<string>()
    for (const part of text.split(/[;；、,，]/u)) {
      if (part.trim() === '') continue
      const code = found.get(foldSpelling(part))
      if (code === undefined) return codeFault
      given.add(code)
    }
    const inOrder = codes.filter((item) => given.has(item.code)).map((item) => item.code)
    return inOrder.length === 0 ? codeFault : inOrder.join(';')
  }
}

const flags: ReadonlyMap<string, number> = new Map([
  ...['是', '1', 'true', 'yes', 'y'].map((word) => [word, 1] as const),
  ...['否', '0', 'false', 'no', 'n'].map((word) => [word, 0] as const),
])

function readFlag(text: string): number | CellFault {
  return flags.get(foldSpelling(text)) ?? flagFault
}

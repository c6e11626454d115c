// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** Digits that belong together although other signs may stand between them. */
export type DigitRun = {
  /** ASCII digits and `X`, whatever the text writes them with. */
  readonly text: string
  /** Where each of them begins and ends in the text that was read. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** A Latin letter stands right before or behind: part of a longer code. */
  readonly inCode: boolean
}

/** A number found in a text, from `start` up to `end`, with its digits made plain. */
export type FoundNumber = { readonly start: number; readonly end: number; readonly digits: string }

const numerals = '〇零○一壹二贰貳三叁參四肆五伍六陆陸七柒八捌九玖'
const numeralValues = '0001122233344556667788999'
const others: ReadonlyMap<string, string> = new Map([
  ...[...numerals].map((numeral, at) => [numeral, numeralValues[at] ?? ''] as const),
  ['x', 'X'],
  ['X', 'X'],
])
const SEPARATOR = /[\s\p{Cf}\p{Mn}\-‐‑‒–—―−.·•・_/\\|,，、:：*#~+]/u
const LATIN = /[A-Za-z]/
const NUMBER_LIKE = /[\p{N}\uff38\uff58\u2169\u2179]/u

/** What a sign stands for as a digit; null when it is none. Wide, raised, circled and other scripts' digits count. */
function digitOf(sign: string): string | null {
  const code = sign.charCodeAt(0)
  if (code >= 48 && code <= 57) return sign
  const known = others.get(sign)
  if (known !== undefined) return known
  if (code < 128 || !NUMBER_LIKE.test(sign)) return null
  const plain = sign.normalize('NFKC').toUpperCase()
  if (/^[0-9X]$/.test(plain)) return plain
  return decimalOf(sign)
}

/** Decimal digits of a script stand in one block of ten, in order: the value is the distance from its zero. */
function decimalOf(sign: string): string | null {
  if (!/^\p{Nd}$/u.test(sign)) return null
  const code = sign.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 10 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--
  return String((code - zero) % 10)
}

// Built on first use. A surrogate may be half of a digit.
let digitTable: Uint8Array | undefined

function readDigitTable(): Uint8Array {
  const read = new Uint8Array(65_536)
  for (let code = 0; code < read.length; code++) {
    const isSurrogate = code >= 0xd800 && code <= 0xdfff
    if (isSurrogate || digitOf(String.fromCharCode(code)) !== null) read[code] = 1
  }
  return read
}

/** How many signs of a text may be digits, at most: most cells have too few for any number to be in them. */
export function countDigits(text: string): number {
  digitTable ??= readDigitTable()
  let count = 0
  for (let i = 0; i < text.length; i++) count += digitTable[text.charCodeAt(i)] ?? 0
  return count
}

/**
 * Runs of at least `atLeast` digits. Up to `between` separators in a row may stand inside a run: whoever hides a
 * number parts it with blanks, hyphens or signs that cannot be seen.
 */
export function digitRuns(text: string, atLeast: number, between: number): DigitRun[] {
  if (text.length < atLeast) return []
  const runs: DigitRun[] = []
  let digits = ''
  let starts: number[] = []
  let ends: number[] = []
  let before = ''
  let last = ''
  let gap = 0
  const close = (behind: string): void => {
    if (digits.length >= atLeast) {
      runs.push({
        text: digits,
        starts,
        ends,
        inCode: LATIN.test(before) || LATIN.test(gap === 0 ? behind : ''),
      })
    }
    if (digits !== '') {
      digits = ''
      starts = []
      ends = []
    }
    gap = 0
  }
  let at = 0
  for (const sign of text) {
    const digit = digitOf(sign)
    if (digit !== null) {
      if (digits === '') before = last
      digits += digit
      starts.push(at)
      ends.push(at + sign.length)
      gap = 0
    } else if (digits !== '' && (++gap > between || !SEPARATOR.test(sign))) close(sign)
    last = sign
    at += sign.length
  }
  close('')
  return runs
}

/** The text with each number found reduced to its first three and last two digits. */
export function maskNumbers(text: string, found: readonly FoundNumber[]): string {
  let masked = ''
  let at = 0
  for (const { start, end, digits } of found) {
    masked += text.slice(at, start) + maskDigits(digits)
    at = end
  }
  return masked + text.slice(at)
}

export function maskDigits(digits: string): string {
  return digits.slice(0, 3) + '*'.repeat(Math.max(digits.length - 5, 1)) + digits.slice(-2)
}

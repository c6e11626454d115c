// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type DigitRun, digitRuns, type FoundNumber } from './digit-runs.ts'
import { findDivision } from './division.ts'

/**
 * Numbers of bank cards (ISO/IEC 7812): 16 to 19 digits standing alone under a prefix of issuers, with the Luhn check.
 * A number that begins like those of decisions, with a division and a year, is left alone: one in ten passes Luhn.
 */
export function findBankCards(text: string): FoundNumber[] {
  if (text.length < 16) return []
  return digitRuns(text, 16, 1).filter(isBankCard).map(whole)
}

/** Mobile numbers of the mainland, standing alone. */
export function findMobileNumbers(text: string): FoundNumber[] {
  if (text.length < 11) return []
  return digitRuns(text, 11, 1)
    .filter((run) => !run.inCode && /^(?:86)?1[3-9]\d{9}$/.test(run.text))
    .map(whole)
}

function whole(run: DigitRun): FoundNumber {
  return { start: run.starts[0] ?? 0, end: run.ends.at(-1) ?? 0, digits: run.text }
}

const CARD = /^(?:62\d{14,17}|9558\d{15}|4\d{15}|5[1-5]\d{14})$/

export function isBankCard(run: DigitRun): boolean {
  return !run.inCode && CARD.test(run.text) && holdsLuhn(run.text) && !beginsLikeADecision(run.text)
}

function beginsLikeADecision(digits: string): boolean {
  const year = Number(digits.slice(6, 10))
  return year >= 1990 && year <= 2100 && findDivision(digits.slice(0, 6)) !== null
}

function holdsLuhn(digits: string): boolean {
  let sum = 0
  for (let i = digits.length - 1, double = false; i >= 0; i--, double = !double) {
    const value = (digits.charCodeAt(i) - 48) * (double ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

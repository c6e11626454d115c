// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { inspectBusinessRegistration } from './business-registration.ts'
import { countDigits, type DigitRun, digitRuns, type FoundNumber } from './digit-runs.ts'
import { DEMO_DIVISION, findDivision } from './division.ts'
import { isBankCard } from './find-accounts.ts'
import { inspectOrganisationCode } from './organisation-code.ts'
import { inspectResidentId } from './resident-id.ts'

const SEPARATORS_MAX = 3
const none: readonly FoundNumber[] = []
const PLAIN = /^[0-9A-Z]+$/

/**
 * Resident identity numbers that stand anywhere in a text, also inside a longer number, in any width and parted by
 * blanks or signs: 18 characters whose check, day and province all hold. Of 15 digits there is no check, so they count
 * only when they stand alone, their division is a known one, and no other number of that length claims them.
 */
export function findResidentIds(text: string): readonly FoundNumber[] {
  if (text.length < 15 || isPlainOther(text) || countDigits(text) < 15) return none
  return digitRuns(text, 15, SEPARATORS_MAX).flatMap(idsOf)
}

/** Codes of organisations are most of what is asked about: of 18 plain signs the seventh must begin a year. */
function isPlainOther(text: string): boolean {
  if (text.length !== 18) return false
  const seventh = text.charCodeAt(6)
  return seventh !== 49 && seventh !== 50 && PLAIN.test(text)
}

function idsOf(run: DigitRun): FoundNumber[] {
  if (run.text.length === 15) return isLegacyId(run) ? [part(run, 0, 15)] : []
  if (isBankCard(run)) return []
  const found: FoundNumber[] = []
  for (let from = 0; from + 18 <= run.text.length; ) {
    const hit = isResidentId(run.text.slice(from, from + 18))
    if (hit) found.push(part(run, from, from + 18))
    from += hit ? 18 : 1
  }
  return found
}

function part(run: DigitRun, from: number, to: number): FoundNumber {
  return { start: run.starts[from] ?? 0, end: run.ends[to - 1] ?? 0, digits: run.text.slice(from, to) }
}

function isResidentId(text: string): boolean {
  const year = Number(text.slice(6, 10))
  // First of all the cheapest: most long numbers hold no year here.
  if (!(year >= 1880 && year <= 2100)) return false
  return inspectResidentId(text, { demo: true }).faults.length === 0
}

function isLegacyId(run: DigitRun): boolean {
  const id = run.text
  if (run.inCode || inspectResidentId(id, { demo: true }).faults.length > 0) return false
  const division = id.slice(0, 6)
  if (division !== DEMO_DIVISION && findDivision(division) === null) return false
  const isRegistration = inspectBusinessRegistration(id, { demo: true }).faults.length === 0
  const isTaxNumber = inspectOrganisationCode(id.slice(6), id.slice(6)).faults.length === 0
  return !isRegistration && !isTaxNumber
}

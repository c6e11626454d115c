// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDivisionFindings } from './division.ts'
import { type CheckOptions, type Findings, noFindings } from './scheme.ts'

const SHAPE = /^\d{15}$/
// Numbers of co-operatives and of old provincial series carry A, NA or X after the authority.
const OLD_SERIES = /^\d{6}[0-9ANX]{9}$/
const BODY = /^\d{14}$/

/** ISO 7064 MOD 11,10 over the first 14 digits, which the caller has seen to be digits. */
function checkDigit(text: string): string {
  let product = 10
  for (let i = 0; i < 14; i++) {
    const sum = (product + text.charCodeAt(i) - 48) % 10
    product = (2 * (sum === 0 ? 10 : sum)) % 11
  }
  return String((11 - product) % 10)
}

/** GS 15-2006: authority (6), sequence (8), check (1). */
export function inspectBusinessRegistration(code: string, options: CheckOptions): Findings {
  const found = noFindings()
  if (code.length !== 15) {
    found.faults.push('ID-BIZREG-LENGTH')
    return found
  }
  if (!OLD_SERIES.test(code)) {
    found.faults.push('ID-BIZREG-CHARACTER')
    return found
  }
  addDivisionFindings(found, code.slice(0, 6), 'ID-BIZREG-PROVINCE', options)
  if (!SHAPE.test(code)) found.faults.push('ID-BIZREG-LETTER')
  else if (checkDigit(code) !== code[14]) found.faults.push('ID-BIZREG-CHECK')
  return found
}

/** The 14 digits of a body with their check digit; null when they are no body. */
export function completeBusinessRegistration(body: string): string | null {
  return BODY.test(body) ? body + checkDigit(body) : null
}

/** Sequences from 6 to 9 were kept for individual businesses. */
export function isIndividualBusinessRegistration(code: string): boolean {
  return SHAPE.test(code) && (code[6] as string) >= '6'
}

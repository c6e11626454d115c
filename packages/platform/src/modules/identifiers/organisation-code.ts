// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hasMisplacedHyphen } from './normalise.ts'
import { type Findings, noFindings } from './scheme.ts'

const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const
const SHAPE = /^[0-9A-Z]{8}[0-9X]$/
const BODY = /^[0-9A-Z]{8}$/
export const ORGANISATION_CODE_LENGTH = 9

/** GB 11714 counts A=10 … Z=35 over all 26 letters; the unified code counts another way (M is 22 here, 21 there). */
function characterValue(charCode: number): number {
  return charCode <= 57 ? charCode - 48 : charCode - 55
}

/** Caller has seen that the eight characters from `at` are digits and capitals. */
export function organisationCheckCharacter(text: string, at = 0): string {
  let sum = 0
  for (let i = 0; i < 8; i++) sum += characterValue(text.charCodeAt(at + i)) * (WEIGHTS[i] as number)
  const check = 11 - (sum % 11)
  return check === 10 ? 'X' : check === 11 ? '0' : String(check)
}

export function isOrganisationCode(text: string): boolean {
  return SHAPE.test(text) && organisationCheckCharacter(text) === text[8]
}

/** The eight characters of the body with their check character; null when they are no body. */
export function completeOrganisationCode(body: string): string | null {
  return BODY.test(body) ? body + organisationCheckCharacter(body) : null
}

export function inspectOrganisationCode(code: string, raw: string): Findings {
  const found = noFindings()
  if (code.length !== ORGANISATION_CODE_LENGTH) found.faults.push('ID-ORGCODE-LENGTH')
  else if (!SHAPE.test(code)) found.faults.push('ID-ORGCODE-CHARACTER')
  else if (organisationCheckCharacter(code) !== code[8]) found.faults.push('ID-ORGCODE-CHECK')
  if (hasMisplacedHyphen(raw)) found.faults.push('ID-ORGCODE-HYPHEN')
  return found
}

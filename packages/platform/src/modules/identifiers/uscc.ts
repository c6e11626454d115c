// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDivisionFindings } from './division.ts'
import { normaliseIdentifier } from './normalise.ts'
import { isOrganisationCode, organisationCheckCharacter } from './organisation-code.ts'
import { type CheckOptions, type Findings, noFindings } from './scheme.ts'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const
const CHARACTERS = /^[0-9A-Z]*$/
const SHAPE = /^[1-9ANY][1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/
const HEAD = /^[1-9ANY][1-9]\d{6}$/
const AFTER_DEPARTMENT = /^.[1-9]\d{6}/

/** Registering department (first character) × class (second); A and N came with the amendment of 2016. */
const CLASSES: Readonly<Record<string, string>> = {
  1: '1239',
  2: '19',
  3: '123459',
  4: '19',
  5: '1239',
  6: '129',
  7: '129',
  8: '19',
  9: '123',
  A: '19',
  N: '1239',
  Y: '1',
}

const symbolValue = new Int8Array(128).fill(-1)
for (let i = 0; i < ALPHABET.length; i++) symbolValue[ALPHABET.charCodeAt(i)] = i

/** Caller has seen that the first 17 characters belong to the alphabet. */
function checkSymbol(text: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (symbolValue[text.charCodeAt(i)] as number) * (WEIGHTS[i] as number)
  return ALPHABET[(31 - (sum % 31)) % 31] as string
}

function hasForbiddenLetter(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (symbolValue[text.charCodeAt(i)] === -1) return true
  return false
}

/** GB 32100-2015: the code's own check, and that of the organisation code inside. */
export function inspectUscc(code: string, options: CheckOptions): Findings {
  const found = noFindings()
  if (!SHAPE.test(code)) {
    addShapeFaults(code, found)
    return found
  }
  if (!CLASSES[code[0] as string]?.includes(code[1] as string)) found.faults.push('ID-USCC-CLASS')
  addDivisionFindings(found, code.slice(2, 8), 'ID-USCC-PROVINCE', options)
  if (checkSymbol(code) !== code[17]) found.faults.push('ID-USCC-CHECK')
  if (organisationCheckCharacter(code, 8) !== code[16]) found.faults.push('ID-USCC-INNER')
  return found
}

function addShapeFaults(code: string, found: Findings): void {
  if (code.length !== 18) found.faults.push('ID-USCC-LENGTH')
  if (!CHARACTERS.test(code)) {
    found.faults.push('ID-USCC-CHARACTER')
    return
  }
  if (hasForbiddenLetter(code)) found.faults.push('ID-USCC-LETTER')
  if (found.faults.length > 0) return
  if (!CLASSES[code[0] as string]) found.faults.push('ID-USCC-DEPARTMENT')
  if (!AFTER_DEPARTMENT.test(code)) found.faults.push('ID-USCC-SHAPE')
}

/** Could have been issued although a check fails: early and mistaken codes exist, see `isConfirmable`. */
export function isIssuedShape(uscc: string): boolean {
  return SHAPE.test(normaliseIdentifier(uscc))
}

/** Characters 9 to 17; null when they fail their own check, for then they name nobody. */
export function organisationCodeOfUscc(uscc: string): string | null {
  const code = normaliseIdentifier(uscc)
  const inner = code.slice(8, 17)
  return SHAPE.test(code) && isOrganisationCode(inner) ? inner : null
}

/**
 * Department, class and division (eight characters) with an organisation code of nine and the check added;
 * null when they do not make a shape. The result is only as real as its parts.
 */
export function completeUscc(head: string, organisationCode: string): string | null {
  const body = head + organisationCode
  return HEAD.test(head) && SHAPE.test(`${body}0`) ? body + checkSymbol(body) : null
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, isCivilDate } from '../../kernel/civil-date.ts'
import { addDivisionFindings } from './division.ts'
import { normaliseIdentifier } from './normalise.ts'
import { type CheckOptions, type Findings, noFindings } from './scheme.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECKS = '10X98765432'
const SHAPE_18 = /^\d{17}[\dX]$/
const SHAPE_15 = /^\d{15}$/
// recalled: residents of Hong Kong, Macao and Taiwan hold permits of the same form under these prefixes.
const PERMIT_DIVISIONS = new Set(['810000', '820000', '830000'])

/** ISO 7064 MOD 11-2 over the first 17 digits, which the caller has seen to be digits. */
function checkCharacter(text: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (text.charCodeAt(i) - 48) * (WEIGHTS[i] as number)
  return CHECKS[sum % 11] as string
}

function hasBirthDay(id18: string): boolean {
  return isCivilDate(`${id18.slice(6, 10)}-${id18.slice(10, 12)}-${id18.slice(12, 14)}`)
}

/** recalled: sequences 996 to 999 of the old form were kept for people born in the 1800s. */
function withCentury(id15: string): string {
  const century = id15.slice(12) >= '996' ? '18' : '19'
  return id15.slice(0, 6) + century + id15.slice(6)
}

/** GB 11643-1999. Proves form only: who holds the number, only an authorised match can tell. */
export function inspectResidentId(id: string, options: CheckOptions): Findings {
  const found = noFindings(true)
  if (id.length !== 18 && id.length !== 15) {
    found.faults.push('ID-RID-LENGTH')
    return found
  }
  const legacy = id.length === 15
  if (!(legacy ? SHAPE_15 : SHAPE_18).test(id)) {
    found.faults.push('ID-RID-CHARACTER')
    return found
  }
  addDivision(found, id, options)
  if (!hasBirthDay(legacy ? withCentury(id) : id)) found.faults.push('ID-RID-DAY')
  if (legacy) found.notes.push('ID-NOTE-RID-LEGACY')
  else if (checkCharacter(id) !== id[17]) found.faults.push('ID-RID-CHECK')
  return found
}

function addDivision(found: Findings, id: string, options: CheckOptions): void {
  const division = id.slice(0, 6)
  if (PERMIT_DIVISIONS.has(division)) {
    found.notes.push('ID-NOTE-RID-RESIDENCE-PERMIT')
    return
  }
  // 100000 stands for a registering authority; nobody is born there.
  if (division === '100000') {
    found.faults.push('ID-RID-PROVINCE')
    return
  }
  addDivisionFindings(found, division, 'ID-RID-PROVINCE', options)
  const mayBeForeign = id.length === 18 && id.startsWith('9') && found.faults.includes('ID-RID-PROVINCE')
  if (mayBeForeign) found.notes.push('ID-NOTE-RID-FOREIGN-CARD')
}

/** The 18-character form of an old number; null when it is none (shape or day). */
export function residentId15To18(raw: string): string | null {
  const id15 = normaliseIdentifier(raw)
  if (!SHAPE_15.test(id15)) return null
  const body = withCentury(id15)
  return hasBirthDay(body) ? body + checkCharacter(body) : null
}

/** The number whose first 17 digits these are; null when they are none, or name no day. */
export function completeResidentId(body: string): string | null {
  return /^\d{17}$/.test(body) && hasBirthDay(body) ? body + checkCharacter(body) : null
}

/** Of a well-formed number of 18 characters; null of any other. */
export function birthDayOfResidentId(id18: string): CivilDate | null {
  if (!SHAPE_18.test(id18) || !hasBirthDay(id18)) return null
  return `${id18.slice(6, 10)}-${id18.slice(10, 12)}-${id18.slice(12, 14)}` as CivilDate
}

/** Whether somebody's number stands in a longer text, such as a name that is to be kept in clear. */
export function holdsResidentId(text: string): boolean {
  return [
    ...text
      .normalize('NFKC')
      .toUpperCase()
      .matchAll(/(?<![0-9A-Z])(?:\d{17}[\dX]|\d{15})(?![0-9A-Z])/g),
  ].some(([number]) => looksLikeResidentId(number))
}

/** Could be somebody's number, mistyped or not: such a value is treated as personal whatever scheme it was given as. */
export function looksLikeResidentId(value: string): boolean {
  if (/^\d{17}[\dX](\d\d)?$/.test(value) && hasBirthDay(value)) return true
  return /^\d{15}(\d\d)?$/.test(value) && hasBirthDay(withCentury(value.slice(0, 15)))
}

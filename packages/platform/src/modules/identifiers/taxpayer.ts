// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDivisionFindings, DEMO_DIVISION, hasProvince } from './division.ts'
import { normaliseIdentifier } from './normalise.ts'
import { isOrganisationCode } from './organisation-code.ts'
import { inspectResidentId, looksLikeResidentId } from './resident-id.ts'
import { type CheckOptions, type Findings, noFindings } from './scheme.ts'
import { inspectUscc, organisationCodeOfUscc } from './uscc.ts'

const OLD_FORM = /^\d{6}[0-9A-Z]{8}[0-9X]$/
const OWNER = /^\d{15}$|^\d{17}[\dX]$/
const SEQUENCE = /^\d\d$/

/**
 * The unified code since 2015-10; before it division and organisation code (15). recalled: individual businesses
 * had the owner's resident id (18), or a resident id and a sequence of two digits (17, 20): personal data.
 */
export function inspectTaxpayer(number: string, options: CheckOptions): Findings {
  switch (number.length) {
    case 15:
      return inspectOldForm(number, options)
    case 17:
    case 20:
      return inspectPersonalForm(number, options)
    case 18:
      return inspectEighteen(number, options)
    default:
      return wrongLength()
  }
}

function wrongLength(): Findings {
  const found = noFindings()
  found.faults.push('ID-TAXPAYER-LENGTH')
  return found
}

function inspectOldForm(number: string, options: CheckOptions): Findings {
  const found = noFindings()
  if (!OLD_FORM.test(number)) {
    found.faults.push('ID-TAXPAYER-CHARACTER')
    return found
  }
  found.notes.push('ID-NOTE-TAXPAYER-LEGACY')
  addDivisionFindings(found, number.slice(0, 6), 'ID-TAXPAYER-PROVINCE', options)
  if (!isOrganisationCode(number.slice(6))) found.faults.push('ID-TAXPAYER-INNER')
  return found
}

function inspectPersonalForm(number: string, options: CheckOptions): Findings {
  const owner = number.slice(0, -2)
  // A longer or shorter number of a firm also has this length: without a province in front it is nobody's id.
  if (!OWNER.test(owner) || !(hasProvince(owner) || owner.startsWith(DEMO_DIVISION))) return wrongLength()
  const found = inspectResidentId(owner, options)
  if (!SEQUENCE.test(number.slice(-2))) found.faults.push('ID-TAXPAYER-SEQUENCE')
  found.notes.push('ID-NOTE-TAXPAYER-LEGACY')
  return found
}

function inspectEighteen(number: string, options: CheckOptions): Findings {
  const asUscc = inspectUscc(number, options)
  if (asUscc.faults.length === 0) return asUscc
  return looksLikeResidentId(number) ? inspectResidentId(number, options) : asUscc
}

/** Caller has seen that the number is valid or confirmed. */
export function isPersonalTaxpayer(number: string): boolean {
  if (number.length === 17 || number.length === 20) return true
  return number.length === 18 && inspectTaxpayer(number, { demo: true }).personal
}

/** Null for the personal forms, and where the organisation code inside fails its check. */
export function organisationCodeOfTaxpayer(taxpayer: string): string | null {
  const number = normaliseIdentifier(taxpayer)
  if (number.length === 18) return isPersonalTaxpayer(number) ? null : organisationCodeOfUscc(number)
  if (!OLD_FORM.test(number)) return null
  const code = number.slice(6)
  return isOrganisationCode(code) ? code : null
}

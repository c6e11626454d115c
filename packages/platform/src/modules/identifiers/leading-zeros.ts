// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { isOrganisationCode, ORGANISATION_CODE_LENGTH } from './organisation-code.ts'
import type { SchemeCode } from './scheme.ts'

/**
 * Whether a number that fails would pass with zeros before it: then a spreadsheet took them for those of a quantity.
 * Of our schemes only organisation codes may begin with a zero. The zeros are never put back by ourselves.
 */
export function lacksLeadingZeros(scheme: SchemeCode, normalised: string): boolean {
  if (scheme !== 'cn.orgcode' || !/^\d{4,8}[0-9X]?$/.test(normalised)) return false
  if (normalised.length >= ORGANISATION_CODE_LENGTH) return false
  return isOrganisationCode(normalised.padStart(ORGANISATION_CODE_LENGTH, '0'))
}

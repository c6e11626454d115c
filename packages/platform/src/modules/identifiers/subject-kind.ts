// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { isIndividualBusinessRegistration } from './business-registration.ts'
import type { SchemeCode } from './scheme.ts'
import { isPersonalTaxpayer } from './taxpayer.ts'
import { isIssuedShape } from './uscc.ts'

export type NumberedKind = 'organisation' | 'individual-business' | 'person'

/**
 * What kind of subject a number says it names; null where the number does not say (customs, 中征码).
 * Caller has seen that the number is valid in its scheme, or confirmed.
 */
export function subjectKindOf(scheme: SchemeCode, normalised: string): NumberedKind | null {
  switch (scheme) {
    case 'cn.uscc':
      return kindOfUscc(normalised)
    case 'cn.bizreg':
      return isIndividualBusinessRegistration(normalised) ? 'individual-business' : 'organisation'
    case 'cn.taxpayer':
      if (isPersonalTaxpayer(normalised)) return 'person'
      return normalised.length === 18 ? kindOfUscc(normalised) : 'organisation'
    case 'cn.rid':
      return 'person'
    case 'cn.orgcode':
    case 'lei':
      return 'organisation'
    case 'cn.customs':
    case 'cn.zhongzheng':
      return null
  }
}

function kindOfUscc(code: string): NumberedKind | null {
  if (!isIssuedShape(code)) return null
  return code.startsWith('92') ? 'individual-business' : 'organisation'
}

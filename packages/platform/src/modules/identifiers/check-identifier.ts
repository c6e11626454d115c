// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { inspectBusinessRegistration } from './business-registration.ts'
import { inspectCustoms } from './customs.ts'
import { inspectLei } from './lei.ts'
import { normaliseIdentifier, RAW_CHARACTERS_MAX } from './normalise.ts'
import { inspectOrganisationCode } from './organisation-code.ts'
import { inspectResidentId, looksLikeResidentId } from './resident-id.ts'
import {
  type CheckOptions,
  type Findings,
  type IdentifierCheck,
  noFindings,
  type SchemeCode,
} from './scheme.ts'
import { inspectTaxpayer } from './taxpayer.ts'
import { inspectUscc } from './uscc.ts'
import { inspectZhongzheng } from './zhongzheng.ts'

type Inspect = (normalised: string, options: CheckOptions, raw: string) => Findings

const inspections: Readonly<Record<SchemeCode, Inspect>> = {
  'cn.uscc': inspectUscc,
  'cn.rid': inspectResidentId,
  'cn.orgcode': (code, _options, raw) => inspectOrganisationCode(code, raw),
  'cn.bizreg': inspectBusinessRegistration,
  'cn.taxpayer': inspectTaxpayer,
  lei: inspectLei,
  'cn.customs': inspectCustoms,
  'cn.zhongzheng': inspectZhongzheng,
}

/** Judges the form of one value as an identifier of one scheme. Form is no proof that the number was issued. */
export function checkIdentifier(
  scheme: SchemeCode,
  raw: string,
  options: CheckOptions = {},
): IdentifierCheck {
  return checkNormalised(scheme, raw, normaliseIdentifier(raw), options)
}

/** For those who have normalised already. */
export function checkNormalised(
  scheme: SchemeCode,
  raw: string,
  normalised: string,
  options: CheckOptions,
): IdentifierCheck {
  const { faults, notes, personal } =
    normalised === '' && raw.length <= RAW_CHARACTERS_MAX
      ? emptyValue()
      : inspections[scheme](normalised, options, raw)
  const valid = faults.length === 0
  // A person's number in a firm's column, or one digit off, is personal all the same: when in doubt it is. An old
  // number of fifteen digits can pass the check of a registration number by chance.
  return {
    scheme,
    raw,
    normalised,
    valid,
    faults,
    notes,
    personal: personal || ((!valid || scheme === 'cn.bizreg') && looksLikeResidentId(normalised)),
  }
}

export function emptyValue(): Findings {
  const found = noFindings()
  found.faults.push('ID-VALUE-EMPTY')
  return found
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { checkNormalised, emptyValue } from './check-identifier.ts'
import type { IdentifierFaultCode } from './identifier-messages.ts'
import { normaliseIdentifier, RAW_CHARACTERS_MAX } from './normalise.ts'
import { type CheckOptions, type IdentifierCheck, type SchemeCode, schemeCodes } from './scheme.ts'

/** `scheme` is null when none passes: faults and notes are then those of the nearest scheme. */
export type Recognition = Omit<IdentifierCheck, 'scheme'> & { scheme: SchemeCode | null }

/** How far a fault takes a value from a scheme: a wrong length more than wrong letters, those more than a check. */
function distance(fault: IdentifierFaultCode): number {
  if (fault.endsWith('-LENGTH')) return 1000
  if (/-(CHARACTER|LETTER|HYPHEN)$/.test(fault)) return 100
  if (/-(DEPARTMENT|SHAPE)$/.test(fault)) return 10
  return 1
}

const LENGTHS: Readonly<Record<SchemeCode, readonly number[]>> = {
  'cn.uscc': [18],
  'cn.rid': [18, 15],
  'cn.orgcode': [9],
  'cn.bizreg': [15],
  'cn.taxpayer': [15, 17, 18, 20],
  lei: [20],
  'cn.customs': [10],
  'cn.zhongzheng': [16],
}

function distanceOf(check: IdentifierCheck): number {
  const away = Math.min(...LENGTHS[check.scheme].map((length) => Math.abs(length - check.normalised.length)))
  return check.faults.reduce((sum, fault) => sum + distance(fault), away)
}

/** A value without its scheme: the first of `schemeCodes` that it passes. */
export function recogniseIdentifier(raw: string, options: CheckOptions = {}): Recognition {
  const normalised = normaliseIdentifier(raw)
  if (normalised === '' && raw.length <= RAW_CHARACTERS_MAX) {
    return { scheme: null, raw, normalised, valid: false, ...emptyValue() }
  }
  let nearest: IdentifierCheck | undefined
  let personal = false
  for (const scheme of schemeCodes) {
    const check = checkNormalised(scheme, raw, normalised, options)
    if (check.valid) return check
    if (scheme !== 'cn.rid') personal ||= check.personal
    if (!nearest || distanceOf(check) < distanceOf(nearest)) nearest = check
  }
  const { faults, notes } = nearest as IdentifierCheck
  personal ||= nearest?.scheme === 'cn.rid'
  return { scheme: null, raw, normalised, valid: false, faults, notes, personal }
}

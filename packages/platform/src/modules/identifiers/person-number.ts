// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { checkIdentifier } from './check-identifier.ts'
import { residentId15To18 } from './resident-id.ts'
import { type CheckOptions, isSchemeCode, type SchemeCode } from './scheme.ts'

/**
 * A natural person's number as the directory has it: the old number of fifteen digits and the new one of eighteen name
 * one person, by the new. Null for what is no person's number, or fails its check.
 */
export function personNumber(
  scheme: string,
  raw: string,
  options: CheckOptions = {},
): { readonly scheme: SchemeCode; readonly value: string } | null {
  // A taxpayer's number of a person is no paper by which somebody proves who they are.
  if (!isSchemeCode(scheme) || scheme !== 'cn.rid') return null
  const { normalised, valid } = checkIdentifier(scheme, raw, options)
  if (!valid) return null
  return {
    scheme,
    value: normalised.length === 15 ? (residentId15To18(normalised) ?? normalised) : normalised,
  }
}

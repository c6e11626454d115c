// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { IdentifierFaultCode, IdentifierNoteCode } from './identifier-messages.ts'

/** In the order in which a bare value is tried. */
export const schemeCodes = [
  'cn.uscc',
  'cn.rid',
  'cn.orgcode',
  'cn.bizreg',
  'cn.taxpayer',
  'lei',
  'cn.customs',
  'cn.zhongzheng',
] as const

export type SchemeCode = (typeof schemeCodes)[number]

export function isSchemeCode(text: string): text is SchemeCode {
  return (schemeCodes as readonly string[]).includes(text)
}

/** `demo` admits division 999999, which no person and no organisation can hold. */
export type CheckOptions = { demo?: boolean }

/** What one scheme found in one normalised value; `personal` when the value is or embeds a resident id. */
export type Findings = {
  faults: IdentifierFaultCode[]
  notes: IdentifierNoteCode[]
  personal: boolean
}

export function noFindings(personal = false): Findings {
  return { faults: [], notes: [], personal }
}

export type IdentifierCheck = Findings & {
  scheme: SchemeCode
  raw: string
  normalised: string
  valid: boolean
}

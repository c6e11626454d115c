// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { IdentifierFaultCode } from './identifier-messages.ts'

/**
 * Faults with which numbers were really issued: pilot areas and mistakes of registrars left codes whose check,
 * class or division is wrong, and old series with letters. Numbers of natural persons are never among them.
 */
const CONFIRMABLE: ReadonlySet<IdentifierFaultCode> = new Set<IdentifierFaultCode>([
  'ID-USCC-CHECK',
  'ID-USCC-INNER',
  'ID-USCC-CLASS',
  'ID-USCC-PROVINCE',
  'ID-ORGCODE-CHECK',
  'ID-BIZREG-CHECK',
  'ID-BIZREG-LETTER',
  'ID-BIZREG-PROVINCE',
])

/**
 * True when a registration row of the furnisher that owns registration may confirm a number with these faults.
 * False for no faults: there is nothing to confirm.
 */
export function isConfirmable(faults: readonly IdentifierFaultCode[]): boolean {
  return faults.length > 0 && faults.every((fault) => CONFIRMABLE.has(fault))
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Findings, noFindings } from './scheme.ts'

const SHAPE = /^\d{4}[0-9A-Z]{6}$/

/** recalled: customs district (4 digits), zone class, enterprise kind, serial (4); there is no check digit. */
export function inspectCustoms(code: string): Findings {
  const found = noFindings()
  if (code.length !== 10) found.faults.push('ID-CUSTOMS-LENGTH')
  else if (!SHAPE.test(code)) found.faults.push('ID-CUSTOMS-CHARACTER')
  else found.notes.push('ID-NOTE-CUSTOMS-NO-CHECK')
  return found
}

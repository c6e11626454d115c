// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Findings, noFindings } from './scheme.ts'

const SHAPE = /^[0-9A-Z]{18}\d{2}$/

/** ISO 7064 MOD 97-10: letters are written out as 10 … 35 and the whole leaves 1. */
function remainder(code: string): number {
  let rest = 0
  for (const character of code) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}

/** ISO 17442. */
export function inspectLei(code: string): Findings {
  const found = noFindings()
  if (code.length !== 20) found.faults.push('ID-LEI-LENGTH')
  else if (!SHAPE.test(code)) found.faults.push('ID-LEI-CHARACTER')
  else if (remainder(code) !== 1) found.faults.push('ID-LEI-CHECK')
  return found
}

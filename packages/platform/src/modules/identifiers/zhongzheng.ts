// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Findings, noFindings } from './scheme.ts'

const WEIGHTS = [1, 3, 5, 7, 11, 2, 13, 1, 1, 17, 19, 97, 23, 29] as const
const SHAPE = /^[0-9A-Z]{3}\d{13}$/

/** recalled: the two check digits are (Σ value·weight mod 97) + 1, letters counting A=10 … Z=35. */
function checkDigits(code: string): string {
  let sum = 0
  for (let i = 0; i < 14; i++) sum += Number.parseInt(code[i] as string, 36) * (WEIGHTS[i] as number)
  return String((sum % 97) + 1).padStart(2, '0')
}

/** The former loan-card code, 中征码. */
export function inspectZhongzheng(code: string): Findings {
  const found = noFindings()
  if (code.length !== 16) found.faults.push('ID-ZHONGZHENG-LENGTH')
  else if (!SHAPE.test(code)) found.faults.push('ID-ZHONGZHENG-CHARACTER')
  else if (checkDigits(code) !== code.slice(14)) found.faults.push('ID-ZHONGZHENG-CHECK')
  return found
}

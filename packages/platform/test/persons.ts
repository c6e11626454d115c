// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { completeResidentId } from '../src/modules/identifiers/index.ts'

let made = 0

/** A number that nobody has: division 999999. */
export function newResidentId(bornOn = '1985-03-07'): string {
  made++
  const body = `999999${bornOn.replaceAll('-', '')}${String(made % 1000).padStart(3, '0')}`
  const id = completeResidentId(body)
  if (id === null) throw new Error('no number could be made')
  return id
}

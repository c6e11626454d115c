// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Mask } from '../catalogue/index.ts'

const COVERED = '***'
const ENDS = { first: 3, last: 2 } as const

/**
 * What is left of a name or a number where its whole may not be shown. A family name of two characters cannot be told
 * from one of one, so one character is left: less rather than more.
 */
export function maskPersonFact(value: string, mask: Mask): string {
  const characters = [...value]
  if (mask === 'full') return value
  if (mask === 'family-name') return (characters[0] ?? '') + '*'.repeat(Math.max(0, characters.length - 1))
  const covered = characters.length - ENDS.first - ENDS.last
  if (mask === 'hidden' || covered <= 0) return COVERED
  return (
    characters.slice(0, ENDS.first).join('') + '*'.repeat(covered) + characters.slice(-ENDS.last).join('')
  )
}

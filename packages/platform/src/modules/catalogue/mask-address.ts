// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { divisionsNamed } from '../identifiers/index.ts'

const NAME_CHARACTERS_MAX = 16
/** Province, city, district. */
const LEVELS_MAX = 3

/**
 * An address down to the district: what follows may be somebody's home. Only names of divisions are shown, each below
 * the one before it: 东区 is a district of one city and an estate in another. Where no district is found, less is shown
 * rather than more; null when the address does not begin with a division.
 */
export function maskToDistrict(address: string): string | null {
  const text = address.normalize('NFKC').trim()
  let within: readonly string[] = ['']
  let at = 0
  for (let level = 0; level < LEVELS_MAX; level++) {
    const found = nameAt(text, at, within)
    if (!found) break
    at = found.end
    within = found.codes.map(stemOf)
  }
  return at === 0 ? null : text.slice(0, at)
}

/** The longest name of a division below one of these that stands here. */
function nameAt(
  text: string,
  at: number,
  within: readonly string[],
): { end: number; codes: readonly string[] } | null {
  for (let end = Math.min(text.length, at + NAME_CHARACTERS_MAX); end > at + 1; end--) {
    const codes = divisionsNamed(text.slice(at, end)).filter((code) =>
      within.some((stem) => code.startsWith(stem) && stemOf(code) !== stem),
    )
    if (codes.length > 0) return { end, codes }
  }
  return null
}

/** Codes are 2 + 2 + 2 digits: what all divisions below one begin with. */
function stemOf(code: string): string {
  if (code.endsWith('0000')) return code.slice(0, 2)
  return code.endsWith('00') ? code.slice(0, 4) : code
}

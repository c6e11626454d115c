// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { organisationCodeOfTaxpayer, organisationCodeOfUscc } from '../identifiers/index.ts'
import { normaliseName } from './name.ts'
import { nameParts, sameCore } from './name-parts.ts'
import { type Regions, regionsAgree } from './name-regions.ts'
import type { DirectoryIdentifier } from './subject.ts'

/** What two subjects have in common, or not: for an officer to look at, never taken as proof. */
export const likenesses = [
  'same-organisation-code',
  'same-name',
  'same-core',
  'names-differ',
  'regions-agree',
  'regions-differ',
] as const
export type Likeness = (typeof likenesses)[number]

export type Known = { readonly names: readonly string[]; readonly numbers: readonly DirectoryIdentifier[] }

export function likenessOf(one: Known, other: Known): Likeness[] {
  const found: Likeness[] = []
  const codes = organisationCodesOf(other)
  if (organisationCodesOf(one).some((code) => codes.includes(code))) found.push('same-organisation-code')
  if (one.names.length > 0 && other.names.length > 0) found.push(likenessOfNames(one.names, other.names))
  const [here, there] = [regionsOf(one), regionsOf(other)]
  if (here.length > 0 && there.length > 0)
    found.push(regionsAgree(here, there) ? 'regions-agree' : 'regions-differ')
  return found
}

function likenessOfNames(one: readonly string[], other: readonly string[]): Likeness {
  const spellings = new Set(other.map(normaliseName))
  if (one.some((name) => spellings.has(normaliseName(name)))) return 'same-name'
  const parts = other.map(nameParts)
  return one.some((name) => parts.some((there) => sameCore(nameParts(name), there)))
    ? 'same-core'
    : 'names-differ'
}

/** Where the names and the unified codes place a subject; a code keeps its division when the subject moves. */
export function regionsOf({ names, numbers }: Known): Regions {
  const byNumber = numbers.filter(({ scheme }) => scheme === 'cn.uscc').map(({ value }) => value.slice(2, 8))
  return [...new Set([...byNumber, ...names.flatMap((name) => nameParts(name).regions)])]
}

function organisationCodesOf({ numbers }: Known): string[] {
  return numbers.flatMap(({ scheme, value }) => {
    if (scheme === 'cn.orgcode') return [value]
    const code =
      scheme === 'cn.uscc'
        ? organisationCodeOfUscc(value)
        : scheme === 'cn.taxpayer'
          ? organisationCodeOfTaxpayer(value)
          : null
    return code === null ? [] : [code]
  })
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { brandCharacters } from './name-parts/brand-characters.ts'
import { demoCity } from './name-parts/places.ts'
import { trades } from './name-parts/trades.ts'
import type { Chance } from './seeded-chance.ts'

export type OrganisationKind =
  | 'company'
  | 'individual-business'
  | 'cooperative'
  | 'association'
  | 'private-institution'
  | 'public-institution'

const companyForms = [
  ...['有限公司', '有限公司', '有限公司', '有限公司', '有限公司', '有限公司', '有限责任公司', '有限责任公司'],
  ...['股份有限公司', '集团有限公司'],
] as const

/** A name that begins with a city that does not exist: no real organisation can bear it. */
export function inventName(kind: OrganisationKind, district: string, chance: Chance): string {
  switch (kind) {
    case 'company':
      return `${demoCity}${inventBrand(chance)}${chance.pick(trades.company)}${chance.pick(companyForms)}`
    case 'individual-business':
      return `${demoCity}${district}${inventBrand(chance)}${chance.pick(trades.shop)}`
    case 'cooperative':
      return `${demoCity}${inventBrand(chance)}${chance.pick(trades.cooperative)}农民专业合作社`
    case 'association':
      return `${demoCity}${chance.pick(trades.association)}行业协会`
    case 'private-institution':
      return `${demoCity}${inventBrand(chance)}${chance.pick(trades.privateInstitution)}`
    case 'public-institution':
      return `${demoCity}${district}${chance.pick(trades.publicInstitution)}`
  }
}

function inventBrand(chance: Chance): string {
  const { firstOfTwo, secondOfTwo, firstOfThree, secondOfThree, thirdOfThree } = brandCharacters
  if (chance.happens(0.75)) return chance.pick<string>(firstOfTwo) + chance.pick<string>(secondOfTwo)
  return (
    chance.pick<string>(firstOfThree) + chance.pick<string>(secondOfThree) + chance.pick<string>(thirdOfThree)
  )
}

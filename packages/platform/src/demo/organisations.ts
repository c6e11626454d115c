// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate, daysBetween } from '../kernel/civil-date.ts'
import { DefectError } from '../kernel/refusal.ts'
import { cast, type Part, type Role } from './cast.ts'
import { demoCity, districts, roads } from './name-parts/places.ts'
import { inventName, type OrganisationKind } from './organisation-names.ts'
import { demoUscc } from './participants.ts'
import { type Chance, seededChance } from './seeded-chance.ts'

export type DemoOrganisation = {
  readonly kind: OrganisationKind
  readonly uscc: string
  readonly name: string
  /** Code of the participant that registered it. */
  readonly registrar: string
  readonly registeredOn: CivilDate
  readonly endedOn: CivilDate | null
  readonly type: string
  /** In units of ten thousand. */
  readonly capital: { readonly amount: number; readonly currency: 'CNY' | 'USD' } | null
  readonly address: string
  /**
   * 0 to 1: how it will fare in the records to come. It exists only while the world is made, is no score, and
   * leaves with the generator.
   */
  readonly fortune: number
  /** Of the few whose story is told; null of all others. */
  readonly role: Role | null
}

type Kind = {
  readonly kind: OrganisationKind
  readonly count: number
  readonly departmentAndClass: string
  readonly registrar: string
}

const kinds: readonly Kind[] = [
  { kind: 'company', count: 1_330, departmentAndClass: '91', registrar: 'demo-market-regulation' },
  { kind: 'individual-business', count: 480, departmentAndClass: '92', registrar: 'demo-market-regulation' },
  { kind: 'cooperative', count: 110, departmentAndClass: '93', registrar: 'demo-market-regulation' },
  { kind: 'association', count: 14, departmentAndClass: '51', registrar: 'demo-civil-affairs' },
  { kind: 'private-institution', count: 44, departmentAndClass: '52', registrar: 'demo-civil-affairs' },
  { kind: 'public-institution', count: 22, departmentAndClass: '12', registrar: 'demo-institution-registry' },
]

const DAYS_OLD_MAX = 28 * 365
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/**
 * 2,000 organisations that never were, the cast first. Names and numbers are the same on any day.
 * @param newYear nobody was registered less than twenty days before it
 * @param portion how many of a whole world's there are
 */
export function inventOrganisations(
  newYear: CivilDate,
  portion = (whole: number): number => whole,
): readonly DemoOrganisation[] {
  const names = new Set<string>(cast.map(({ name }) => name))
  const bodies = new Set<string>(cast.map(({ body }) => body))
  const played = cast.map((part) => castAs(part, newYear))
  const invented = kinds.flatMap((kind) => {
    const chance = seededChance(`organisations ${kind.kind}`)
    const count = portion(kind.count) - (kind.kind === 'company' ? played.length : 0)
    return Array.from({ length: Math.max(1, count) }, () => invent(kind, names, bodies, newYear, chance))
  })
  return [...played, ...invented]
}

function invent(
  { kind, departmentAndClass, registrar }: Kind,
  names: Set<string>,
  bodies: Set<string>,
  newYear: CivilDate,
  chance: Chance,
): DemoOrganisation {
  const { name, district } = inventUnique(
    names,
    () => inventPlacedName(kind, chance),
    (one) => one.name,
  )
  const body = inventUnique(
    bodies,
    () => `DEM${text(5, () => chance.pick(ALPHABET))}`,
    (one) => one,
  )
  const registeredOn = addDays(newYear, -20 - Math.floor(chance.fraction() ** 1.6 * DAYS_OLD_MAX))
  return {
    kind,
    uscc: demoUscc(departmentAndClass, body),
    name,
    registrar,
    registeredOn,
    endedOn: inventEnd(kind, registeredOn, newYear, chance),
    type: typeOf(kind, name, chance),
    capital: inventCapital(kind, chance),
    address: inventAddress(district, chance),
    fortune: chance.fraction(),
    role: null,
  }
}

/** Long in business, so that whatever is told of it may have happened. */
function castAs({ role, body, name }: Part, newYear: CivilDate): DemoOrganisation {
  const chance = seededChance(`cast ${role}`)
  return {
    kind: 'company',
    uscc: demoUscc('91', body),
    name,
    registrar: 'demo-market-regulation',
    registeredOn: addDays(newYear, -chance.between(3_000, 6_000)),
    endedOn: null,
    type: typeOf('company', name, chance),
    capital: inventCapital('company', chance),
    address: inventAddress(chance.pick(districts), chance),
    fortune: 1,
    role,
  }
}

function inventUnique<T>(taken: Set<string>, invent: () => T, keyOf: (one: T) => string): T {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const one = invent()
    if (taken.has(keyOf(one))) continue
    taken.add(keyOf(one))
    return one
  }
  throw new DefectError('there are too few name parts')
}

function inventPlacedName(kind: OrganisationKind, chance: Chance): { name: string; district: string } {
  const district = chance.pick(districts)
  return { district, name: inventName(kind, district, chance) }
}

function text(length: number, character: () => string): string {
  return Array.from({ length }, character).join('')
}

function inventEnd(
  kind: OrganisationKind,
  registeredOn: CivilDate,
  newYear: CivilDate,
  chance: Chance,
): CivilDate | null {
  const earliest = addDays(registeredOn, 400)
  const mayEnd = kind === 'company' || kind === 'individual-business' || kind === 'cooperative'
  if (!mayEnd || earliest >= newYear || !chance.happens(0.07)) return null
  return addDays(earliest, chance.between(0, daysBetween(earliest, newYear)))
}

function typeOf(kind: OrganisationKind, name: string, chance: Chance): string {
  switch (kind) {
    case 'company':
      if (name.endsWith('股份有限公司')) return '股份有限公司(非上市)'
      return chance.pick([
        ...['有限责任公司(自然人投资或控股)', '有限责任公司(自然人投资或控股)', '有限责任公司(法人独资)'],
        ...['其他有限责任公司', '有限责任公司(外商投资)'],
      ])
    case 'individual-business':
      return '个体工商户'
    case 'cooperative':
      return '农民专业合作社'
    case 'association':
      return '社会团体'
    case 'private-institution':
      return '民办非企业单位'
    case 'public-institution':
      return '事业单位'
  }
}

function inventCapital(kind: OrganisationKind, chance: Chance): DemoOrganisation['capital'] {
  if (kind === 'individual-business') return null
  const currency = kind === 'company' && chance.happens(0.03) ? 'USD' : 'CNY'
  const amounts = [
    3, 10, 30, 50, 50, 100, 100, 100, 200, 300, 500, 500, 800, 1_000, 1_000, 2_000, 5_000, 10_000,
  ]
  return { amount: chance.pick(amounts), currency }
}

/** Down to the room, as registers have it: what a page may show of a shop's address ends at the district. */
function inventAddress(district: string, chance: Chance): string {
  const place = `${demoCity}${district}${chance.pick(roads)}${chance.between(1, 400)}号`
  const detail = `${chance.between(1, 30)}栋${chance.between(1, 4)}单元${chance.between(1, 18)}0${chance.between(1, 6)}室`
  return chance.happens(0.6) ? place + detail : place
}

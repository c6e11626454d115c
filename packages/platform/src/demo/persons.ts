// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate, civilDate } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import { completeResidentId, DEMO_DIVISION } from '../modules/identifiers/index.ts'
import { personCharacters } from './name-parts/person-characters.ts'
import { type Chance, seededChance } from './seeded-chance.ts'

/** Somebody who never was: the number lies in the division that no place has. */
export type DemoPerson = {
  readonly name: string
  readonly residentId: string
}

const PERSONS = 300
const BORN_FROM = civilDate(1952, 1, 1)
/** The youngest are of age on any day a demo may be about. */
const BORN_DAYS = 365 * 46

/** The same on every day and machine. @param portion how many of a whole world's there are */
export function inventPersons(portion = (whole: number): number => whole): readonly DemoPerson[] {
  const chance = seededChance('persons')
  const names = new Set<string>()
  return Array.from({ length: portion(PERSONS) }, (_, at) => {
    let name = inventPersonName(chance)
    while (names.has(name)) name = inventPersonName(chance)
    names.add(name)
    return { name, residentId: demoResidentId(addDays(BORN_FROM, chance.between(0, BORN_DAYS)), at) }
  })
}

export function inventPersonName(chance: Chance): string {
  const { surnames, doubleSurnames, firstOfGiven, secondOfGiven } = personCharacters
  const surname = chance.happens(0.03) ? chance.pick<string>(doubleSurnames) : chance.pick<string>(surnames)
  return surname + chance.pick<string>(firstOfGiven) + chance.pick<string>(secondOfGiven)
}

/** @param sequence 0 to 999, part of the number */
export function demoResidentId(bornOn: CivilDate, sequence: number): string {
  const body = `${DEMO_DIVISION}${bornOn.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  return present(completeResidentId(body), 'the parts make a number')
}

/** The number as it was written before 1999: without century and check character. */
export function oldResidentId(id18: string): string {
  return id18.slice(0, 6) + id18.slice(8, 17)
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate, yearOf } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import { type DemoBatch, demoBatch } from './demo-batch.ts'
import { type DemoWorld, HISTORY_DAYS } from './demo-world.ts'
import { inventSanction } from './invent-sanction.ts'
import { offences } from './name-parts/offences.ts'
import { type DemoParticipant, getDemoParticipant } from './participants.ts'
import { aboutPenalties, decisionCells, penaltyHeadings } from './penalty-batches.ts'
import { type DemoPerson, inventPersonName, oldResidentId } from './persons.ts'
import { type Chance, seededChance } from './seeded-chance.ts'

/** Who meets natural persons; what each of them penalises is as invented as for companies. */
const bodies: readonly (readonly [code: string, records: number])[] = [
  ['demo-transport', 1_300],
  ['demo-market-regulation', 600],
  ['demo-culture', 250],
  ['demo-health', 250],
  ['demo-urban-management', 300],
]

const DAYS_BACK = 1_700
/** Every so many rows the name is another than in the person's other records, or the number an old one. */
const OTHER_NAME_EACH = 180
const OLD_NUMBER_EACH = 40

/**
 * Penalties of natural persons, a file from each of some bodies. Everybody has one record at least; nobody sees any of
 * them in public.
 */
export function personPenaltyBatches({ persons, turnOn, portion }: DemoWorld): DemoBatch[] {
  return bodies.map(([code, records], at) => {
    const body = getDemoParticipant(code)
    const chance = seededChance(`penalties of persons ${code}`)
    // The first two bodies meet them in order, from either end, so that nobody is left out.
    const rows = Array.from({ length: portion(records) }, (_, row) => {
      const inOrder = at === 0 ? persons[row] : at === 1 ? persons[persons.length - 1 - row] : undefined
      return personCells(body, inOrder ?? chance.pick(persons), row, turnOn, chance)
    })
    const title = {
      zh: `${body.name.zh}：行政处罚信息（自然人）`,
      en: `${body.name.en}: penalties of persons`,
    }
    return demoBatch({
      ...aboutPenalties(body),
      key: 'penalties-of-persons',
      title,
      daysAgo: HISTORY_DAYS,
      content: { form: 'csv', headings: penaltyHeadings, rows },
    })
  })
}

export function personCells(
  body: DemoParticipant,
  person: DemoPerson,
  row: number,
  lastDay: CivilDate,
  chance: Chance,
): string[] {
  const decidedOn = addDays(lastDay, -chance.between(1, DAYS_BACK))
  const name = row % OTHER_NAME_EACH === 61 ? inventPersonName(chance) : person.name
  const id = row % OLD_NUMBER_EACH === 33 ? oldResidentId(person.residentId) : person.residentId
  const cells = decisionCells(body, {
    decidedOn,
    decisionNumber: `${body.mark}个罚〔${yearOf(decidedOn)}〕${row + 1}号`,
    offence: chance.pick(present(offences.get(body.code), 'the body penalises something')),
    sanction: inventSanction(chance),
    permitMark: `个${row + 1}`,
  })
  return [name, '自然人', '', '', '', '居民身份证', id, ...cells]
}

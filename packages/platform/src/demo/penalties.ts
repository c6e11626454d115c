// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate, daysBetween, earlier, later, yearOf } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import { inventSanction, type Sanction } from './invent-sanction.ts'
import { type Offence, offences } from './name-parts/offences.ts'
import type { DemoOrganisation } from './organisations.ts'
import type { DemoParticipant } from './participants.ts'
import type { Chance } from './seeded-chance.ts'

export type DemoPenalty = {
  readonly organisation: DemoOrganisation
  /** As the document has it: in a few it is not the registered one. */
  readonly partyName: string
  readonly decidedOn: CivilDate
  readonly decisionNumber: string
  readonly offence: Offence
  readonly sanction: Sanction
}

/** Penalties of one body within four years and ten months: an adverse fact is kept five years in the demo city. */
const DAYS_BACK = 1_760
const NAMES_DISAGREEING_EACH = 350

/**
 * @param body whose penalties they are
 * @param lastDay no decision is later
 */
export function inventPenalties(
  body: DemoParticipant,
  count: number,
  organisations: readonly DemoOrganisation[],
  lastDay: CivilDate,
  chance: Chance,
): DemoPenalty[] {
  const punishable = organisations
    .filter(({ kind }) => kind === 'company' || kind === 'individual-business' || kind === 'cooperative')
    .filter(({ role }) => role === null)
    .sort((a, b) => a.fortune - b.fortune)
  const drawn = Array.from({ length: count }, () => drawCase(punishable, lastDay, chance))
  drawn.sort((a, b) => (a.decidedOn < b.decidedOn ? -1 : a.decidedOn > b.decidedOn ? 1 : 0))
  const possible = present(offences.get(body.code), 'the body penalises something')
  return drawn.map(({ organisation, decidedOn }, at) => ({
    organisation,
    partyName: at % NAMES_DISAGREEING_EACH === 57 ? formerName(organisation.name) : organisation.name,
    decidedOn,
    decisionNumber: `${body.mark}罚〔${yearOf(decidedOn)}〕${at + 1}号`,
    offence: chance.pick(possible),
    sanction: inventSanction(chance),
  }))
}

type Case = { readonly organisation: DemoOrganisation; readonly decidedOn: CivilDate }

/** The less fortunate come up more often, and recent days more than old ones. */
function drawCase(punishable: readonly DemoOrganisation[], lastDay: CivilDate, chance: Chance): Case {
  const farthest = addDays(lastDay, -DAYS_BACK)
  for (;;) {
    const at = Math.floor(chance.fraction() ** 1.5 * punishable.length)
    const organisation = present(punishable[at], 'there are organisations')
    const from = later(farthest, addDays(organisation.registeredOn, 30))
    const to = earlier(lastDay, organisation.endedOn ?? lastDay)
    if (from > to) continue
    const back = Math.floor(chance.fraction() ** 1.4 * (daysBetween(from, to) + 1))
    return { organisation, decidedOn: addDays(to, -back) }
  }
}

/** The same name with one other character: the number alone still links it, so it stays unpublished. */
export function formerName(name: string): string {
  const characters = [...name]
  const place = characters.length > 8 ? 4 : 3
  characters[place] = characters[place] === '新' ? '旧' : '新'
  return characters.join('')
}

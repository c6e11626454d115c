// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate, civilDate, yearOf } from '../kernel/civil-date.ts'
import { type DemoOrganisation, inventOrganisations } from './organisations.ts'
import { type DemoPerson, inventPersons } from './persons.ts'

/** What everything in the demo city follows from. The same first day and size make the same world on any machine. */
export type DemoWorld = {
  /** The day on which the node was first started. */
  readonly day: CivilDate
  /** When the first files came: a city that has just begun to collect shows little. */
  readonly begunOn: CivilDate
  /** Decisions before this day came with the first files, later ones with the last. */
  readonly turnOn: CivilDate
  /** No decision is later: the first of the month, so that two worlds of one month hold the same decisions. */
  readonly lastOn: CivilDate
  readonly organisations: readonly DemoOrganisation[]
  readonly persons: readonly DemoPerson[]
  /** How many of something there are in a world of this size, where the whole world has so many; one at least. */
  portion(whole: number): number
}

/** Rows that were faulty then wait for some days yet: they are kept for ninety. */
export const HISTORY_DAYS = 88

/** @param share of the whole world: tests do with a thirtieth, and with less there are too few for all that happens */
export function sketchWorld(day: CivilDate, share = 1): DemoWorld {
  const begunOn = addDays(day, -HISTORY_DAYS)
  const portion = (whole: number): number => Math.max(1, Math.round(whole * share))
  return {
    day,
    begunOn,
    turnOn: firstOfMonth(begunOn),
    lastOn: firstOfMonth(day),
    organisations: inventOrganisations(civilDate(yearOf(begunOn), 1, 1), portion),
    persons: inventPersons(portion),
    portion,
  }
}

function firstOfMonth(day: CivilDate): CivilDate {
  return civilDate(yearOf(day), Number(day.slice(5, 7)), 1)
}

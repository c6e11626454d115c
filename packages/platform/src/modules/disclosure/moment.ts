// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, parseCivilDate, parseInstant } from '../../kernel/civil-date.ts'
import type { Query } from '../../kernel/db/database.ts'
import { refuse } from '../../kernel/refusal.ts'

/** As of which day, and as known at which tick, a page is asked for; null: now. */
export type Moment = { readonly asOf: CivilDate; readonly knownAt: number | null }

/**
 * @param asOf a day, not after today
 * @param knownAt `tick:N` or an instant with a zone; an instant is translated to the last tick before it
 * @throws Refusal DAY_MALFORMED, DAY_IN_FUTURE, INSTANT_MALFORMED, TICK_UNKNOWN, NOTHING_KNOWN_YET
 */
export async function parseMoment(
  on: { readonly query: Query },
  asked: { readonly asOf?: string | undefined; readonly knownAt?: string | undefined },
  today: CivilDate,
): Promise<Moment> {
  const asOf = asked.asOf === undefined ? today : parseCivilDate(asked.asOf)
  if (asOf > today) throw refuse('DAY_IN_FUTURE', { today })
  return { asOf, knownAt: asked.knownAt === undefined ? null : await tickOf(on, asked.knownAt) }
}

async function tickOf(on: { readonly query: Query }, text: string): Promise<number> {
  const asTick = /^tick:(\d{1,15})$/.exec(text)?.[1]
  const rows = asTick
    ? await on.query<{ tick: number }>('select tick from ticks where tick = $1', [Number(asTick)])
    : await on.query<{ tick: number }>('select tick from ticks where at <= $1 order by tick desc limit 1', [
        parseInstant(text),
      ])
  const [found] = rows
  if (!found) throw refuse(asTick ? 'TICK_UNKNOWN' : 'NOTHING_KNOWN_YET')
  return found.tick
}

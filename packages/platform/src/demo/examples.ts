// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Example } from '../http/house.ts'
import type { CivilDate } from '../kernel/civil-date.ts'
import type { Bilingual } from '../kernel/messages.ts'
import type { OrganisationSearch, PublicReports } from '../modules/disclosure/index.ts'

/** The doors any reader goes through: what is chosen here is what anybody may see. */
export type PublicDoors = { readonly search: OrganisationSearch; readonly reports: PublicReports }

const LOOKED_AT_MAX = 300
const PAGE = 100
/** While the demo world is being made there may be fewer to find; they are looked for again after this. */
const KEPT_MS = 5_000

/** Three invented organisations worth opening: one in good standing, one with a penalty, one much recorded. */
export class DemoExamples {
  readonly #doors: PublicDoors
  #chosen:
    | { readonly on: CivilDate; readonly atMs: number; readonly examples: readonly Example[] }
    | undefined

  constructor(doors: PublicDoors) {
    this.#doors = doors
  }

  async list(today: CivilDate, nowMs: number): Promise<readonly Example[]> {
    const known = this.#chosen
    const complete = known?.examples.length === choices.length
    if (known?.on === today && (complete || nowMs - known.atMs < KEPT_MS)) return known.examples
    const examples = choose(await lookAround(this.#doors, today))
    this.#chosen = { on: today, atMs: nowMs, examples }
    return examples
  }
}

type Seen = {
  readonly id: string
  readonly name: string
  readonly identifier: string
  readonly records: number
  readonly adverse: number
  readonly grades: number
}

type Choice = {
  fits(seen: Seen): boolean
  /** The higher, the better an example. */
  worth(seen: Seen): number
  readonly why: Bilingual
}

const choices: readonly Choice[] = [
  {
    fits: ({ adverse, grades }) => adverse === 0 && grades > 0,
    worth: ({ records }) => records,
    why: { zh: '守信良好：现为A级纳税人', en: 'In good standing: an A-grade taxpayer today' },
  },
  {
    fits: ({ adverse, grades }) => adverse === 1 && grades === 0,
    worth: ({ records }) => records,
    why: { zh: '有一条公示期内的行政处罚', en: 'One administrative penalty, still published' },
  },
  {
    fits: ({ records }) => records > 2,
    worth: ({ records }) => records,
    why: { zh: '公示记录最多', en: 'The most published records' },
  },
]

function choose(seen: readonly Seen[]): Example[] {
  const examples: Example[] = []
  for (const { fits, worth, why } of choices) {
    const [best] = seen
      .filter((one) => fits(one) && examples.every(({ id }) => id !== one.id))
      .sort((a, b) => worth(b) - worth(a) || (a.identifier < b.identifier ? -1 : 1))
    if (best) examples.push({ id: best.id, name: best.name, identifier: best.identifier, why })
  }
  return examples
}

async function lookAround({ search, reports }: PublicDoors, today: CivilDate): Promise<Seen[]> {
  const seen: Seen[] = []
  let after: string | undefined
  do {
    const page = await search.search('演示', PAGE, after, today)
    for (const { id, name, identifier } of page.items) {
      // A demo node may hold a visitor's own files too.
      if (identifier?.value.slice(2, 8) !== '999999') continue
      const { body } = await reports.compose(id, { asOf: today, knownAt: null }, today)
      const { records } = JSON.parse(body) as { records: { type: string; polarity: string }[] }
      seen.push({
        id,
        name,
        identifier: identifier.value,
        records: records.length,
        adverse: records.filter(({ polarity }) => polarity === 'adverse').length,
        grades: records.filter(({ type }) => type === 'cn.tax-a-grade-list').length,
      })
    }
    after = page.next ?? undefined
  } while (after !== undefined && seen.length < LOOKED_AT_MAX)
  return seen
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Example } from '../http/house.ts'
import type { CivilDate } from '../kernel/civil-date.ts'
import type { OrganisationSearch, PublicReports } from '../modules/disclosure/index.ts'
import { cast, type Part, type Role } from './cast.ts'
import { demoUscc } from './participants.ts'

/** The doors any reader goes through: what is told of an example is what anybody may see today. */
export type PublicDoors = { readonly search: OrganisationSearch; readonly reports: PublicReports }

/** While the demo world is not whole there may be fewer to find; they are looked for again after this. */
const KEPT_MS = 5_000

/** The cast, as far as what is told of each is still so: a penalty that was published once is not for ever. */
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
    const complete = known?.examples.length === cast.length
    if (known?.on === today && (complete || nowMs - known.atMs < KEPT_MS)) return known.examples
    const found: Example[] = []
    for (const part of cast) found.push(...(await this.#look(part, today)))
    this.#chosen = { on: today, atMs: nowMs, examples: found }
    return found
  }

  async #look({ body, role, why }: Part, today: CivilDate): Promise<Example[]> {
    const { search, reports } = this.#doors
    const [found] = (await search.search(demoUscc('91', body), 1, undefined, today)).items
    if (!found) return []
    const report = await reports.compose(found.id, { asOf: today, knownAt: null }, today)
    const page = JSON.parse(report.body) as Page
    if (!isSo[role](page)) return []
    return [{ id: found.id, name: page.name, identifier: found.identifier?.value ?? null, why }]
  }
}

type Page = {
  readonly name: string
  readonly formerNames: readonly string[]
  readonly records: readonly { readonly type: string; readonly polarity: string }[]
}

const countAdverse = ({ records }: Page): number =>
  records.filter(({ polarity }) => polarity === 'adverse').length
const isGraded = ({ records }: Page): boolean => records.some(({ type }) => type === 'cn.tax-a-grade-list')

const isSo: Readonly<Record<Role, (page: Page) => boolean>> = {
  trusted: (page) => isGraded(page) && countAdverse(page) === 0,
  penalised: (page) => countAdverse(page) === 1,
  over: (page) => countAdverse(page) === 0,
  misnamed: (page) => countAdverse(page) === 0,
  linked: (page) => countAdverse(page) > 1,
  renamed: ({ formerNames }) => formerNames.length > 0,
}

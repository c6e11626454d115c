// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate, type Instant, parseInstant } from '../../kernel/civil-date.ts'
import type { Query } from '../../kernel/db/database.ts'
import type { Actor } from '../access/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { InquiryId } from './inquiry.ts'
import { termOf } from './inquiry-terms.ts'
import { assertSupervisor } from './lodging.ts'
import { listSampled, type SampledQuestion } from './sample-store.ts'

export type StatuteSample = {
  /** Of a hundred questions on a statute, how many are drawn. */
  readonly percent: number
  readonly items: readonly SampledQuestion[]
}

/**
 * Questions of a day that rested on a statute, drawn by chance: the supervisor has the case files produced, and
 * compares. Where a city sets no share, all are in it.
 * @throws Refusal SUPERVISOR_ONLY
 */
export async function sampleStatuteQuestions(
  on: { readonly query: Query },
  actor: Actor,
  catalogue: Catalogue,
  page: { readonly day: CivilDate; readonly before: InquiryId | null; readonly limit: number },
): Promise<StatuteSample> {
  const { actor: supervisor } = assertSupervisor(actor, 'supervision:read')
  const percent = termOf(catalogue, supervisor.jurisdiction, 'statute-sample', 'percent') ?? 100
  const items = await listSampled(on, {
    ...{ ...page, percent },
    from: beginningOf(page.day),
    to: beginningOf(addDays(page.day, 1)),
  })
  return { percent, items }
}

function beginningOf(day: CivilDate): Instant {
  return parseInstant(`${day}T00:00:00+08:00`)
}

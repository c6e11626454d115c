// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomInt } from 'node:crypto'
import { parseInstant } from '../../kernel/civil-date.ts'
import type { Database } from '../../kernel/db/database.ts'
import { computeDueDay } from '../../kernel/due-day.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { writeNotice } from '../notices/index.ts'
import { getParticipant } from '../participants/index.ts'
import { type LodgingTerms, lodgingTerms } from './inquiry-terms.ts'
import { type Drawable, insertDemands, insertDraw, listDrawable, listLendersToDraw } from './lodging-store.ts'

/** Which of so many, from 0; by chance, so that no lender knows beforehand. */
export type Chance = (below: number) => number

/**
 * Once a day: of what each lender has lodged since the last draw a sample is drawn, one at least, and the signed
 * documents are demanded. Called again on the same day, or by another node, it draws nothing.
 * @returns how many documents were demanded
 */
export async function drawDocuments(
  database: Database,
  catalogue: Catalogue,
  chance: Chance = randomInt,
): Promise<number> {
  let demanded = 0
  for (const participantId of await listLendersToDraw(database)) {
    const { division } = await getParticipant(database, participantId)
    const terms = lodgingTerms(catalogue, division)
    if (terms) demanded += await drawOf(database, participantId, terms, chance)
  }
  return demanded
}

function drawOf(
  database: Database,
  participantId: number,
  terms: LodgingTerms,
  chance: Chance,
): Promise<number> {
  return database.transact(async (tx) => {
    const demandedOn = tx.clock.today()
    const lodged = await listDrawable(tx, participantId, parseInstant(`${demandedOn}T00:00:00+08:00`))
    const last = lodged.at(-1)
    if (!last) return 0
    const drawn = drawSample(lodged, Math.ceil((lodged.length * terms.samplePercent) / 100), chance)
    const isFirst = await insertDraw(tx, {
      participantId,
      drawnOn: demandedOn,
      upToId: last.authorisationId,
      lodged: lodged.length,
      demanded: drawn.length,
    })
    if (!isFirst) return 0
    const rule = {
      from: demandedOn,
      days: terms.documentWorkingDays,
      unit: 'working',
      procedural: true,
    } as const
    const { on: dueOn } = computeDueDay(rule)
    await insertDemands(
      tx,
      drawn.map((one) => ({ ...one, participantId, demandedOn, dueOn })),
    )
    await writeNotice(tx, {
      participantId,
      kind: 'DOCUMENTS_DEMANDED',
      occasion: demandedOn,
      facts: { documents: drawn.length, dueOn },
      batchId: null,
    })
    return drawn.length
  })
}

/** The first so many of a shuffle, without shuffling the rest. */
function drawSample(from: readonly Drawable[], size: number, chance: Chance): Drawable[] {
  const left = [...from]
  const drawn: Drawable[] = []
  while (drawn.length < Math.min(Math.max(size, 1), from.length)) {
    const [one] = left.splice(chance(left.length), 1)
    if (one) drawn.push(one)
  }
  return drawn
}

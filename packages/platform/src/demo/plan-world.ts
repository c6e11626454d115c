// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { carelessJson, carelessLines } from './careless-lines.ts'
import { carelessRegister, carelessResults, carelessSamples, uselessFiles } from './careless-lists.ts'
import { carelessPenalties } from './careless-penalties.ts'
import { carelessPersons } from './careless-persons.ts'
import { carelessWorkbook } from './careless-workbook.ts'
import { castBatches } from './cast-batches.ts'
import type { DemoAct } from './demo-act.ts'
import type { DemoBatch } from './demo-batch.ts'
import type { DemoWorld } from './demo-world.ts'
import { deskActs } from './desk-acts.ts'
import { linkActs } from './link-acts.ts'
import { oldNumberBatches } from './old-number-batches.ts'
import { lastSender, penaltyBatches } from './penalty-batches.ts'
import { personPenaltyBatches } from './person-penalty-batches.ts'
import { registerChanges, registrationBatches } from './registration-batches.ts'
import { samplingBatch } from './sampling-batches.ts'
import { taxBatches } from './tax-batches.ts'
import { withdrawalBatch } from './withdrawal-batch.ts'

/** What happened on one day: files came in, then people acted. */
export type Scene = {
  readonly daysAgo: number
  readonly batches: readonly DemoBatch[]
  readonly acts: readonly DemoAct[]
}

/** Everything that the demo city's bodies send and do, day by day; the same for the same world. */
export async function planWorld(world: DemoWorld): Promise<Scene[]> {
  const batches = await allBatches(world)
  const acts = [...deskActs(world), ...linkActs(world)]
  const days = [...new Set([...batches, ...acts].map(({ daysAgo }) => daysAgo))].sort((a, b) => b - a)
  const scenes = days.map((daysAgo) => ({
    daysAgo,
    batches: batches.filter((one) => one.daysAgo === daysAgo && one.furnisher !== lastSender),
    acts: acts.filter((one) => one.daysAgo === daysAgo),
  }))
  // By itself, when all else has been done: whoever finds it there knows that the world is whole.
  const last = batches.filter(({ furnisher }) => furnisher === lastSender)
  return [...scenes, { daysAgo: 0, batches: last, acts: [] }]
}

async function allBatches(world: DemoWorld): Promise<DemoBatch[]> {
  return [
    ...registrationBatches(world),
    ...oldNumberBatches(world),
    ...personPenaltyBatches(world),
    samplingBatch(world),
    ...castBatches(world),
    registerChanges(world),
    ...taxBatches(world),
    carelessPenalties(world, 'old'),
    carelessResults(world),
    await carelessWorkbook(world),
    carelessLines(world),
    carelessPersons(world),
    carelessJson(world),
    carelessRegister(world),
    carelessPenalties(world, 'recent'),
    carelessSamples(world),
    ...uselessFiles(),
    withdrawalBatch(world),
    ...penaltyBatches(world),
  ]
}

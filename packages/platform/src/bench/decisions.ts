// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import { DecisionTable, loadCatalogue, type Question } from '../modules/catalogue/index.ts'
import type { BenchResult } from './bench-result.ts'

const folder = fileURLToPath(new URL('../../../../catalogue/cn', import.meta.url))
const ROUNDS = 60
/** Questions come in no order that helps: neighbours in the table are not asked one after the other. */
const STEP = 7_919

/** The table of the published catalogue on one core; beside it what reading an array of that size costs. */
export async function benchDecisions(): Promise<BenchResult[]> {
  const table = new DecisionTable(await loadCatalogue(folder), { demo: true })
  const questions: Question[] = []
  table.each((question) => questions.push(question))
  const asked = questions.map((_, at) => questions[(at * STEP) % questions.length] as Question)
  let opened = 0
  const ask = (): void => {
    for (const question of asked) if (table.decide(question).opens !== null) opened++
  }
  const perSecond = rateOf(ask, asked.length)
  if (opened % (ROUNDS + 1) !== 0) throw new Error('the same question was answered in two ways')
  const cells = Uint16Array.from(asked, (_, at) => at)
  const places = Uint32Array.from(asked, (_, at) => (at * STEP) % cells.length)
  let sum = 0
  const read = (): void => {
    for (const place of places) sum += cells[place] ?? 0
  }
  const bare = rateOf(read, places.length)
  if (sum === 0) throw new Error('nothing was read')
  return [
    {
      name: 'decisions of the table',
      value: perSecond,
      unit: 'decisions/s',
      limit: { name: 'array reads', value: bare },
      floor: { value: 1_000_000 },
    },
  ]
}

/** Once to warm up, then as often as it counts. */
function rateOf(act: () => void, size: number): number {
  act()
  const startedAt = performance.now()
  for (let round = 0; round < ROUNDS; round++) act()
  return (size * ROUNDS) / ((performance.now() - startedAt) / 1000)
}

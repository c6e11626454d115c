// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { benchSubjects, penaltyCsv, registrationCsv } from './bench-data.ts'
import { type BenchNode, openBenchNode } from './bench-node.ts'
import type { BenchResult } from './bench-result.ts'

const SUBJECTS = 10_000
const MONTHS = 5

/** The same five months with one judging thread and with two: what the second brings. */
export async function benchJudges(today: string): Promise<BenchResult[]> {
  const rates: number[] = []
  for (const judges of [1, 2]) {
    const bench = await openBenchNode(today, judges)
    try {
      rates.push(await rateOf(bench))
    } finally {
      await bench.stop()
    }
  }
  const [one = 0, two = 0] = rates
  return [
    { name: 'ingest, one judging thread', value: one, unit: 'rows/s' },
    { name: 'ingest, two judging threads', value: two, unit: 'rows/s' },
  ]
}

async function rateOf(bench: BenchNode): Promise<number> {
  const subjects = benchSubjects(SUBJECTS)
  const registry = await bench.furnisher('bench-registry', 'registration-authority')
  const authority = await bench.furnisher('bench-authority', 'penalty-authority')
  await bench.submit(registry, 'cn.registration', registrationCsv(subjects))
  let rows = 0
  let seconds = 0
  for (let month = 0; month <= MONTHS; month++) {
    const csv = penaltyCsv(subjects, month, 2)
    const from = performance.now()
    const { totals } = await bench.submit(authority, 'cn.administrative-penalty', csv)
    // The first month warms the code of both alike.
    if (month === 0) continue
    seconds += (performance.now() - from) / 1000
    rows += totals.accepted
  }
  return rows / seconds
}

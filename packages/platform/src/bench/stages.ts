// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { benchSubjects, penaltyCsv, registrationCsv } from './bench-data.ts'
import type { BenchNode } from './bench-node.ts'
import type { BenchResult } from './bench-result.ts'
import { profileThreads, timeByStage } from './cpu-profile.ts'
import { watchDatabase } from './database-load.ts'
import { type IngestStage, ingestStages, noShares, type Shares } from './ingest-stage.ts'
import { benchPersonsOf, personCsv } from './persons.ts'

const SUBJECTS = 10_000
const MONTHS = 3
const SECONDS_MAX = 12

/**
 * What a row costs at each stage, in microseconds of processor time, in the node and in the database. The threads are
 * sampled while the pipeline runs as it always does; nothing in it is changed or counted.
 */
export async function benchStages(bench: BenchNode, say: (line: string) => void): Promise<BenchResult[]> {
  const registry = await bench.furnisher('stages-registry', 'registration-authority')
  const authority = await bench.furnisher('stages-authority', 'penalty-authority')
  const subjects = benchSubjects(SUBJECTS)
  await bench.submit(registry, 'cn.registration', registrationCsv(subjects))
  const persons = benchPersonsOf(SUBJECTS)
  const send = async (csv: string): Promise<number> =>
    (await bench.submit(authority, 'cn.administrative-penalty', csv)).totals.accepted
  const results: BenchResult[] = []
  // The first file of each kind is not measured: it meets subjects for the first time, and warms the code.
  const kinds = [
    ['organisations', (month: number) => penaltyCsv(subjects, month, 2)],
    ['persons', (month: number) => personCsv(persons, month)],
  ] as const
  for (const [kind, fileOf] of kinds) {
    await send(fileOf(0))
    const { rows, node, database } = await measure(bench, (month) => send(fileOf(month + 1)))
    say(`  ${kind}: ${rows} rows`)
    results.push(...resultsOf(kind, rows, node, database))
  }
  return results
}

type Measured = { readonly rows: number; readonly node: Shares; readonly database: Shares | null }

async function measure(bench: BenchNode, send: (month: number) => Promise<number>): Promise<Measured> {
  const watch = await watchDatabase(bench.ownerUrl)
  const profile = await profileThreads()
  const cpuFrom = process.cpuUsage()
  const from = performance.now()
  let rows = 0
  for (let month = 0; month < MONTHS && performance.now() - from < SECONDS_MAX * 1_000; month++) {
    rows += await send(month)
  }
  const { user, system } = process.cpuUsage(cpuFrom)
  const sampled = noShares()
  for (const one of await profile.stop()) {
    const time = timeByStage(one)
    for (const stage of ingestStages) sampled[stage] += time[stage]
  }
  return { rows, node: scaledTo(user + system, sampled), database: await watch.stop() }
}

/** A sample counts time that passed, also while another program had the processor: only the share of each holds. */
function scaledTo(micros: number, sampled: Shares): Shares {
  const sum = ingestStages.reduce((all, stage) => all + sampled[stage], 0)
  const scaled = noShares()
  for (const stage of ingestStages) scaled[stage] = sum > 0 ? (sampled[stage] * micros) / sum : 0
  return scaled
}

function resultsOf(kind: string, rows: number, node: Shares, database: Shares | null): BenchResult[] {
  const line = (where: string, stage: IngestStage, micros: number): BenchResult => ({
    name: `${kind} ${stage} ${where}`,
    value: micros / rows,
    unit: 'µs/row',
  })
  return ingestStages.flatMap((stage) => [
    line('node', stage, node[stage]),
    ...(database ? [line('database', stage, database[stage])] : []),
  ])
}

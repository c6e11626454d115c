// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchSubjects } from './bench-data.ts'
import { type BenchNode, openBenchNode } from './bench-node.ts'
import { type BenchResult, textOf } from './bench-result.ts'
import { benchDecisions } from './decisions.ts'
import { benchIdentifiers } from './identifiers.ts'
import { benchIngest } from './ingest.ts'
import { benchJudges } from './judges.ts'
import { benchLog } from './log.ts'
import { benchPersons } from './persons.ts'
import { benchReport } from './report.ts'
import { benchStages } from './stages.ts'
import { benchVolume, volumes } from './volume.ts'

const SUBJECTS = 10_000
const TODAY = '2026-11-24'
/** Run only when named: what is sampled runs slower. */
const apart: readonly string[] = ['stages', ...volumes]
const names = [
  'identifiers',
  'decisions',
  'ingest',
  'judges',
  'persons',
  'report',
  'log',
  'stages',
  ...volumes,
] as const

/**
 * `npm run bench [-- NAME] [--json FILE]`; the volumes run only when they are named, one a process, for the peak of
 * memory is the process's. A missed floor is printed as a miss, and the exit code stays 0.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: 'string' } },
  })
  const unknown = positionals.find((name) => !(names as readonly string[]).includes(name))
  if (unknown !== undefined) {
    console.error(`no bench is called ${unknown}; there are ${names.join(', ')}`)
    return 2
  }
  const wants = (name: (typeof names)[number]): boolean =>
    positionals.length === 0 ? !apart.includes(name) : positionals.includes(name)
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}\n`)
  const results: BenchResult[] = []
  if (wants('identifiers')) {
    for (const { name, perSecond } of benchIdentifiers()) {
      results.push({ name, value: perSecond, unit: 'checks/s', floor: { value: 300_000 } })
    }
  }
  if (wants('decisions')) results.push(...(await benchDecisions()))
  for (const volume of volumes) {
    if (wants(volume)) results.push(...(await onEmptyNode((bench) => benchVolume(bench, volume))))
  }
  // First, on an empty node: what a batch leaves in the database would be measured with it.
  if (wants('log')) results.push(...(await onEmptyNode(benchLog)))
  if (wants('ingest') || wants('report')) results.push(...(await onNode(wants('report'))))
  if (wants('persons'))
    // A node of its own: what another bench has filled would be measured too.
    results.push(...(await onEmptyNode((bench) => benchPersons(bench, (line) => console.log(line)))))
  if (wants('judges')) results.push(...(await benchJudges(TODAY)))
  if (wants('stages')) results.push(...(await onEmptyNode((bench) => benchStages(bench, console.log))))
  console.log(`\n${textOf(results)}`)
  if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`)
  return 0
}

async function onNode(withReport: boolean): Promise<BenchResult[]> {
  return onEmptyNode(async (bench) => {
    const subjects = benchSubjects(SUBJECTS)
    const results = await benchIngest(bench, subjects, (line) => console.log(line))
    return withReport ? [...results, ...(await benchReport(bench, subjects))] : results
  })
}

async function onEmptyNode(run: (bench: BenchNode) => Promise<BenchResult[]>): Promise<BenchResult[]> {
  const bench = await openBenchNode(TODAY)
  try {
    return await run(bench)
  } finally {
    await bench.stop()
  }
}

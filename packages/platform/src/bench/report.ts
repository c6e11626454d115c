// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fork } from 'node:child_process'
import { publicReportStatements } from '../modules/disclosure/index.ts'
import { findIdentifiers } from '../modules/subjects/index.ts'
import type { BenchSubject } from './bench-data.ts'
import type { BenchNode } from './bench-node.ts'
import type { BenchResult } from './bench-result.ts'

const CALLERS = 64
const SECONDS = 5
const WARM_SECONDS = 3
const ROUNDS = 3
const IDS = 2_000

/** Whole public pages of about fifty records over HTTP, beside the same statement through the pipelined driver. */
export async function benchReport(
  bench: BenchNode,
  subjects: readonly BenchSubject[],
): Promise<BenchResult[]> {
  const { house, url } = bench.node
  const step = Math.max(1, Math.floor(subjects.length / IDS))
  const asked = subjects
    .filter((_, i) => i % step === 0)
    .map(({ uscc }) => ({ scheme: 'cn.uscc', value: uscc }))
  const ids = (await findIdentifiers(house.database, asked)).map((row) => row.subjectId)
  const records = await recordsOf(url, ids[0] ?? '')
  // Both once unmeasured, then by turns: whichever went first would else warm the other's pages.
  await driverRate(bench, ids, WARM_SECONDS)
  await httpRate(url, ids, WARM_SECONDS)
  const drivers: number[] = []
  const https: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    drivers.push(await driverRate(bench, ids, SECONDS))
    https.push(await httpRate(url, ids, SECONDS))
  }
  const driver = medianOf(drivers)
  const http = medianOf(https)
  return [
    {
      name: `report of ${records} records, HTTP`,
      value: http,
      unit: 'reports/s',
      limit: { name: 'the same statement, pipelined driver', value: driver },
      floor: { share: 0.35 },
    },
    { name: 'that statement alone', value: driver, unit: 'reads/s', floor: { value: 3_000 } },
  ]
}

async function recordsOf(url: string, id: string): Promise<number> {
  const answer = (await (await fetch(`${url}/v1/public/organisations/${id}/report`)).json()) as {
    records: unknown[]
  }
  return answer.records.length
}

async function driverRate(bench: BenchNode, ids: readonly string[], seconds: number): Promise<number> {
  const { database, catalogues } = bench.node.house
  const statement = publicReportStatements(catalogues.current().catalogue, { demo: true }).now
  const today = database.clock.today()
  const until = performance.now() + seconds * 1000
  let reads = 0
  const caller = async (first: number): Promise<void> => {
    for (let i = first; performance.now() < until; i += CALLERS) {
      await database.read(statement, [ids[i % ids.length], today, today, null, null])
      reads++
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, (_, i) => caller(i)))
  return reads / seconds
}

/** The load comes from a process of its own, as a reader would. No conditional requests: each answer is composed. */
async function httpRate(url: string, ids: readonly string[], seconds: number): Promise<number> {
  const child = fork(new URL('./http-load.js', import.meta.url), { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('message', (rate) => {
      resolve(Number(rate))
      child.disconnect()
    })
    child.send({
      url,
      paths: ids.map((id) => `/v1/public/organisations/${id}/report`),
      connections: 32,
      seconds,
    })
  })
}

function medianOf(rates: readonly number[]): number {
  return [...rates].sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type BenchSubject, penaltyCsv, registrationCsv } from './bench-data.ts'
import type { BenchNode } from './bench-node.ts'
import type { BenchResult } from './bench-result.ts'

const MONTHS = 25
const PER_SUBJECT_A_MONTH = 2

/** Fills the node month by month; the figure is from the open door to the signed receipt. */
export async function benchIngest(
  bench: BenchNode,
  subjects: readonly BenchSubject[],
  say: (line: string) => void,
): Promise<BenchResult[]> {
  const registry = await bench.furnisher('bench-registry', 'registration-authority')
  const authority = await bench.furnisher('bench-authority', 'penalty-authority')
  await bench.submit(registry, 'cn.registration', registrationCsv(subjects))
  let rows = 0
  let seconds = 0
  for (let month = 0; month < MONTHS; month++) {
    const csv = penaltyCsv(subjects, month, PER_SUBJECT_A_MONTH)
    const from = performance.now()
    const { totals } = await bench.submit(authority, 'cn.administrative-penalty', csv)
    seconds += (performance.now() - from) / 1000
    rows += totals.accepted
    if (totals.accepted !== subjects.length * PER_SUBJECT_A_MONTH)
      throw new Error('every row of the bench is good')
    say(`  month ${month + 1}/${MONTHS}: ${Math.round(rows / seconds)} rows/s`)
  }
  const copied = await copyInto(bench.ownerUrl, rows)
  return [
    {
      name: 'ingest',
      value: rows / seconds,
      unit: 'rows/s',
      limit: { name: 'raw COPY into the same tables', value: copied },
      floor: { value: 12_000, share: 0.3 },
    },
    { name: 'node memory, peak', value: process.resourceUsage().maxRSS / 1024, unit: 'MiB' },
  ]
}

/**
 * The physical limit: the very rows the merge wrote, prebuilt, copied into empty tables with the same columns,
 * indexes and durability, in transactions of the merge's size and in the order in which they had come.
 * @returns rows of record_versions a second
 */
async function copyInto(ownerUrl: string, rows: number): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('create schema bench')
    for (const table of ['record_versions', 'record_keys']) {
      await client.query(`create table bench.${table} (like public.${table} including all)`)
    }
    // Prebuilt once, in the chunks and the order in which they had come.
    await client.query(`
      create unlogged table bench.versions as
        select v.* from public.record_versions v where v.type = 'cn.administrative-penalty';
      create index on bench.versions (tick, row_no);
      create unlogged table bench.keys as
        select k.*, v.tick, v.row_no from public.record_keys k join bench.versions v on v.record_id = k.record_id;
      create index on bench.keys (tick, row_no);
      analyze bench.versions, bench.keys;
      checkpoint`)
    const columns = await client.query<{ names: string }>(
      `select string_agg(attname, ', ' order by attnum) as names from pg_attribute
       where attrelid = 'public.record_keys'::regclass and attnum > 0 and not attisdropped`,
    )
    const keyColumns = columns.rows[0]?.names ?? ''
    const { rows: chunks } = await client.query<{ tick: number }>(
      'select distinct tick from bench.versions order by tick',
    )
    let seconds = 0
    for (const { tick } of chunks) {
      const versions = await take(client, `select * from bench.versions where tick = ${tick} order by row_no`)
      const keys = await take(
        client,
        `select ${keyColumns} from bench.keys where tick = ${tick} order by row_no`,
      )
      const from = performance.now()
      await client.query('begin')
      await pipeline(Readable.from([keys]), client.query(copyFrom('copy bench.record_keys from stdin')))
      await pipeline(
        Readable.from([versions]),
        client.query(copyFrom('copy bench.record_versions from stdin')),
      )
      await client.query('commit')
      seconds += (performance.now() - from) / 1000
    }
    return rows / seconds
  } finally {
    await client.end()
  }
}

async function take(client: pg.Client, select: string): Promise<Buffer> {
  return buffer(client.query(copyTo(`copy (${select}) to stdout`)))
}

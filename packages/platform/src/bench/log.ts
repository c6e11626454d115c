// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import {
  leafHash,
  parseVerifierKey,
  plainSuite,
  platformSuite,
  rootOf,
  verifyLogProof,
} from '@probity/verify'
import pg from 'pg'
import type { Clock } from '../kernel/clock.ts'
import { type EntryId, newId } from '../kernel/ids.ts'
import { queueEntry } from '../modules/transparency-log/index.ts'
import type { BenchNode } from './bench-node.ts'
import type { BenchResult } from './bench-result.ts'

const ENTRIES = 100_000
const AT_ONCE = 2_000
const PROBES = 100
const VERIFY_MS = 1_000

/** Through the running node: queued by transactions, given places by its own sequencer, until all is signed. */
export async function benchLog({ node, ownerUrl }: BenchNode): Promise<BenchResult[]> {
  const { database } = node.house
  const raw = await insertRaw(ownerUrl, database.clock)
  const sizeBefore = await sizeOf(node.house)
  const sequenced = await perSecond(ENTRIES, async () => {
    await insertAll((text, values) => database.query(text, values), database.clock, 'log_queue')
    while ((await sizeOf(node.house)) < sizeBefore + ENTRIES) await delay(5)
  })
  const leaves = Array.from({ length: ENTRIES }, () => randomBytes(150))
  const hashing = await perSecond(ENTRIES, async () => {
    rootOf(
      platformSuite,
      leaves.map((leaf) => leafHash(platformSuite, leaf)),
    )
  })
  const waits = await measureInclusion(node.house)
  const at = (share: number): number =>
    waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0
  const [byPlatform, byItself] = await measureVerification(node.house)
  return [
    {
      name: 'log, queue to signed tiles',
      value: sequenced,
      unit: 'entries/s',
      limit: { name: 'raw inserts', value: raw },
      floor: { value: 5_000 },
    },
    { name: 'log, hashing alone in memory', value: hashing, unit: 'leaves/s' },
    { name: 'log, inclusion p50', value: at(0.5), unit: 'ms' },
    { name: 'log, inclusion p99', value: at(0.99), unit: 'ms' },
    { name: 'log, proofs verified', value: byPlatform, unit: 'proofs/s' },
    { name: 'log, proofs verified, plain', value: byItself, unit: 'proofs/s' },
  ]
}

type House = BenchNode['node']['house']

async function perSecond(count: number, act: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await act()
  return (count * 1000) / (performance.now() - startedAt)
}

type Insert = (text: string, values: unknown[]) => Promise<unknown>

/** The very rows, into an empty copy of the table with its indexes, and nothing behind it. */
async function insertRaw(ownerUrl: string, clock: Clock): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('create table bench_log_queue (like log_queue including all)')
    return await perSecond(ENTRIES, () =>
      insertAll((text, values) => client.query(text, values), clock, 'bench_log_queue'),
    )
  } finally {
    await client.query('drop table if exists bench_log_queue')
    await client.end()
  }
}

async function insertAll(
  insert: Insert,
  clock: Clock,
  table: 'log_queue' | 'bench_log_queue',
): Promise<void> {
  const text = `insert into ${table} (entry_id, kind, commitment, queued_at)
    select id, 'batch.receipt', commitment, $3 from unnest($1::uuid[], $2::bytea[]) as e (id, commitment)`
  for (let done = 0; done < ENTRIES; done += AT_ONCE) {
    const ids = Array.from({ length: AT_ONCE }, () => newId<EntryId>(clock.nowMs()))
    const commitments = ids.map(() => randomBytes(32))
    await insert(text, [ids, commitments, clock.now()])
  }
}

async function sizeOf({ transparencyLog }: House): Promise<number> {
  const checkpoint = await transparencyLog.findResource('checkpoint')
  return Number(checkpoint?.bytes.toString('utf8').split('\n')[1] ?? 0)
}

/** From the commit of an act to the proof of its entry, one after another on a node that does nothing else. */
async function measureInclusion({ database, transparencyLog }: House): Promise<number[]> {
  const waits: number[] = []
  for (let probe = 0; probe < PROBES; probe += 1) {
    const witnessed = randomBytes(16).toString('hex')
    await database.transact((tx) => queueEntry(tx, 'batch.receipt', witnessed))
    const committedAt = performance.now()
    while ((await transparencyLog.findProof('batch.receipt', witnessed)) === null) await delay(5)
    waits.push(performance.now() - committedAt)
  }
  return waits.sort((left, right) => left - right)
}

async function measureVerification({ database, transparencyLog, signer }: House): Promise<[number, number]> {
  const witnessed = randomBytes(16).toString('hex')
  await database.transact((tx) => queueEntry(tx, 'batch.receipt', witnessed))
  let found = await transparencyLog.findProof('batch.receipt', witnessed)
  while (found === null) {
    await delay(50)
    found = await transparencyLog.findProof('batch.receipt', witnessed)
  }
  const { proof, entry } = found
  const trust = { log: parseVerifierKey(platformSuite, signer.verifierKey) }
  const rate = (suite: typeof plainSuite): number => {
    const startedAt = performance.now()
    let count = 0
    for (; performance.now() - startedAt < VERIFY_MS; count += 1) {
      verifyLogProof(suite, proof, Buffer.from(entry), trust)
    }
    return (count * 1000) / (performance.now() - startedAt)
  }
  return [rate(platformSuite), rate(plainSuite)]
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { csvOf, openDoorsWorld, type } from '../../../test/doors-world.ts'
import { asOwner } from '../../../test/test-database.ts'
import type { Database, Query } from '../../kernel/db/database.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { getBatchProgress, processBatch } from './index.ts'

const world = await openDoorsWorld()
const { collection, database, registry, ownerUrl } = world
const source = `${registry.participantId}, hashtext('${type}')`
const othersMerge = `insert into source_merges as s (furnisher_id, type, merges)
  values (${registry.participantId}, '${type}', 1)
  on conflict (furnisher_id, type) do update set merges = s.merges + 1`
const chunks = 3
const rows = chunks * 1_000

async function openOwner(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  onTestFinished(() => client.end().catch(() => undefined))
  return client
}

/** Counts the sessions of this database of which that holds. */
async function sessions(where: string): Promise<number> {
  const { rows: found } = await asOwner(
    ownerUrl,
    `select count(*)::integer as n from pg_stat_activity where datname = current_database() and ${where}`,
  )
  return found[0].n
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(25)
}

const acceptedOf = async (batchId: BatchId) =>
  (await getBatchProgress(collection, registry, batchId)).totals.accepted

test('a change to the tables that waits for a staged chunk does not stop the batch for ever', {
  timeout: 60_000,
}, async () => {
  const batchId = await world.receive(registry, { type, csv: csvOf(rows) })
  const [merging, migrating] = [await openOwner(), await openOwner()]
  await merging.query(`begin; select pg_advisory_xact_lock(${source})`)
  const done = processBatch(collection, batchId)
  // The first chunk waits for whoever merges, and the second, staged, for the first.
  await until(async () => (await sessions(`wait_event = 'advisory'`)) === 1)
  await until(
    async () => (await sessions(`state = 'idle in transaction' and query like '%staged_records%'`)) === 1,
  )
  const migrated = migrating.query('begin; lock table record_keys in access exclusive mode; commit')
  await until(async () => (await sessions(`wait_event = 'relation'`)) === 1)
  // Now the first chunk is stale: it begins anew, behind the change, which waits for the second.
  await merging.query(`${othersMerge}; commit`)
  await Promise.all([done, migrated])
  expect(await acceptedOf(batchId)).toBe(rows)
})

test('others who merge or delete whenever they can do not keep a batch from ending', {
  timeout: 60_000,
}, async () => {
  const batchId = await world.receive(registry, { type, csv: csvOf(rows) })
  const other = await openOwner()
  let merged = 0
  const interfere = async (): Promise<void> => {
    await other.query('begin')
    const { rows: locked } = await other.query(`select pg_try_advisory_xact_lock(${source}) as is_free`)
    if (locked[0].is_free) {
      await other.query(othersMerge)
      merged++
    }
    await other.query('commit')
    if (merged > 10 * chunks) throw new Error('kept away')
  }
  const busy: Database = {
    ...database,
    transact: (act) =>
      database.transact((tx) => {
        const query: Query = async (text, values) => {
          const found = await tx.query(text, values)
          if (text.includes('insert into staged_records')) await interfere()
          return found as never
        }
        return act({ ...tx, query })
      }),
  }
  await processBatch({ ...collection, database: busy }, batchId)
  expect(await acceptedOf(batchId)).toBe(rows)
  expect(merged).toBeGreaterThan(0)
})

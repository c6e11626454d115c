// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { csvOf, heading, openDoorsWorld, type } from '../../../test/doors-world.ts'
import { newUscc } from '../../../test/http-world.ts'
import { newResidentId } from '../../../test/persons.ts'
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

const versionsOf = async (batchId: BatchId) =>
  (await database.query('select 1 from record_versions where batch_id = $1', [batchId])).length

/** Fails every chunk of the batch but the first, before it is committed. */
async function failSecondChunk(batchId: BatchId): Promise<void> {
  await asOwner(
    ownerUrl,
    `create function fail_chunk() returns trigger language plpgsql as $$ begin
       if exists (select 1 from batch_chunks where batch_id = new.batch_id) then
         raise exception 'no room' using errcode = '53100';
       end if;
       return new;
     end $$;
     create trigger fail_chunk before insert on batch_chunks for each row
       when (new.batch_id = '${batchId}') execute function fail_chunk()`,
  )
}

test('a chunk that fails takes the one staged behind it along, and both are merged once when it goes on', {
  timeout: 60_000,
}, async () => {
  const batchId = await world.receive(registry, { type, csv: csvOf(6_000) })
  await failSecondChunk(batchId)
  await expect(processBatch(collection, batchId)).rejects.toMatchObject({ name: 'OutageError' })
  expect(await versionsOf(batchId)).toBe(await acceptedOf(batchId))
  expect(await acceptedOf(batchId)).toBeGreaterThan(0)
  expect(await sessions(`state like 'idle in transaction%'`)).toBe(0)
  await asOwner(ownerUrl, 'drop trigger fail_chunk on batch_chunks')
  await processBatch(collection, batchId)
  expect([await acceptedOf(batchId), await versionsOf(batchId)]).toEqual([6_000, 6_000])
})

test('a connection lost under a staged chunk leaves the batch to go on where it was', {
  timeout: 60_000,
}, async () => {
  const batchId = await world.receive(registry, { type, csv: csvOf(rows) })
  const merging = await openOwner()
  await merging.query(`begin; select pg_advisory_xact_lock(${source})`)
  const done = processBatch(collection, batchId)
  const staged = `state = 'idle in transaction' and query like '%staged_records%'`
  await until(async () => (await sessions(staged)) === 1)
  await asOwner(
    ownerUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and ${staged}`,
  )
  await merging.query('commit')
  await expect(done).rejects.toMatchObject({ name: 'OutageError' })
  await processBatch(collection, batchId)
  expect([await acceptedOf(batchId), await versionsOf(batchId)]).toEqual([rows, rows])
})

test('of a file of several chunks the repeats, the late rows and what is masked of them are what they are of one', {
  timeout: 60_000,
}, async () => {
  const numbers = Array.from({ length: rows }, () => newUscc())
  const secret = newResidentId()
  const line = (uscc: string, day: string, more = '') => `${uscc},演示门有限公司,${day}${more}\n`
  const later = numbers.slice(-2)
  const before = await world.submit(registry, {
    type,
    csv: heading + later.map((uscc) => line(uscc, '2020-01-03')).join(''),
  })
  expect(before.totals.accepted).toBe(2)
  const lines = numbers.map((uscc, i) => line(uscc, '2020-01-02', i === rows - 1 ? `,${secret}` : ','))
  const csv = `${heading.trim()},备注\n${lines.join('')}${line(numbers[0] ?? '', '2020-01-02', ',')}`
  const batchId = await world.receive(registry, { type, csv, statedAt: '2026-06-01T00:00:00.000Z' as never })
  await processBatch(collection, batchId)
  const { totals } = await getBatchProgress(collection, registry, batchId)
  expect(totals).toMatchObject({ accepted: rows - 2, unchanged: 2 })
  const faults = await world.faults(registry, batchId)
  expect(faults.map(({ rowNo }) => rowNo)).toEqual([rows + 2])
  const notes = await world.notes(registry, batchId)
  expect(notes.flatMap(({ items }) => items.map(({ code }) => code))).toEqual([
    'NTE-HEADING-UNKNOWN',
    'LATE-STATEMENT',
    'LATE-STATEMENT',
  ])
  expect(JSON.stringify(notes)).not.toContain(secret)
})

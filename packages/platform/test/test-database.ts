// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import type { Instant } from '../src/kernel/civil-date.ts'
import { type Clock, fixedClock } from '../src/kernel/clock.ts'
import { type Database, openDatabase } from '../src/kernel/db/database.ts'
import { type KeyStore, type KeyStoreOptions, openKeyStore } from '../src/modules/key-store/index.ts'

export type TestDatabase = {
  readonly database: Database
  readonly clock: ReturnType<typeof fixedClock>
  /** The owner's connection: only to look where the application may not. */
  readonly ownerUrl: string
  readonly appUrl: string
}

/** A database of the test file's own, reached as the application role, with a clock that stands still. */
export async function openTestDatabase(at = '2026-06-15T02:00:00.000Z'): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await asOwner(inject('ownerUrl'), `create database ${name} template probity_template`)
  const clock = fixedClock(at as Instant)
  const appUrl = withDatabase(inject('appUrl'), name)
  const database = openDatabase({ url: appUrl, clock })
  afterAll(async () => {
    await database.close()
    await asOwner(inject('ownerUrl'), `drop database ${name} with (force)`)
  })
  return { database, clock, ownerUrl: withDatabase(inject('ownerUrl'), name), appUrl }
}

export type TestKeys = KeyStore & {
  /** The owner's connection: only to look where the application may not. */
  readonly ownerUrl: string
}

/** A key store of the test file's own. */
export async function openTestKeys(
  clock: Clock,
  nodeKey: KeyStoreOptions['nodeKey'],
  nodeName = 'test.probity',
): Promise<TestKeys> {
  const { database, ownerUrl } = await openKeysDatabase(clock)
  const keys = await openKeyStore({ database, nodeKey, nodeName, knownStoreId: null })
  afterAll(() => keys.close())
  return Object.assign(keys, { ownerUrl })
}

/** The database of a key store, not yet born. */
export async function openKeysDatabase(
  clock: Clock,
): Promise<{ readonly database: Database; readonly ownerUrl: string; readonly appUrl: string }> {
  const name = `test_keys_${randomBytes(6).toString('hex')}`
  await asOwner(inject('ownerUrl'), `create database ${name} template probity_keys_template`)
  const appUrl = withDatabase(inject('keysUrl'), name)
  const database = openDatabase({ url: appUrl, clock, connectionsMax: 4 })
  afterAll(async () => {
    await database.close()
    await asOwner(inject('ownerUrl'), `drop database ${name} with (force)`)
  })
  return { database, ownerUrl: withDatabase(inject('ownerUrl'), name), appUrl }
}

export async function asOwner(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

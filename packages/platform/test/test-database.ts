// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import type { Instant } from '../src/kernel/civil-date.ts'
import { fixedClock } from '../src/kernel/clock.ts'
import { type Database, openDatabase } from '../src/kernel/db/database.ts'

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

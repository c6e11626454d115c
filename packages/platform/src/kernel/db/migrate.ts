// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Clock } from '../clock.ts'
import { OutageError, refuse } from '../refusal.ts'
import { assertLocale } from './assert-database.ts'

const MIGRATION_LOCK = 7000

/** Migration files of one database, and the role in which the program uses it. */
export type Schema = {
  readonly folder: string
  readonly role: string
  /** Taken on for one act at a time, such as removal. */
  readonly besides: readonly string[]
}

export const mainSchema: Schema = {
  folder: sqlFolder('.'),
  role: 'probity_app',
  besides: ['probity_retention'],
}
export const keysSchema: Schema = { folder: sqlFolder('keys'), role: 'probity_keys_app', besides: [] }

function sqlFolder(name: string): string {
  return fileURLToPath(new URL(`../../../sql/${name}`, import.meta.url))
}

/**
 * Brings the schema up to this program's, under a lock, each file in its own transaction.
 * @param url the owner's connection
 * @throws Refusal SCHEMA_NEWER when the database was migrated by a newer program; SCHEMA_DIFFERS when a
 *   migration that has run was edited since; DATABASE_LOCALE when name search would find no Chinese
 */
export async function migrate(
  url: string,
  clock: Clock,
  schema: Schema = mainSchema,
): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: url, application_name: 'probity-migrate' })
  try {
    await client.connect()
  } catch (cause) {
    throw new OutageError('the database does not answer', { cause })
  }
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const applied = await applyMissing(client, clock, schema.folder)
    await assertLocale(client)
    for (const role of [schema.role, ...schema.besides]) await joinRole(client, role)
    return { applied }
  } finally {
    await client.end()
  }
}

async function applyMissing(client: pg.Client, clock: Clock, folder: string): Promise<string[]> {
  await client.query(`
    create table if not exists schema_migrations (
      name text primary key,
      digest text not null,
      applied_at timestamptz not null
    )`)
  await client.query(
    "comment on table schema_migrations is 'Which migration files have run, and their digests.'",
  )
  const files = (await readdir(folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort()
  const { rows } = await client.query<{ name: string; digest: string }>(
    'select name, digest from schema_migrations',
  )
  const done = new Map(rows.map((row) => [row.name, row.digest]))
  const newest = rows
    .map((row) => row.name)
    .sort()
    .at(-1)
  if (newest !== undefined && !files.includes(newest)) throw refuse('SCHEMA_NEWER', { migration: newest })

  const applied: string[] = []
  for (const name of files) {
    const sql = await readFile(join(folder, name), 'utf8')
    const digest = createHash('sha256').update(sql).digest('hex')
    const before = done.get(name)
    if (before === digest) continue
    if (before !== undefined) throw refuse('SCHEMA_DIFFERS', { migration: name })
    await applyOne(client, { name, sql, digest, at: clock.now() })
    applied.push(name)
  }
  return applied
}

async function applyOne(
  client: pg.Client,
  migration: { name: string; sql: string; digest: string; at: string },
): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.sql)
    await client.query('insert into schema_migrations (name, digest, applied_at) values ($1, $2, $3)', [
      migration.name,
      migration.digest,
      migration.at,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/**
 * An owner who is no superuser can take on a role only as a member of it.
 * @throws Refusal DATABASE_ROLE
 */
async function joinRole(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    "select pg_has_role(current_user, $1, 'MEMBER') as may",
    [role],
  )
  if (rows[0]?.may) return
  // A name of our own: DDL takes no parameters.
  await client.query(`grant ${role} to current_user`).catch((cause: unknown) => {
    throw refuse('DATABASE_ROLE', { role, cause: (cause as { code?: string }).code ?? '' })
  })
}

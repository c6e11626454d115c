// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import pg from 'pg'
import type { EmbeddedPostgres } from './embedded-postgres.ts'

/** Another database of the server, made where there is none. @returns the owner's connection to it */
export async function ensureDatabase(
  server: Pick<EmbeddedPostgres, 'url' | 'urlOf'>,
  name: string,
): Promise<string> {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name])
    // A name of our own: DDL takes no parameters. Caller holds the node's lock, so nobody else makes it meanwhile.
    if (rows.length === 0) await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
  return server.urlOf(name)
}

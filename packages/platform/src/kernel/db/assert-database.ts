// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import pg from 'pg'
import { refuse } from '../refusal.ts'

const CONNECT_LIMIT_MS = 10_000

/** @throws Refusal DATABASE_UNREACHABLE, which never repeats the password */
export async function assertReachable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_LIMIT_MS })
  // A server that goes away after the greeting reports it here and once more by rejecting the call in hand.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw refuse('DATABASE_UNREACHABLE', { server: serverOf(url), reason: reasonOf(error) })
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Trigram search finds no Chinese under LC_CTYPE C; a database without pg_trgm has nothing to assert yet.
 * @throws Refusal DATABASE_LOCALE
 */
export async function assertLocale(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  const installed = await client.query("select 1 from pg_extension where extname = 'pg_trgm'")
  if (installed.rows.length === 0) return
  const { rows } = await client.query<{ knows_chinese: boolean; locale: string }>(`
    select
      cardinality(show_trgm('北京')) > 0 as knows_chinese,
      (select datctype from pg_database where datname = current_database()) as locale`)
  const [found] = rows
  if (!found?.knows_chinese) throw refuse('DATABASE_LOCALE', { locale: found?.locale ?? '' })
}

function serverOf(url: string): string {
  if (!URL.canParse(url)) return '?'
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}:${port || '5432'}${pathname}`
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  // A name with several addresses fails with one error for each.
  const first = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.message : error.message
}

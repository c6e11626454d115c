// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import pg from 'pg'
import { OutageError, Refusal, refuse } from '../../../kernel/refusal.ts'
import type { FrontEndTable, TableAsked, TablePage } from './front-end-table.ts'

const CONNECT_MS = 10_000
const quoted = pg.escapeIdentifier

/** A department's own PostgreSQL, reached with a login that need do no more than select. */
export function postgresTable(connection: string): FrontEndTable {
  return {
    readPage: async (asked) => {
      const client = new pg.Client({
        connectionString: connection,
        application_name: 'probity-pull',
        connectionTimeoutMillis: CONNECT_MS,
        // Texts that read the same whatever that server is set to.
        options: '-c TimeZone=UTC -c DateStyle=ISO -c default_transaction_read_only=on',
      })
      // A server that goes away in the middle says so here and by rejecting the statement in hand.
      client.on('error', () => undefined)
      try {
        await client.connect()
        return await readWithin(client, asked)
      } catch (error) {
        throw asKnown(error)
      } finally {
        await client.end().catch(() => undefined)
      }
    },
  }
}

async function readWithin(client: pg.Client, asked: TableAsked): Promise<TablePage> {
  await client.query('begin transaction isolation level repeatable read read only')
  await client.query(`select set_config('statement_timeout', $1, true)`, [String(asked.timeoutMs)])
  const [schema = '', table = ''] = asked.table.split('.')
  const from = `${quoted(schema)}.${quoted(table)}`
  await assertKeysAreThere(client, from, asked.key)
  const types = await keyTypes(client, schema, table, asked.key)
  const page = await readRows(client, from, asked, types)
  await client.query('commit')
  return page
}

/** A row without its key would be read by no pull. */
async function assertKeysAreThere(client: pg.Client, from: string, key: readonly string[]): Promise<void> {
  const empty = key.map((column) => `${quoted(column)} is null`).join(' or ')
  const { rows } = await client.query<{ some: boolean }>(
    `select exists (select 1 from ${from} where ${empty}) as some`,
  )
  if (rows[0]?.some) throw refuse('SOURCE_KEY_EMPTY')
}

async function keyTypes(
  client: pg.Client,
  schema: string,
  table: string,
  key: readonly string[],
): Promise<string[]> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2 and a.attnum > 0 and not a.attisdropped order by a.attnum limit 2000`,
    [schema, table],
  )
  return key.map((column) => {
    const found = rows.find((row) => row.name === column)
    if (!found) throw refuse('SOURCE_TABLE_UNREADABLE', { reason: '42703' })
    return found.type
  })
}

async function readRows(
  client: pg.Client,
  from: string,
  { columns, key, behind, until, rowsMax }: TableAsked,
  types: readonly string[],
): Promise<TablePage> {
  const keys = key.map(quoted)
  const values: unknown[] = []
  const given = (value: unknown, type: string): string => `$${values.push(value)}::text::${type}`
  const conditions: string[] = []
  if (behind) {
    const marks = behind.map((mark, at) => given(mark, types[at] ?? 'text'))
    conditions.push(`(${keys.join(', ')}) > (${marks.join(', ')})`)
  }
  if (until !== null) conditions.push(`${keys[0]} <= ${given(until, types[0] ?? 'text')}`)
  const { rows } = await client.query<(string | null)[]>({
    text: `select ${[...key, ...columns].map((column) => `${quoted(column)}::text`).join(', ')} from ${from}
      ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
      order by ${keys.join(', ')} limit ${rowsMax + 1}`,
    values,
    rowMode: 'array',
  })
  assertKeysDiffer(rows, key.length)
  const page = rows.slice(0, rowsMax)
  return {
    rows: page.map((row) =>
      Object.fromEntries(columns.map((column, at) => [column, row[key.length + at] ?? null])),
    ),
    last: page.at(-1)?.slice(0, key.length).map(String) ?? null,
  }
}

/** Of two rows with one key the second would be passed over when a page ends between them. */
function assertKeysDiffer(rows: readonly (readonly (string | null)[])[], keyLength: number): void {
  rows.forEach((row, at) => {
    const before = rows[at - 1]
    if (before && row.slice(0, keyLength).every((part, i) => part === before[i]))
      throw refuse('SOURCE_KEY_REPEATS')
  })
}

/** Messages of that server may quote its rows: only the code goes on. */
function asKnown(error: unknown): unknown {
  if (error instanceof Refusal) return error
  const code = (error as { code?: unknown } | null)?.code
  // What the server itself refuses (a table that is not there, a right that is missing) mends no retry by itself.
  if (typeof code === 'string' && /^(42|3F|28|22)/.test(code))
    return refuse('SOURCE_TABLE_UNREADABLE', { reason: code })
  return new OutageError('a front-end database does not answer', { cause: error })
}

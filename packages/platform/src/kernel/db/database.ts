// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import pg from 'pg'
import type { Instant } from '../civil-date.ts'
import type { Clock } from '../clock.ts'
import { assert, DefectError, OutageError } from '../refusal.ts'

const DATE = 1082
const TIMESTAMPTZ = 1184
const INT8 = 20

// Days stay text (a JavaScript Date would give them an hour and a zone); ticks and counts fit a double.
pg.types.setTypeParser(DATE, (text) => text)
pg.types.setTypeParser(TIMESTAMPTZ, (text) => new Date(text).toISOString() as Instant)
pg.types.setTypeParser(INT8, (text) => Number(text))

export type Row = Record<string, unknown>

export type Query = <R extends Row = Row>(text: string, values?: readonly unknown[]) => Promise<R[]>

/** One transaction: its statements, its clock, and the connection for COPY. */
export type Tx = { readonly query: Query; readonly clock: Clock; readonly client: pg.PoolClient }

export type NamedStatement = { readonly name: string; readonly text: string }

export type Database = {
  readonly clock: Clock
  /** Runs the act in one transaction; what it throws rolls back. */
  transact<T>(act: (tx: Tx) => Promise<T>): Promise<T>
  /** A single statement outside any transaction. */
  query: Query
  /**
   * The hot path: a named statement over a few pipelined connections. Rows come as arrays.
   * Single autocommit reads only: a transaction here would swallow its neighbours' statements.
   */
  read(statement: NamedStatement, values: readonly unknown[]): Promise<unknown[][]>
  close(): Promise<void>
}

export type DatabaseOptions = {
  readonly url: string
  readonly clock: Clock
  /** Role that every connection takes on; left out where the login itself is the role. */
  readonly role?: string
  readonly applicationName?: string
  readonly connectionsMax?: number
}

const PIPELINED_CONNECTIONS = 2

export function openDatabase(options: DatabaseOptions): Database {
  const settings: pg.PoolConfig = {
    connectionString: options.url,
    application_name: options.applicationName ?? 'probity',
    ...(options.role ? { options: `-c role=${options.role}` } : {}),
  }
  const pool = new pg.Pool({ ...settings, max: options.connectionsMax ?? 12, idleTimeoutMillis: 30_000 })
  pool.on('error', () => {
    // An idle connection died; the pool replaces it and the next statement reports a lasting outage.
  })
  // A server that dies between two statements of a transaction says so to nobody's call: unheard, that ends the node.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const readers = new PipelinedReaders(settings)
  const query: Query = (text, values) => run(pool, text, values)

  return {
    clock: options.clock,
    query,
    transact: (act) => transact(pool, options.clock, act),
    read: (statement, values) => readers.read(statement, values),
    close: async () => {
      await readers.close()
      await pool.end()
    },
  }
}

async function transact<T>(pool: pg.Pool, clock: Clock, act: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch(asOutage)
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await act({ client, clock, query: (text, values) => run(client, text, values) })
    const { command } = await client.query('commit')
    // PostgreSQL answers ROLLBACK, without an error, when a statement of the act had failed and nobody said so.
    assert(command === 'COMMIT', 'an act that ends well is committed')
    return result
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause
    })
    throw toKnown(error)
  } finally {
    client.release(broken)
  }
}

async function run<R extends Row>(
  on: pg.Pool | pg.PoolClient,
  text: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  try {
    return (await on.query<R>(text, values as unknown[])).rows
  } catch (error) {
    throw toKnown(error)
  }
}

/** A few connections that send without waiting for the answer before: many more reads a second than a pool. */
class PipelinedReaders {
  readonly #settings: pg.PoolConfig
  readonly #clients: (Promise<pg.Client> | undefined)[] = Array(PIPELINED_CONNECTIONS).fill(undefined)
  readonly #holders: (pg.Client | undefined)[] = []
  #next = 0
  #closed = false

  constructor(settings: pg.PoolConfig) {
    this.#settings = settings
  }

  async read(statement: NamedStatement, values: readonly unknown[]): Promise<unknown[][]> {
    if (this.#closed) throw new OutageError('the database is closed')
    this.#next = (this.#next + 1) % PIPELINED_CONNECTIONS
    try {
      const client = await this.#client(this.#next)
      const result = await client.query({ ...statement, values: values as unknown[], rowMode: 'array' })
      return result.rows as unknown[][]
    } catch (error) {
      throw toKnown(error)
    }
  }

  #client(slot: number): Promise<pg.Client> {
    const open = this.#clients[slot] ?? this.#connect(slot)
    this.#clients[slot] = open
    return open
  }

  async #connect(slot: number): Promise<pg.Client> {
    // Named statements are planned once: planning a public report anew takes as long as running it.
    const options = [this.#settings.options, '-c plan_cache_mode=force_generic_plan -c statement_timeout=10s']
      .filter(Boolean)
      .join(' ')
    const client = new pg.Client({ ...this.#settings, options, pipeline: true } as pg.ClientConfig)
    const forget = (): void => {
      if (this.#holders[slot] === client) this.#clients[slot] = undefined
    }
    this.#holders[slot] = client
    client.on('error', forget)
    client.on('end', forget)
    try {
      await client.connect()
      return client
    } catch (error) {
      forget()
      throw error
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    const open = this.#clients.filter((client) => client !== undefined)
    await Promise.allSettled(open.map(async (client) => (await client).end()))
  }
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'ENOENT',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '53300',
  // A disk that is full, memory that has run out, a disk that does not answer: the server's trouble, not the act's.
  '53100',
  '53200',
  '58030',
  '08006',
  '08001',
  '08003',
])

function toKnown(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code
  const message = error instanceof Error ? error.message : ''
  const lost =
    /Connection terminated|connection error and is not queryable|Client was closed|after calling end on the pool/.test(
      message,
    )
  if (lost || (typeof code === 'string' && CONNECTION_CODES.has(code))) {
    return new OutageError('the database does not answer', { cause: error })
  }
  return error
}

function asOutage(error: unknown): never {
  throw toKnown(error)
}

/** The one row a statement must give; more or fewer is a defect. */
export function only<R>(rows: readonly R[]): R {
  const [row] = rows
  if (row === undefined || rows.length !== 1) throw new DefectError(`one row expected, ${rows.length} came`)
  return row
}

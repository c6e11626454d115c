// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { execFile } from 'node:child_process'
import { statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { prepareDataFolder } from '../data-folder.ts'
import { assert, refuse } from '../refusal.ts'
import { stopAbandonedPostmaster } from './abandoned-postmaster.ts'
import { initialiseCluster } from './initialise-cluster.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'
import { findPostgresHost, type HostOptions, type PostgresHost } from './postgres-host.ts'
import { type PostgresServer, spawnServer, untilReady } from './postgres-server.ts'
import { sendSignal, shutServerDown } from './server-shutdown.ts'

const run = promisify(execFile)

export type EmbeddedPostgresOptions = {
  readonly dataDir: string
  readonly log: (line: string) => void
  /** Server settings in place of the standard ones, by their PostgreSQL names. */
  readonly settings?: Readonly<Record<string, string>>
  /** For a server that comes again: the connections of those who use it stay right. Never another in its place. */
  readonly port?: number
} & Pick<HostOptions, 'namespaces' | 'rootPlace'>

export type ServerExit = {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** False when the server ended without our stop. */
  readonly expected: boolean
}

export type EmbeddedPostgres = {
  /** The owner's connection to the database `postgres`. */
  readonly url: string
  readonly adminUrl: string
  /** The owner's connection to another database of this server. */
  urlOf(database: string): string
  readonly pid: number
  /** Fast shutdown; escalates when the server does not obey. Calling it again waits for the same stop. */
  stop(): Promise<void>
  readonly exited: Promise<ServerExit>
}

const standardSettings = {
  shared_buffers: '256MB',
  max_connections: '60',
  fsync: 'on',
  max_wal_size: '2GB',
  unix_socket_directories: '',
  listen_addresses: '127.0.0.1',
  // A time written into JSON by SQL reads the same on every machine.
  TimeZone: 'UTC',
  log_timezone: 'UTC',
} as const

const ATTEMPTS = 5
const RETRY_AFTER_MS = 400
// The server cannot go on once it cannot write its next log segment of 16 MB.
const FREE_BYTES_MIN = 17_000_000

/**
 * A real PostgreSQL in `<dataDir>/pg`, on a free port of 127.0.0.1, its messages in `<dataDir>/pg.log`.
 * Caller holds the node's lock on the folder (`lockDataFolder`): a server found running there is taken for
 * one that a killed node left behind, and stopped.
 * @throws Refusal DISK_FULL, DATA_FOLDER_UNWRITABLE, EMBEDDED_DATABASE_MISSING, EMBEDDED_DATABASE_FAILED,
 *   EMBEDDED_PASSWORD_LOST
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir)
  await prepareDataFolder(dataDir)
  const binaries = await findPostgresBinaries()
  await stopAbandonedPostmaster(join(dataDir, 'pg'), options.log)
  const host = await findPostgresHost({ ...options, dataDir, binaries })
  const password = await initialiseCluster(host, dataDir)

  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await findFreePort())
    const settings = { ...standardSettings, ...options.settings, port: String(port) }
    const server = await spawnServer(host, dataDir, settings)
    if (await untilReady(server, host.cluster)) return running(host, server, port, password)
    await shutDown(host, server)
    const text = await server.readLog()
    if (attempt === ATTEMPTS || !PASSING.test(text)) throw await startRefusal(dataDir, text)
    await delay(RETRY_AFTER_MS)
  }
}

/** Another program took the port between our look and the server's; a dead server's memory is not yet free. */
const PASSING = /Address already in use|pre-existing shared memory block/

async function startRefusal(dataDir: string, text: string): Promise<Error> {
  const { bavail, bsize } = await statfs(dataDir)
  // A full disk may have swallowed the very message that says so.
  if (/No space left on device|Disk quota exceeded/.test(text) || bavail * bsize < FREE_BYTES_MIN) {
    return refuse('DISK_FULL', { folder: dataDir })
  }
  const lines = text.trim().split('\n')
  const reason = lines.find((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? ''
  return refuse('EMBEDDED_DATABASE_FAILED', { log: join(dataDir, 'pg.log'), reason })
}

function running(
  host: PostgresHost,
  server: PostgresServer,
  port: number,
  password: string,
): EmbeddedPostgres {
  let stopping: Promise<void> | undefined
  // The last resort when the process ends without a stop: the server still closes its files in order.
  const onExit = (): void => void sendSignal(server.pid, 'SIGINT')
  process.once('exit', onExit)
  const exited = server.exited.then((how) => {
    process.off('exit', onExit)
    return { ...how, expected: stopping !== undefined }
  })
  const urlOf = (database: string): string =>
    `postgres://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`
  return {
    url: urlOf('postgres'),
    adminUrl: urlOf('postgres'),
    urlOf,
    pid: server.pid,
    exited,
    stop: () => {
      stopping ??= shutDown(host, server)
      return stopping
    },
  }
}

async function shutDown(host: PostgresHost, server: PostgresServer): Promise<void> {
  // Windows has no signals; its programs ship pg_ctl for this.
  if (process.platform === 'win32' && !server.isGone()) {
    const { binaries, cluster } = host
    await run(binaries.pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-w']).catch(() => undefined)
  }
  await shutServerDown((signal) => sendSignal(server.pid, signal), server.isGone)
  await server.exited
}

function findFreePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      assert(address !== null && typeof address === 'object', 'a listening socket has a port')
      probe.close(() => settle(address.port))
    })
  })
}

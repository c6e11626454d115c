// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { spawn } from 'node:child_process'
import { type FileHandle, open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { folderRefusal } from '../data-folder.ts'
import { present } from '../refusal.ts'
import type { PostgresHost } from './postgres-host.ts'
import { serverEnvironment } from './server-environment.ts'

export type PostgresServer = {
  readonly pid: number
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  isGone(): boolean
  /** What this server has written to the log since it was spawned. */
  readLog(): Promise<string>
}

const LOG_BYTES_MAX = 10_000_000
const LOOK_EVERY_MS = 20
// Recovery after a crash replays gigabytes of log before the server answers.
const READY_LIMIT_MS = 600_000
const STATUS_LINE = 7

export async function spawnServer(
  host: PostgresHost,
  dataDir: string,
  settings: Readonly<Record<string, string>>,
): Promise<PostgresServer> {
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { file, args: words, options } = host.command(host.binaries.postgres, ['-D', host.cluster, ...args])
  const logFile = join(dataDir, 'pg.log')
  const log = await openLog(logFile).catch((error: unknown) => {
    throw folderRefusal(error, dataDir)
  })
  try {
    const { size } = await log.stat()
    const child = spawn(file, words, {
      ...options,
      cwd: host.cluster,
      env: serverEnvironment(),
      // A file, not a pipe: the server outlives a killed node and must not die of a closed pipe.
      stdio: ['ignore', log.fd, log.fd],
      // A session of its own: Ctrl-C on the terminal reaches the node, and the node stops the server.
      detached: true,
      windowsHide: true,
    })
    await new Promise<void>((settle, fail) => {
      child.once('spawn', settle)
      child.once('error', fail)
    })
    const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((settle) => {
      child.once('exit', (code, signal) => settle({ code, signal }))
    })
    return {
      pid: present(child.pid, 'a spawned process has a number'),
      exited,
      isGone: () => child.exitCode !== null || child.signalCode !== null,
      readLog: async () => (await readFile(logFile)).subarray(size).toString('utf8'),
    }
  } finally {
    await log.close()
  }
}

/** False when the server ended before it was ready. */
export async function untilReady(server: PostgresServer, cluster: string): Promise<boolean> {
  const pidFile = join(cluster, 'postmaster.pid')
  for (let waited = 0; waited < READY_LIMIT_MS && !server.isGone(); waited += LOOK_EVERY_MS) {
    const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n')
    if (Number(lines[0]) === server.pid && lines[STATUS_LINE]?.trim() === 'ready') return true
    await delay(LOOK_EVERY_MS)
  }
  return false
}

async function openLog(file: string): Promise<FileHandle> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size > LOG_BYTES_MAX) await rename(file, `${file}.1`)
  return open(file, 'a', 0o600)
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { execFile } from 'node:child_process'
import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sendSignal, shutServerDown, waitUntil } from './server-shutdown.ts'

const run = promisify(execFile)
const CHILDREN_LIMIT_MS = 2_000

/**
 * Clears what a killed node left on the cluster: a server that still runs is stopped, its orphaned children
 * are waited for (they hold its shared memory), a stale postmaster.pid is removed.
 * Caller holds the node's lock: no living node is using that server.
 */
export async function stopAbandonedPostmaster(cluster: string, log: (line: string) => void): Promise<void> {
  const folder = await realpath(cluster).catch(() => undefined)
  if (folder === undefined) return
  const pidFile = join(folder, 'postmaster.pid')
  const pid = await readPid(pidFile)
  if (pid === undefined) return

  const isQuiet = async (): Promise<boolean> => (await serversOn(folder, pid)).length === 0
  if ((await serversOn(folder, pid)).includes(pid)) {
    log('stopping the database that a killed node left running')
    await shutServerDown(
      (signal) => sendSignal(pid, signal),
      // Not by its number: where nobody reaps orphans, a dead server keeps it.
      async () => !(await isServerOn(folder, pid)),
    )
  }
  if (!(await waitUntil(isQuiet, CHILDREN_LIMIT_MS))) {
    for (const orphan of await serversOn(folder, pid)) sendSignal(orphan, 'SIGKILL')
    await waitUntil(isQuiet, CHILDREN_LIMIT_MS)
  }
  // Its number may belong to another program by now, and PostgreSQL would then refuse to start. While a child
  // still lives the file stays: by it PostgreSQL recognises the shared memory in use.
  if (await isQuiet()) await rm(pidFile, { force: true })
}

async function readPid(pidFile: string): Promise<number | undefined> {
  const [first = ''] = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n')
  return /^\d+$/.test(first.trim()) ? Number(first) : undefined
}

/** The processes that really are a PostgreSQL on this folder; a number alone proves nothing. */
async function serversOn(folder: string, pid: number): Promise<number[]> {
  if (process.platform !== 'linux') return (await isServerOn(folder, pid)) ? [pid] : []
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(numbers.map((number) => isServerByProc(folder, number)))
  return numbers.filter((_, index) => found[index])
}

function isServerOn(folder: string, pid: number): Promise<boolean> {
  return process.platform === 'linux' ? isServerByProc(folder, pid) : isServerByCommand(folder, pid)
}

/** A server and its children stand in the cluster's folder all their lives. */
async function isServerByProc(folder: string, pid: number): Promise<boolean> {
  const standsIn = await readlink(join('/proc', String(pid), 'cwd')).catch(() => undefined)
  if (standsIn !== folder) return false
  const name = await readFile(join('/proc', String(pid), 'comm'), 'utf8').catch(() => '')
  return name.trim() === 'postgres'
}

async function isServerByCommand(folder: string, pid: number): Promise<boolean> {
  if (process.platform === 'win32') {
    const { stdout } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'])
    return stdout.toLowerCase().includes('postgres.exe')
  }
  const { stdout } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }))
  return stdout.includes('postgres') && stdout.includes(folder)
}

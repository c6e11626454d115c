// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash, randomBytes } from 'node:crypto'
import { link, realpath, rename, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { folderRefusal } from './data-folder.ts'
import { refuse } from './refusal.ts'

export type NodeLock = { release(): Promise<void> }

// A socket's path ends at 104 bytes on macOS and at 108 on Linux; `clearStale` appends nine.
const SOCKET_PATH_BYTES_MAX = 95

/**
 * One node per data folder. The lock is a socket that the node listens on: the system closes it when the
 * node dies, however it dies, so what is left behind refuses a caller and is thereby known to be stale.
 * The folder must exist.
 * @throws Refusal DATA_FOLDER_TAKEN
 */
export async function lockDataFolder(folder: string): Promise<NodeLock> {
  const address = lockAddress(await realpath(folder))
  const turn = await takeTurn(address)
  try {
    return await takeLock(address, folder)
  } finally {
    if (turn) await closed(turn)
  }
}

async function takeLock(address: string, folder: string): Promise<NodeLock> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const server = await listenOn(address).catch((error: unknown) => {
      throw folderRefusal(error, folder)
    })
    if (server) return { release: () => closed(server) }
    if (await answers(address)) break
    if (!(await clearStale(address))) break
  }
  throw refuse('DATA_FOLDER_TAKEN', { folder })
}

const TURN_WAIT_MS = 50
const TURNS_MAX = 60

/**
 * Nodes that start at the same instant look at a stale lock one after another: judged at once by several, it could be
 * cleared by one while another has already made it its own. Linux only: an abstract socket leaves nothing behind.
 */
async function takeTurn(address: string): Promise<Server | undefined> {
  if (process.platform !== 'linux') return undefined
  const name = `\0probity-turn-${createHash('sha256').update(address).digest('hex').slice(0, 24)}`
  for (let i = 0; i < TURNS_MAX; i++) {
    const server = await listenOn(name)
    if (server) return server
    await delay(TURN_WAIT_MS)
  }
  return undefined
}

function lockAddress(folder: string): string {
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return `\\\\.\\pipe\\probity-${digest}`
  const inFolder = join(folder, 'node.lock')
  if (Buffer.byteLength(inFolder) <= SOCKET_PATH_BYTES_MAX) return inFolder
  return join(tmpdir(), `probity-${digest}.lock`)
}

/** Absent when somebody, alive or dead, already has the address. */
function listenOn(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((caller) => caller.destroy())
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(address, () => {
      server.unref()
      resolve(server)
    })
  })
}

/** A caller who is not let in (EACCES) has met somebody's lock all the same. */
function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const caller = connect(address)
    caller.once('connect', () => {
      caller.destroy()
      resolve(true)
    })
    caller.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT')
    })
  })
}

/**
 * Moves the socket aside before judging it a second time: of two nodes that both find it stale, the slower
 * would otherwise delete the faster one's new lock. False when a living lock was met; it is put back.
 */
async function clearStale(address: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  const aside = `${address}.${randomBytes(4).toString('hex')}`
  try {
    await rename(address, aside)
  } catch {
    // Another node cleared it first: the next attempt finds out who has the lock.
    return true
  }
  const alive = await answers(aside)
  // The third node that took the name in this instant keeps it: the folder is taken either way.
  if (alive) await link(aside, address).catch(() => undefined)
  await rm(aside, { force: true })
  return !alive
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

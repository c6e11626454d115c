// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { execFile, type SpawnOptions } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chown, cp, lstat, mkdir, readdir, realpath, rename, rm, stat, symlink } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { folderRefusal } from '../data-folder.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'

/**
 * Where the server's files lie and as whom its programs run. PostgreSQL refuses to run as root, so root
 * needs one of two ways round; everybody else just spawns.
 */
export type PostgresHost = {
  readonly binaries: PostgresBinaries
  /** The cluster's real folder: `<dataDir>/pg`, or what that links to. */
  readonly cluster: string
  readonly account?: Account
  /** The words to start a program with; the process they make becomes that program. */
  command(program: string, args: readonly string[]): { file: string; args: string[]; options: SpawnOptions }
}

export type Account = { readonly uid: number; readonly gid: number }

// "nobody": the one unprivileged number that needs no line in /etc/passwd.
const NOBODY = 65_534
const UNSHARE = ['--user', `--map-user=${NOBODY}`, '--']
const ROOT_PLACE = '/var/lib/probity'
const run = promisify(execFile)

export type HostOptions = {
  readonly dataDir: string
  readonly binaries: PostgresBinaries
  /** Set by tests to take the way of a machine that forbids user namespaces. */
  readonly namespaces?: boolean
  readonly rootPlace?: string
}

/**
 * An ordinary user spawns. Root enters a user namespace in which it is nobody, and its files stay root's own
 * and stay where they are. Where the system forbids namespaces, cluster and programs move to
 * `/var/lib/probity/<hash of dataDir>`, which the account 65534 can enter, and `<dataDir>/pg` links there.
 * A cluster that belongs to another user runs as that user.
 */
export async function findPostgresHost(options: HostOptions): Promise<PostgresHost> {
  const { dataDir, binaries } = options
  const door = join(dataDir, 'pg')
  if (process.getuid?.() !== 0) {
    const outside = !isUserKnown() && (await namespaceWorks(binaries, dataDir))
    return (outside ? namespaceHost : plainHost)(binaries, await realOrSelf(door))
  }

  const owner = await stat(door).catch(() => undefined)
  if (owner && owner.uid !== 0) {
    return accountHost(options, await realOrSelf(door), { uid: owner.uid, gid: owner.gid })
  }
  if (options.namespaces !== false && (await namespaceWorks(binaries, dataDir))) {
    return namespaceHost(binaries, await realOrSelf(door))
  }
  return accountHost(options, await moveCluster(door, privatePlace(options)), { uid: NOBODY, gid: NOBODY })
}

/** Containers run under numbers that no line of /etc/passwd names, and initdb refuses those as well. */
function isUserKnown(): boolean {
  try {
    userInfo()
    return true
  } catch {
    return false
  }
}

function plainHost(binaries: PostgresBinaries, cluster: string): PostgresHost {
  return { binaries, cluster, command: (file, args) => ({ file, args: [...args], options: {} }) }
}

function namespaceHost(binaries: PostgresBinaries, cluster: string): PostgresHost {
  return {
    binaries,
    cluster,
    command: (program, args) => ({ file: 'unshare', args: [...UNSHARE, program, ...args], options: {} }),
  }
}

async function accountHost(options: HostOptions, cluster: string, account: Account): Promise<PostgresHost> {
  const binaries = await binariesFor(account, options)
  return {
    binaries,
    cluster,
    account,
    command: (file, args) => ({ file, args: [...args], options: account }),
  }
}

/** One probe for all that may be wrong: no unshare, namespaces forbidden, a folder that root inside cannot enter. */
async function namespaceWorks(binaries: PostgresBinaries, dataDir: string): Promise<boolean> {
  const probe = '"$0" --version && test -w "$1" && test -x "$1"'
  return run('unshare', [...UNSHARE, '/bin/sh', '-c', probe, binaries.postgres, dataDir]).then(
    () => true,
    () => false,
  )
}

async function binariesFor(account: Account, options: HostOptions): Promise<PostgresBinaries> {
  const { binaries } = options
  if (await runsAs(account, binaries)) return binaries
  const native = join(privatePlace(options), 'native')
  const inside = (program: string): string => join(native, 'bin', basename(program))
  const copied = {
    native,
    postgres: inside(binaries.postgres),
    initdb: inside(binaries.initdb),
    pgCtl: inside(binaries.pgCtl),
  }
  if ((await versionOf(account, copied)) !== (await versionOf({ uid: 0, gid: 0 }, binaries))) {
    try {
      await rm(native, { recursive: true, force: true })
      await mkdir(dirname(native), { recursive: true, mode: 0o755 })
      await cp(binaries.native, native, { recursive: true, verbatimSymlinks: true })
    } catch (error) {
      throw folderRefusal(error, dirname(native))
    }
  }
  return copied
}

async function runsAs(account: Account, binaries: PostgresBinaries): Promise<boolean> {
  return (await versionOf(account, binaries)) !== undefined
}

async function versionOf(account: Account, { postgres }: PostgresBinaries): Promise<string | undefined> {
  return run(postgres, ['--version'], { ...account, cwd: '/' }).then(
    ({ stdout }) => stdout,
    () => undefined,
  )
}

/**
 * Moves a cluster that root made in a namespace, or makes room for a new one. The link is laid under a second
 * name first and takes the door's name last, so that a move broken off is taken up again where it stopped.
 */
async function moveCluster(door: string, place: string): Promise<string> {
  const cluster = join(place, 'pg')
  const link = `${door}.link`
  try {
    await mkdir(place, { recursive: true, mode: 0o755 })
    const found = await lstat(door).catch(() => undefined)
    if (found?.isSymbolicLink()) return cluster
    const moving = await lstat(link).catch(() => undefined)
    if (!moving) await symlink(cluster, link)
    if (found) await moveFolder(door, cluster)
    else if (!moving) await setAside(cluster)
    if (await stat(cluster).catch(() => undefined)) await giveTo(cluster, NOBODY)
    await rename(link, door)
    await rm(`${door}.moved`, { recursive: true, force: true })
    return cluster
  } catch (error) {
    throw folderRefusal(error, place)
  }
}

async function moveFolder(from: string, to: string): Promise<void> {
  await setAside(to)
  try {
    await rename(from, to)
  } catch {
    // Another file system: copied under a second name, so that a copy broken off is never taken for the cluster.
    const unfinished = `${to}.moving`
    await rm(unfinished, { recursive: true, force: true })
    await cp(from, unfinished, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
    await rename(unfinished, to)
    await rename(from, `${from}.moved`)
  }
}

/** What a data folder deleted since has left here is kept once, and never taken for the new one's. */
async function setAside(cluster: string): Promise<void> {
  if (!(await stat(cluster).catch(() => undefined))) return
  await rm(`${cluster}.before`, { recursive: true, force: true })
  await rename(cluster, `${cluster}.before`)
}

async function giveTo(folder: string, uid: number): Promise<void> {
  await chown(folder, uid, uid)
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), uid, uid)
  }
}

function privatePlace({ dataDir, rootPlace = ROOT_PLACE }: HostOptions): string {
  return join(rootPlace, createHash('sha256').update(dataDir).digest('hex').slice(0, 16))
}

/** Where the cluster is or, before initdb, will be; a link may point to a folder yet to be made. */
async function realOrSelf(door: string): Promise<string> {
  return realpath(door).catch(() => door)
}

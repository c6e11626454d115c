// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import {
  type FileHandle,
  link,
  lstat,
  mkdir,
  open as openFile,
  readdir,
  rename,
  rm,
  unlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { type BatchId, isUuid, msOfId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'

/** `<inbox>/<furnisher>/<type>` or `<inbox>/<furnisher>/<type>@<profile>`: where files of one kind are dropped. */
export type Drop = {
  readonly folder: string
  readonly furnisher: string
  readonly type: string
  readonly profile: string
}

export type Seen = { readonly name: string; readonly bytes: number; readonly changedMs: number }

const OWN_FOLDERS = ['working', 'done', 'failed'] as const
type OwnFolder = (typeof OWN_FOLDERS)[number]

/** Names under which programs write what is not whole yet, and what is none of our business. */
const UNFINISHED = /^[.~]|\.(part|partial|tmp|temp|crdownload|filepart|swp)$|^~\$/i
const DROPS_MAX = 10_000
const FILES_MAX = 1_000

/** Folders only: a link is none, wherever it leads. */
export async function listDrops(inbox: string): Promise<Drop[]> {
  const drops: Drop[] = []
  for (const furnisher of await foldersIn(inbox)) {
    for (const name of await foldersIn(join(inbox, furnisher))) {
      const [type = '', profile = 'default'] = name.split('@')
      drops.push({ folder: join(inbox, furnisher, name), furnisher, type, profile })
    }
    if (drops.length >= DROPS_MAX) break
  }
  return drops
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort()
}

/** What lies in a drop and may be taken: everything but folders and what is still being written. */
export async function listDropped({ folder }: Drop): Promise<Seen[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries
    .filter((entry) => !entry.isDirectory() && !UNFINISHED.test(entry.name))
    .map((entry) => entry.name)
    .sort()
  const seen: Seen[] = []
  for (const name of names.slice(0, FILES_MAX)) {
    const found = await lstat(join(folder, name)).catch(() => undefined)
    if (found) seen.push({ name, bytes: found.size, changedMs: found.mtimeMs })
  }
  return seen
}

/** A file taken: it carries the taker's id, so that no other node touches it, and an id of its own. */
export type Taken = { readonly path: string; readonly name: string }

const MARK = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.(.+)$/s

/** Undefined when another has taken it first. */
export async function takeFile(
  drop: Drop,
  name: string,
  taker: string,
  id: string,
): Promise<Taken | undefined> {
  const path = join(await ownFolder(drop, 'working'), `${taker}.${id}.${name}`)
  try {
    await rename(join(drop.folder, name), path)
    return { path, name }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** What this node had taken when it was last stopped or killed. */
export async function listTaken(drop: Drop, taker: string): Promise<Taken[]> {
  const folder = join(drop.folder, 'working')
  const names = await readdir(folder).catch(() => [])
  return names.flatMap((file) => {
    const [, by = '', id = '', name = ''] = MARK.exec(file) ?? []
    return by === taker && isUuid(id) ? [{ path: join(folder, file), name }] : []
  })
}

/** A plain file and no link to one: what a furnisher drops must not make the node read something else. */
export async function openTaken({ path }: Taken): Promise<FileHandle> {
  const file = await openFile(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ELOOP' || error.code === 'ENXIO' ? refuse('INBOX_NOT_A_FILE') : error
    },
  )
  const found = await file.stat()
  if (found.isFile() && found.nlink === 1) return file
  await file.close()
  throw refuse('INBOX_NOT_A_FILE')
}

export async function digestOf(file: FileHandle): Promise<Buffer> {
  const digest = createHash('sha256')
  for await (const part of file.createReadStream({ start: 0, autoClose: false }))
    digest.update(part as Buffer)
  return digest.digest()
}

/** Back where it was dropped, if that name is still free: it was still being written. */
export async function putBackFile(drop: Drop, taken: Taken): Promise<void> {
  try {
    await link(taken.path, join(drop.folder, taken.name))
    await unlink(taken.path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Away with it, beside a word about what became of it. @param id of the batch, else one made for it */
export async function settleFile(
  drop: Drop,
  taken: Taken,
  outcome: 'done' | 'failed',
  id: string,
  report: object,
): Promise<void> {
  const folder = await ownFolder(drop, outcome)
  const name = join(folder, `${id}_${taken.name}`)
  await writeFile(`${name}.json.part`, `${JSON.stringify(report, null, 2)}\n`)
  await rename(`${name}.json.part`, `${name}.json`)
  await rename(taken.path, name)
}

/**
 * Files lie there in clear, as they were dropped: not longer than needed. How old one is says the id in its name.
 * @returns how many were removed
 */
export async function clearSettled(drop: Drop, beforeMs: number): Promise<number> {
  let removed = 0
  for (const which of ['done', 'failed'] as const) {
    const folder = join(drop.folder, which)
    for (const name of await readdir(folder).catch(() => [])) {
      const id = name.slice(0, 36)
      if (name[36] !== '_' || !isUuid(id) || msOfId(id as BatchId) >= beforeMs) continue
      await rm(join(folder, name), { force: true })
      removed++
    }
  }
  return removed
}

async function ownFolder(drop: Drop, which: OwnFolder): Promise<string> {
  const folder = join(drop.folder, which)
  await mkdir(folder, { mode: 0o750 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  if (!(await lstat(folder)).isDirectory()) throw refuse('INBOX_NOT_A_FOLDER')
  return folder
}

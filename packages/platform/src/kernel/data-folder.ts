// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes } from 'node:crypto'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { refuse } from './refusal.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT'])
const UNWRITABLE = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'ENOENT',
])

/**
 * Makes the folder, readable by its owner only, and proves by a write that it can be written to.
 * @throws Refusal DATA_FOLDER_UNWRITABLE, DISK_FULL
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  const probe = join(folder, `.probe-${randomBytes(6).toString('hex')}`)
  try {
    await makeFolder(folder)
    await writeFile(probe, Buffer.alloc(4096), { flag: 'wx' })
  } catch (error) {
    throw folderRefusal(error, folder)
  } finally {
    // What the probe could not write, it cannot remove: the refusal above says what is wrong.
    await rm(probe, { force: true }).catch(() => undefined)
  }
}

/** Not by `recursive`: on a file system that takes no folders (such as /proc) Node tries again for ever. */
async function makeFolder(folder: string): Promise<void> {
  const known = await stat(folder).catch(() => undefined)
  if (known?.isDirectory()) return
  const parent = dirname(folder)
  if (parent !== folder) await makeFolder(parent)
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    // Another process may have made it meanwhile; that it is a folder shows with the write that follows.
    if (error.code !== 'EEXIST') throw error
  })
}

/** A failed write below the folder as the refusal that tells the operator; any other error stays what it is. */
export function folderRefusal(error: unknown, folder: string): unknown {
  const code = errorCode(error)
  if (FULL.has(code)) return refuse('DISK_FULL', { folder })
  if (UNWRITABLE.has(code)) return refuse('DATA_FOLDER_UNWRITABLE', { folder, reason: code })
  return error
}

/** A failed `listen` as the refusal that tells the operator; any other error stays what it is. */
export function portRefusal(error: unknown, port: number): unknown {
  const code = errorCode(error)
  if (code === 'EADDRINUSE') return refuse('PORT_TAKEN', { port })
  if (code === 'EACCES') return refuse('PORT_FORBIDDEN', { port })
  return error
}

function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { folderRefusal } from '../../kernel/data-folder.ts'
import type { LogFile } from './growing-log.ts'

/** Where tiles and checkpoint lie: outside the database and its backups, so that neither can take the other back. */
export type LogFolder = {
  /** The bytes of a tile or bundle; undefined when it is not there. */
  read(path: string): Promise<Buffer | undefined>
  /** The same for an audit, which reads everything in order and has nothing to do meanwhile. */
  readNow(path: string): Buffer | undefined
  /** Durable when it resolves, and whole or absent at any instant before. */
  write(files: readonly LogFile[]): Promise<void>
  readCheckpoint(): Promise<string | undefined>
  writeCheckpoint(note: string): Promise<void>
}

const WRITES_AT_ONCE = 16

export function openLogFolder(folder: string): LogFolder {
  const read = async (path: string): Promise<Buffer | undefined> => {
    try {
      return await readFile(join(folder, path))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
      throw error
    }
  }
  return {
    read,
    readNow: (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : undefined),
    write: async (files) => {
      try {
        await writeAll(folder, files)
      } catch (error) {
        throw folderRefusal(error, folder)
      }
    },
    readCheckpoint: async () => (await read('checkpoint'))?.toString('utf8'),
    writeCheckpoint: async (note) => {
      try {
        await writeAll(folder, [{ path: 'checkpoint', bytes: Buffer.from(note) }])
      } catch (error) {
        throw folderRefusal(error, folder)
      }
    },
  }
}

async function writeAll(folder: string, files: readonly LogFile[]): Promise<void> {
  const folders = new Set<string>()
  for (const { path } of files) {
    for (let at = dirname(join(folder, path)); at.length >= folder.length; at = dirname(at)) folders.add(at)
  }
  for (const each of folders) await mkdir(each, { recursive: true, mode: 0o755 })
  for (let at = 0; at < files.length; at += WRITES_AT_ONCE) {
    await Promise.all(
      files.slice(at, at + WRITES_AT_ONCE).map((file) => writeOne(join(folder, file.path), file.bytes)),
    )
  }
  // A name is durable only when its folder is.
  for (const each of folders) await sync(each)
}

/** Written beside, synced, and only then given its name: nobody ever reads half a file. */
async function writeOne(file: string, bytes: Uint8Array): Promise<void> {
  const beside = `${file}.${randomBytes(4).toString('hex')}.new`
  const handle = await open(beside, 'wx', 0o644)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  await rename(beside, file)
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

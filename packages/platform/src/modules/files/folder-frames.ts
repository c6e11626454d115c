// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type FileHandle, mkdir, open as openFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type BatchId, isUuid } from '../../kernel/ids.ts'
import { assert, DefectError } from '../../kernel/refusal.ts'
import { type DraftFrames, type FrameStore, SEALED_BYTES_MAX } from './frame-store.ts'

const LENGTH_BYTES = 4
const DRAFT = '.sealed.draft'
const PUBLISHED = '.sealed'

/** One file a batch: length ‖ frame, length ‖ frame … A draft is renamed once it is whole. */
export class FolderFrames implements FrameStore {
  readonly isShared = false
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async openDraft(batchId: BatchId, frames: number): Promise<DraftFrames> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const file = await openFile(this.#file(batchId, DRAFT), frames === 0 ? 'w+' : 'r+', 0o600)
    try {
      let at = await lengthOf(file, frames)
      await file.truncate(at)
      if (frames === 0) await this.#syncFolder()
      return {
        put: async (sealed) => {
          const head = Buffer.alloc(LENGTH_BYTES)
          head.writeUInt32BE(sealed.length)
          at += await writeWhole(file, Buffer.concat([head, sealed]), at)
        },
        sync: () => file.datasync(),
        close: () => file.close(),
      }
    } catch (error) {
      await file.close()
      throw error
    }
  }

  isPublished(batchId: BatchId): Promise<boolean> {
    return exists(this.#file(batchId, PUBLISHED))
  }

  async publish(batchId: BatchId): Promise<void> {
    await rename(this.#file(batchId, DRAFT), this.#file(batchId, PUBLISHED))
    await this.#syncFolder()
  }

  async *frames(batchId: BatchId, of: 'draft' | 'published'): AsyncGenerator<Buffer> {
    const name = this.#file(batchId, of === 'draft' ? DRAFT : PUBLISHED)
    const file = await openFile(name, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (!file) return
    try {
      for (let at = 0; ; ) {
        const length = await lengthAt(file, at)
        if (length === undefined) return
        const sealed = Buffer.alloc(length)
        const { bytesRead } = await file.read(sealed, 0, length, at + LENGTH_BYTES)
        if (bytesRead !== length) throw new DefectError('a spool file is cut short')
        yield sealed
        at += LENGTH_BYTES + length
      }
    } finally {
      await file.close()
    }
  }

  async remove(batchId: BatchId): Promise<void> {
    await rm(this.#file(batchId, DRAFT), { force: true })
    await rm(this.#file(batchId, PUBLISHED), { force: true })
  }

  async sweep(isKnown: (batchId: BatchId) => Promise<boolean>): Promise<void> {
    const names = await readdir(this.#folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    })
    for (const name of names) {
      const [id, ending] = [name.slice(0, 36), name.slice(36)]
      if (!isUuid(id) || !ending.startsWith(PUBLISHED) || (await isKnown(id as BatchId))) continue
      if (ending !== PUBLISHED) await rm(join(this.#folder, name), { force: true })
      else await this.#putAside(name)
    }
  }

  async #putAside(name: string): Promise<void> {
    const aside = join(this.#folder, 'unknown')
    await mkdir(aside, { recursive: true, mode: 0o700 })
    await rename(join(this.#folder, name), join(aside, name))
  }

  /** Without this a machine that fails may forget that a file was made or renamed. */
  async #syncFolder(): Promise<void> {
    const folder = await openFile(this.#folder, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  }

  #file(batchId: BatchId, ending: string): string {
    return join(this.#folder, `${batchId}${ending}`)
  }
}

/** A full disk may take a part of the bytes before it says so. */
async function writeWhole(file: FileHandle, bytes: Buffer, at: number): Promise<number> {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten
  return bytes.length
}

/** Undefined at the end of the file. */
async function lengthAt(file: FileHandle, at: number): Promise<number | undefined> {
  const head = Buffer.alloc(LENGTH_BYTES)
  const { bytesRead } = await file.read(head, 0, LENGTH_BYTES, at)
  if (bytesRead === 0) return undefined
  if (bytesRead !== LENGTH_BYTES) throw new DefectError('a spool file is cut short')
  const length = head.readUInt32BE()
  if (length > SEALED_BYTES_MAX) throw new DefectError('a spool frame is too long')
  return length
}

async function lengthOf(file: FileHandle, frames: number): Promise<number> {
  let at = 0
  for (let frame = 0; frame < frames; frame++) {
    const length = await lengthAt(file, at)
    assert(length !== undefined, 'an acknowledged frame lies in the spool')
    at += LENGTH_BYTES + length
  }
  assert((await file.stat()).size >= at, 'an acknowledged frame lies whole in the spool')
  return at
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash, type KeyObject } from 'node:crypto'
import { type FileHandle, mkdir, open as openFile, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type BatchId, isUuid } from '../../kernel/ids.ts'
import { DefectError, refuse } from '../../kernel/refusal.ts'
import { open, seal } from '../../kernel/sealing.ts'

const FRAME_BYTES = 256 * 1024
const LENGTH_BYTES = 4

export type Spooled = { readonly bytes: number; readonly sha256: Buffer }

/**
 * Where a batch lies, sealed, from before it is acknowledged until its faults are settled. A file is frames of
 * length ‖ sealed bytes; each is bound to batch, position and whether it is the last, so none can be cut, moved or
 * exchanged unseen.
 */
export class Spool {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Durable when it returns: file and folder are synced. Nothing is left behind when it throws.
   * @throws Refusal BATCH_TOO_LARGE, BATCH_EMPTY
   */
  async write(
    batchId: BatchId,
    key: KeyObject,
    source: AsyncIterable<Uint8Array>,
    limits: { readonly bytesMax: number; readonly onBytes?: (bytes: Uint8Array) => void },
  ): Promise<Spooled> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const partial = `${this.#file(batchId)}.partial`
    const file = await openFile(partial, 'wx', 0o600)
    try {
      const spooled = await writeFrames(file, batchId, key, source, limits)
      await file.sync()
      await file.close()
      await rename(partial, this.#file(batchId))
      await this.#syncFolder()
      return spooled
    } catch (error) {
      await file.close().catch(() => undefined)
      await rm(partial, { force: true })
      throw error
    }
  }

  /** The batch's bytes as they came. @throws DefectError when a frame is missing or changed */
  async *read(batchId: BatchId, key: KeyObject): AsyncGenerator<Buffer> {
    const file = await openFile(this.#file(batchId), 'r')
    try {
      const head = Buffer.alloc(LENGTH_BYTES)
      for (let frame = 0, last = false; !last; frame++) {
        if ((await file.read(head, 0, LENGTH_BYTES)).bytesRead !== LENGTH_BYTES)
          throw new DefectError('a spool file is cut short')
        const length = head.readUInt32BE()
        if (length > FRAME_BYTES + 64) throw new DefectError('a spool frame is too long')
        const sealed = Buffer.alloc(length)
        if ((await file.read(sealed, 0, length)).bytesRead !== length)
          throw new DefectError('a spool file is cut short')
        const plain = open(key, sealed, bound(batchId, frame))
        last = plain[0] === 1
        yield plain.subarray(1)
      }
    } finally {
      await file.close()
    }
  }

  async remove(batchId: BatchId): Promise<void> {
    await rm(this.#file(batchId), { force: true })
  }

  /**
   * Removes what a killed node had begun to write and never acknowledged. A whole file that the database does not know
   * is put aside, never removed: the database may be the wrong one, or an older one.
   */
  async sweep(isKnown: (batchId: BatchId) => Promise<boolean>): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const [id = '', ending] = [name.slice(0, 36), name.slice(36)]
      if (!isUuid(id)) continue
      if (ending === '.sealed.partial') await rm(join(this.#folder, name), { force: true })
      if (ending === '.sealed' && !(await isKnown(id as BatchId))) await this.#putAside(name)
    }
  }

  async #putAside(name: string): Promise<void> {
    const aside = join(this.#folder, 'unknown')
    await mkdir(aside, { recursive: true, mode: 0o700 })
    await rename(join(this.#folder, name), join(aside, name))
  }

  #file(batchId: BatchId): string {
    return join(this.#folder, `${batchId}.sealed`)
  }

  async #syncFolder(): Promise<void> {
    const folder = await openFile(this.#folder, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  }
}

async function writeFrames(
  file: FileHandle,
  batchId: BatchId,
  key: KeyObject,
  source: AsyncIterable<Uint8Array>,
  limits: { readonly bytesMax: number; readonly onBytes?: (bytes: Uint8Array) => void },
): Promise<Spooled> {
  const digest = createHash('sha256')
  let waiting: Buffer = Buffer.alloc(0)
  let bytes = 0
  let frame = 0
  const writeFrame = async (plain: Uint8Array, last: boolean): Promise<void> => {
    const sealed = seal(key, Buffer.concat([Buffer.from([last ? 1 : 0]), plain]), bound(batchId, frame++))
    const head = Buffer.alloc(LENGTH_BYTES)
    head.writeUInt32BE(sealed.length)
    await file.appendFile(Buffer.concat([head, sealed]))
  }
  for await (const part of source) {
    bytes += part.length
    if (bytes > limits.bytesMax) throw refuse('BATCH_TOO_LARGE', { bytesMax: limits.bytesMax })
    digest.update(part)
    limits.onBytes?.(part)
    waiting = waiting.length === 0 ? Buffer.from(part) : Buffer.concat([waiting, part])
    while (waiting.length > FRAME_BYTES) {
      await writeFrame(waiting.subarray(0, FRAME_BYTES), false)
      waiting = waiting.subarray(FRAME_BYTES)
    }
  }
  if (bytes === 0) throw refuse('BATCH_EMPTY')
  await writeFrame(waiting, true)
  return { bytes, sha256: digest.digest() }
}

function bound(batchId: BatchId, frame: number): string {
  return `spool/${batchId}/${frame}`
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash, type KeyObject } from 'node:crypto'
import type { Database } from '../../kernel/db/database.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { DefectError, refuse } from '../../kernel/refusal.ts'
import { open, seal } from '../../kernel/sealing.ts'
import { DatabaseFrames } from './database-frames.ts'
import { FolderFrames } from './folder-frames.ts'
import { type DraftFrames, FRAME_BYTES, type FrameStore } from './frame-store.ts'

export type Spooled = { readonly bytes: number; readonly sha256: Buffer }

/** A batch that is still growing: what was written is durable once `sync` has returned. */
export type Draft = {
  write(bytes: Uint8Array): Promise<void>
  /** @returns how many frames there are now: where the draft is to be opened next time */
  sync(): Promise<number>
  close(): Promise<void>
}

export type SpoolLimits = { readonly bytesMax: number; readonly onBytes?: (bytes: Uint8Array) => void }

/**
 * Where a batch lies, sealed, from before it is acknowledged until its term is over. It is a row of frames; each is
 * bound to batch, position and whether it is the last, so none can be cut, moved or exchanged unseen.
 */
export class Spool {
  readonly #store: FrameStore

  constructor(store: FrameStore) {
    this.#store = store
  }

  /** Whether any node over the database can work on what lies here. */
  get isShared(): boolean {
    return this.#store.isShared
  }

  /**
   * Durable when it returns. Nothing is left behind when it throws.
   * @throws Refusal BATCH_TOO_LARGE, BATCH_EMPTY, SPOOL_FULL
   */
  async write(
    batchId: BatchId,
    key: KeyObject,
    source: AsyncIterable<Uint8Array>,
    limits: SpoolLimits,
  ): Promise<Spooled> {
    try {
      const draft = await this.openDraft(batchId, key, 0)
      const digest = createHash('sha256')
      let bytes = 0
      try {
        for await (const part of source) {
          bytes += part.length
          if (bytes > limits.bytesMax) throw refuse('BATCH_TOO_LARGE', { bytesMax: limits.bytesMax })
          digest.update(part)
          limits.onBytes?.(part)
          await draft.write(part)
        }
        if (bytes === 0) throw refuse('BATCH_EMPTY')
        await this.finish(batchId, key, await draft.sync())
      } finally {
        await draft.close()
      }
      return { bytes, sha256: digest.digest() }
    } catch (error) {
      await this.#store.remove(batchId)
      throw spoolFailure(error)
    }
  }

  /** @param frames as the last `sync` said; 0 begins the draft */
  async openDraft(batchId: BatchId, key: KeyObject, frames: number): Promise<Draft> {
    const store = await this.#store.openDraft(batchId, frames).catch((error: unknown) => {
      throw spoolFailure(error)
    })
    return new FramingDraft(store, key, batchId, frames)
  }

  /** From here on the batch is whole and can be read. Called again it does nothing. */
  async finish(batchId: BatchId, key: KeyObject, frames: number): Promise<void> {
    try {
      if (await this.#store.isPublished(batchId)) return
      const draft = await this.#store.openDraft(batchId, frames)
      try {
        await draft.put(sealFrame(key, batchId, frames, Buffer.alloc(0), true))
        await draft.sync()
      } finally {
        await draft.close()
      }
      await this.#store.publish(batchId)
    } catch (error) {
      throw spoolFailure(error)
    }
  }

  /** The batch's bytes as they came. @throws DefectError when a frame is missing or changed */
  async *read(batchId: BatchId, key: KeyObject): AsyncGenerator<Buffer> {
    let frame = 0
    for await (const sealed of this.#store.frames(batchId, 'published')) {
      const plain = open(key, sealed, bound(batchId, frame++))
      if (plain.length > 1) yield plain.subarray(1)
      if (plain[0] === 1) return
    }
    throw new DefectError(frame === 0 ? 'the spool does not hold this batch' : 'a spool file is cut short')
  }

  /** What was acknowledged of a draft, read back from where it lies. */
  async *readDraft(batchId: BatchId, key: KeyObject, frames: number): AsyncGenerator<Buffer> {
    let frame = 0
    if (frames === 0) return
    for (const of of ['draft', 'published'] as const) {
      for await (const sealed of this.#store.frames(batchId, of)) {
        yield open(key, sealed, bound(batchId, frame++)).subarray(1)
        if (frame === frames) return
      }
    }
    throw new DefectError('a spool file is cut short')
  }

  remove(batchId: BatchId): Promise<void> {
    return this.#store.remove(batchId)
  }

  sweep(isKnown: (batchId: BatchId) => Promise<boolean>): Promise<void> {
    return this.#store.sweep(isKnown)
  }
}

export function folderSpool(folder: string): Spool {
  return new Spool(new FolderFrames(folder))
}

export function databaseSpool(database: Database): Spool {
  return new Spool(new DatabaseFrames(database))
}

/** Cuts what is written into frames and seals each. */
class FramingDraft implements Draft {
  readonly #store: DraftFrames
  readonly #key: KeyObject
  readonly #batchId: BatchId
  readonly #waiting = Buffer.alloc(FRAME_BYTES)
  #filled = 0
  #frames: number

  constructor(store: DraftFrames, key: KeyObject, batchId: BatchId, frames: number) {
    this.#store = store
    this.#key = key
    this.#batchId = batchId
    this.#frames = frames
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + FRAME_BYTES - this.#filled)
      this.#waiting.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === FRAME_BYTES) await this.#putFrame()
    }
  }

  async sync(): Promise<number> {
    if (this.#filled > 0) await this.#putFrame()
    await this.#store.sync().catch((error: unknown) => {
      throw spoolFailure(error)
    })
    return this.#frames
  }

  close(): Promise<void> {
    return this.#store.close()
  }

  async #putFrame(): Promise<void> {
    const plain = this.#waiting.subarray(0, this.#filled)
    await this.#store
      .put(sealFrame(this.#key, this.#batchId, this.#frames, plain, false))
      .catch((error: unknown) => {
        throw spoolFailure(error)
      })
    this.#frames++
    this.#filled = 0
  }
}

function sealFrame(
  key: KeyObject,
  batchId: BatchId,
  frame: number,
  plain: Uint8Array,
  last: boolean,
): Buffer {
  return seal(key, Buffer.concat([Buffer.from([last ? 1 : 0]), plain]), bound(batchId, frame))
}

function bound(batchId: BatchId, frame: number): string {
  return `spool/${batchId}/${frame}`
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

function spoolFailure(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && FULL.has(code) ? refuse('SPOOL_FULL', { retryAfterSeconds: 60 }) : error
}

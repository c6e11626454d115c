// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../../kernel/db/database.ts'
import { type BatchId, msOfId } from '../../kernel/ids.ts'
import type { DraftFrames, FrameStore } from './frame-store.ts'
import { deleteFrames, insertFrame, listFrames, listSpooledIds } from './frames-store.ts'

const FRAMES_A_PAGE = 8
const IDS_A_PAGE = 1000
/** Another node may be at it: no sending takes longer, and an upload's row says so itself. */
const UNDER_WAY_MS = 86_400_000

/** Frames as rows, so that any node over the database can work on any batch. Each is durable with its commit. */
export class DatabaseFrames implements FrameStore {
  readonly isShared = true
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async openDraft(batchId: BatchId, frames: number): Promise<DraftFrames> {
    const database = this.#database
    await deleteFrames(database, batchId, frames)
    let next = frames
    return {
      put: (sealed) => insertFrame(database, batchId, next++, sealed),
      sync: async () => undefined,
      close: async () => undefined,
    }
  }

  /** Its last frame may be written again: that changes nothing. */
  async isPublished(): Promise<boolean> {
    return false
  }

  /** The last frame says that it is the last: nothing else sets a whole batch apart from a draft. */
  async publish(): Promise<void> {}

  async *frames(batchId: BatchId): AsyncGenerator<Buffer> {
    for (let from = 0; ; from += FRAMES_A_PAGE) {
      const page = await listFrames(this.#database, batchId, from, FRAMES_A_PAGE)
      yield* page
      if (page.length < FRAMES_A_PAGE) return
    }
  }

  async remove(batchId: BatchId): Promise<void> {
    await deleteFrames(this.#database, batchId, 0)
  }

  async sweep(isKnown: (batchId: BatchId) => Promise<boolean>): Promise<void> {
    const beforeMs = this.#database.clock.nowMs() - UNDER_WAY_MS
    let after: BatchId | null = null
    for (;;) {
      const ids: BatchId[] = await listSpooledIds(this.#database, after, IDS_A_PAGE)
      for (const id of ids) {
        if (msOfId(id) < beforeMs && !(await isKnown(id))) await this.remove(id)
      }
      after = ids.at(-1) ?? null
      if (ids.length < IDS_A_PAGE) return
    }
  }
}

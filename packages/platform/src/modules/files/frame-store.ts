// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { BatchId } from '../../kernel/ids.ts'

/**
 * Where sealed frames lie: in a folder of the node, or in the database that several nodes share. It knows no key and
 * opens nothing. A draft grows frame by frame; once published it is whole and is never changed again.
 */
export type FrameStore = {
  /** Whether every node over the database can read what one has written. */
  readonly isShared: boolean
  /** Goes on behind the first `frames` frames; what lies behind them was never acknowledged and is dropped. */
  openDraft(batchId: BatchId, frames: number): Promise<DraftFrames>
  /** Whether the draft has been published: then it must not be opened again. */
  isPublished(batchId: BatchId): Promise<boolean>
  /** Durable and whole when it returns. */
  publish(batchId: BatchId): Promise<void>
  /** The frames in order; of a batch that is not there none. */
  frames(batchId: BatchId, of: 'draft' | 'published'): AsyncIterable<Buffer>
  remove(batchId: BatchId): Promise<void>
  /**
   * Clears what a killed node had begun and never acknowledged. Caller: run it before the door is open.
   * What is whole and yet unknown is put aside, not removed: the database may be the wrong one, or an older one.
   */
  sweep(isKnown: (batchId: BatchId) => Promise<boolean>): Promise<void>
}

export type DraftFrames = {
  put(sealed: Buffer): Promise<void>
  /** What was put is durable when this returns. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** Plain bytes in one frame. */
export const FRAME_BYTES = 256 * 1024
/** Of a sealed frame: its content, one byte that says whether it is the last, nonce and tag. */
export const SEALED_BYTES_MAX = FRAME_BYTES + 64

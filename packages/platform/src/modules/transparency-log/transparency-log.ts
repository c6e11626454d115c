// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Logger } from '../../kernel/logger.ts'
import { findLogResource, type LogResource } from './log-resource.ts'
import type { LogParts } from './log-state.ts'
import { type EntryProof, proveEntry } from './prove-entry.ts'
import type { EntryKind } from './queue-entry.ts'

/** The log as others ask it: its resources, and the proof of what was entered. */
export class TransparencyLog {
  readonly #parts: LogParts
  readonly #log: Logger

  constructor(parts: LogParts & { readonly log: Logger }) {
    this.#parts = parts
    this.#log = parts.log
  }

  findResource(path: string): Promise<LogResource | undefined> {
    return findLogResource(this.#parts.folder, path)
  }

  /** Null until it is entered, and when the log cannot prove it now: its absence keeps nobody from their own batch. */
  async findProof(kind: EntryKind, witnessed: string): Promise<EntryProof | null> {
    try {
      return await proveEntry(this.#parts, kind, witnessed)
    } catch (error) {
      this.#log.error({ event: 'log.proof-failed', err: error })
      return null
    }
  }
}

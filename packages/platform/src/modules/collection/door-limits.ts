// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../../kernel/db/database.ts'
import { refuse } from '../../kernel/refusal.ts'
import { sumBytesOfDay } from './batch-store.ts'
import { sumOpenUploads } from './upload-store.ts'

export type DoorSettings = {
  /** Sendings of one furnisher that may come in side by side at this node. */
  readonly atOnceMax: number
  /** What one furnisher may send in a day, at all nodes together. */
  readonly bytesPerDayMax: number
}

export const standardDoorSettings: DoorSettings = { atOnceMax: 8, bytesPerDayMax: 64 * 1024 ** 3 }

const AT_ONCE_RETRY_S = 5
const DAY_S = 86_400
const SHANGHAI_S = 8 * 3600

/** A sending on its way in. Caller: `leave` in any case. */
export type Entry = {
  /** @throws Refusal DAY_ALLOWANCE_USED */
  take(bytes: number): void
  leave(): void
}

/** Keeps one furnisher from taking the doors, or the disk, from all others. */
export class DoorLimits {
  readonly #database: Database
  readonly #settings: DoorSettings
  readonly #inside = new Map<number, { count: number; bytes: number }>()
  readonly #held = new Set<string>()

  constructor(database: Database, settings: DoorSettings = standardDoorSettings) {
    this.#database = database
    this.#settings = settings
  }

  /** @throws Refusal SENDINGS_AT_ONCE, DAY_ALLOWANCE_USED */
  async enter(furnisherId: number): Promise<Entry> {
    const inside = this.#inside.get(furnisherId) ?? { count: 0, bytes: 0 }
    const { atOnceMax } = this.#settings
    if (inside.count >= atOnceMax) {
      throw refuse('SENDINGS_AT_ONCE', { atOnceMax, retryAfterSeconds: AT_ONCE_RETRY_S })
    }
    inside.count++
    this.#inside.set(furnisherId, inside)
    let taken = 0
    const leave = (): void => {
      inside.count--
      inside.bytes -= taken
      if (inside.count === 0) this.#inside.delete(furnisherId)
    }
    try {
      const sent = await this.#sentToday(furnisherId)
      return {
        take: (bytes) => {
          taken += bytes
          inside.bytes += bytes
          if (sent + inside.bytes > this.#settings.bytesPerDayMax) throw this.#allowanceUsed()
        },
        leave,
      }
    } catch (error) {
      leave()
      throw error
    }
  }

  /** For a sending whose length is announced before its bytes come. @throws Refusal DAY_ALLOWANCE_USED */
  async assertRoomFor(furnisherId: number, bytes: number): Promise<void> {
    const inside = this.#inside.get(furnisherId)?.bytes ?? 0
    const sent = await this.#sentToday(furnisherId)
    if (sent + inside + bytes > this.#settings.bytesPerDayMax) throw this.#allowanceUsed()
  }

  /** One part of an upload at a time at this node. @throws Refusal UPLOAD_BUSY */
  hold(uploadId: string): () => void {
    if (this.#held.has(uploadId)) throw refuse('UPLOAD_BUSY', { retryAfterSeconds: 2 })
    this.#held.add(uploadId)
    return () => void this.#held.delete(uploadId)
  }

  async #sentToday(furnisherId: number): Promise<number> {
    const [stored, coming] = await Promise.all([
      sumBytesOfDay(this.#database, furnisherId, this.#database.clock.today()),
      sumOpenUploads(this.#database, furnisherId),
    ])
    return stored + coming
  }

  #allowanceUsed(): Error {
    const second = Math.floor(this.#database.clock.nowMs() / 1000) + SHANGHAI_S
    return refuse('DAY_ALLOWANCE_USED', {
      bytesMax: this.#settings.bytesPerDayMax,
      retryAfterSeconds: DAY_S - (second % DAY_S),
    })
  }
}

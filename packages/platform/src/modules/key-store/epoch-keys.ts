// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { KeyObject } from 'node:crypto'
import type { Database } from '../../kernel/db/database.ts'
import { asKey, newKey, open, seal } from '../../kernel/sealing.ts'
import { type EpochKeyRow, insertEpochKeys, listEpochKeys } from './key-store-store.ts'
import { OpenedKeys } from './opened-keys.ts'

const KEPT_MS = 60_000
const KEPT_MAX = 1_024
const FIRST_EPOCH = 1

type EpochKey = { readonly epoch: number; readonly key: KeyObject }

/** The keys of the buckets: the newest epoch for what is wrapped now, older ones for what was wrapped before. */
export class EpochKeys {
  readonly #database: Database
  readonly #wrapping: KeyObject
  readonly #opened: OpenedKeys<string>

  constructor(database: Database, wrapping: KeyObject) {
    this.#database = database
    this.#wrapping = wrapping
    this.#opened = new OpenedKeys(database.clock, { keptMs: KEPT_MS, countMax: KEPT_MAX })
  }

  /**
   * The newest epoch of each bucket, made where there is none. Read anew each time: an erasure may have begun another,
   * and the foreign key refuses what would be wrapped under one that is gone.
   */
  async current(buckets: readonly number[]): Promise<Map<number, EpochKey>> {
    const asked = [...new Set(buckets)].sort((a, b) => a - b)
    let rows = await listEpochKeys(this.#database, asked)
    const known = new Set(rows.map((row) => row.bucket))
    const missing = asked.filter((bucket) => !known.has(bucket))
    if (missing.length > 0) {
      const made = missing.map((bucket): EpochKeyRow => {
        const wrapped = seal(this.#wrapping, newKey(), boundOf(bucket, FIRST_EPOCH))
        return { bucket, epoch: FIRST_EPOCH, wrapped }
      })
      await insertEpochKeys(this.#database, made, this.#database.clock.now())
      rows = await listEpochKeys(this.#database, asked)
    }
    // In the order of epochs: the last of a bucket stays.
    return new Map(rows.map((row) => [row.bucket, { epoch: row.epoch, key: asKey(this.#open(row)) }]))
  }

  /** The epochs that these stored keys name. */
  async get(
    rows: readonly { readonly bucket: number; readonly epoch: number }[],
  ): Promise<(bucket: number, epoch: number) => KeyObject | undefined> {
    const keys = new Map<string, KeyObject>()
    const unknown = new Set<number>()
    for (const { bucket, epoch } of rows) {
      const place = boundOf(bucket, epoch)
      if (keys.has(place)) continue
      const opened = this.#opened.get(place)
      if (opened) keys.set(place, asKey(opened))
      else unknown.add(bucket)
    }
    if (unknown.size > 0) {
      for (const row of await listEpochKeys(this.#database, [...unknown])) {
        keys.set(boundOf(row.bucket, row.epoch), asKey(this.#open(row)))
      }
    }
    return (bucket, epoch) => keys.get(boundOf(bucket, epoch))
  }

  clear(): void {
    this.#opened.clear()
  }

  #open(row: EpochKeyRow): Buffer {
    const place = boundOf(row.bucket, row.epoch)
    const known = this.#opened.get(place)
    if (known) return known
    const key = open(this.#wrapping, row.wrapped, place)
    this.#opened.add(place, key, this.#database.clock.nowMs())
    return key
  }
}

function boundOf(bucket: number, epoch: number): string {
  return `epoch/${bucket}/${epoch}`
}

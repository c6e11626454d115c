// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { present } from '../../kernel/refusal.ts'
import { newKey, open, seal } from '../../kernel/sealing.ts'
import type { EpochKeys } from './epoch-keys.ts'
import { findSubjectKeys, insertSubjectKeys, type SubjectKeyRow } from './key-store-store.ts'
import { OpenedKeys } from './opened-keys.ts'

const KEPT_MS = 60_000
const KEPT_MAX = 50_000

/** What blind indexes and name MACs of persons are made with; one generation is in use. */
export type PersonIndexKeys = {
  readonly generation: number
  readonly numberKey: Uint8Array
  readonly nameKey: Uint8Array
}

/**
 * The keys of subjects, apart from the data. A key is wrapped by its bucket's epoch key, and that by the node key:
 * neither the data, nor the key store, nor the node key alone opens anything.
 */
export class KeyStore {
  readonly storeId: string
  readonly personIndex: PersonIndexKeys
  readonly #database: Database
  readonly #epochs: EpochKeys
  readonly #opened: OpenedKeys<SubjectId>

  constructor(database: Database, epochs: EpochKeys, storeId: string, personIndex: PersonIndexKeys) {
    this.storeId = storeId
    this.personIndex = personIndex
    this.#database = database
    this.#epochs = epochs
    this.#opened = new OpenedKeys(database.clock, { keptMs: KEPT_MS, countMax: KEPT_MAX })
  }

  /** The key of each subject; who has none yet gets one, and two callers at once agree on it. */
  async getOrMake(ids: readonly SubjectId[]): Promise<Map<SubjectId, Buffer>> {
    const found = await this.find(ids)
    const missing = [...new Set(ids)].filter((id) => !found.has(id)).sort()
    if (missing.length === 0) return found
    const epochs = await this.#epochs.current(missing.map(bucketOf))
    const made = missing.map((subjectId): SubjectKeyRow => {
      const bucket = bucketOf(subjectId)
      const { epoch, key } = present(epochs.get(bucket), 'every bucket asked for has an epoch')
      return { subjectId, bucket, epoch, wrapped: seal(key, newKey(), boundOf(subjectId, epoch)) }
    })
    await insertSubjectKeys(this.#database, made)
    // Read back, because another writer may have been first.
    for (const [id, key] of await this.#read(missing)) found.set(id, key)
    return found
  }

  /** The keys there are: of whom there is none, nothing is sealed, or it was erased. */
  async find(ids: readonly SubjectId[]): Promise<Map<SubjectId, Buffer>> {
    const found = new Map<SubjectId, Buffer>()
    const unknown: SubjectId[] = []
    for (const id of new Set(ids)) {
      const key = this.#opened.get(id)
      if (key) found.set(id, key)
      else unknown.push(id)
    }
    if (unknown.length > 0) for (const [id, key] of await this.#read(unknown)) found.set(id, key)
    return found
  }

  /** Forgets every opened key. Caller closes the database. */
  close(): void {
    this.#opened.clear()
    this.#epochs.clear()
  }

  async #read(ids: readonly SubjectId[]): Promise<Map<SubjectId, Buffer>> {
    const readMs = this.#database.clock.nowMs()
    const rows = await findSubjectKeys(this.#database, ids)
    const epochs = await this.#epochs.get(rows)
    const keys = new Map<SubjectId, Buffer>()
    for (const { subjectId, bucket, epoch, wrapped } of rows) {
      const epochKey = present(epochs(bucket, epoch), 'the epoch of a stored key is there')
      const key = open(epochKey, wrapped, boundOf(subjectId, epoch))
      this.#opened.add(subjectId, key, readMs)
      keys.set(subjectId, key)
    }
    return keys
  }
}

function boundOf(subjectId: SubjectId, epoch: number): string {
  return `subject/${subjectId}/${epoch}`
}

/** The last byte of the id: of a UUIDv7 the last bytes are random. */
export function bucketOf(subjectId: SubjectId): number {
  return Number.parseInt(subjectId.slice(-2), 16)
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  assertEntry,
  bundlePath,
  formatBundle,
  leafHash,
  platformSuite,
  rootFromTiles,
  rootOf,
  tilePath,
  tileWidth,
} from '@probity/verify'

/** A file of the log, by its path below the folder: a tile, or the bundle of its entries. */
export type LogFile = { readonly path: string; readonly bytes: Uint8Array }

/** What a log needs to know of itself to grow: its last, unfinished tiles, and the entries under the lowest. */
export type LogEdge = {
  readonly size: number
  /** By level, the hashes of the unfinished tile; fewer than 256 each. */
  readonly levels: readonly (readonly Uint8Array[])[]
  readonly entries: readonly Uint8Array[]
}

export const emptyEdge: LogEdge = { size: 0, levels: [], entries: [] }

/** Grows a tree entry by entry. Full tiles are given out as they fill, unfinished ones when they are asked for. */
export class GrowingLog {
  #size: number
  readonly #levels: Uint8Array[][]
  #entries: Uint8Array[]
  /** Levels whose unfinished tile is not the one that the log had at the beginning. */
  readonly #changed = new Set<number>()
  #full: LogFile[] = []

  constructor(edge: LogEdge) {
    this.#size = edge.size
    this.#levels = edge.levels.map((hashes) => [...hashes])
    this.#entries = [...edge.entries]
  }

  get size(): number {
    return this.#size
  }

  append(entry: Uint8Array): void {
    assertEntry(entry)
    this.#entries.push(entry)
    this.#push(0, leafHash(platformSuite, entry))
    this.#size += 1
  }

  root(): Uint8Array {
    return rootFromTiles(platformSuite, ({ level }) => Buffer.concat(this.#levels[level] ?? []), this.#size)
  }

  /** Tiles and bundles that have become full since the last time. */
  takeFull(): LogFile[] {
    const full = this.#full
    this.#full = []
    return full
  }

  /** The unfinished tiles and bundle that a checkpoint of this size needs, as far as they have changed. */
  unfinished(): LogFile[] {
    const files: LogFile[] = []
    const index = Math.floor(this.#size / tileWidth)
    if (this.#entries.length > 0 && this.#changed.has(0)) {
      const path = bundlePath({ index, width: this.#entries.length })
      files.push({ path, bytes: formatBundle(this.#entries) })
    }
    this.#levels.forEach((hashes, level) => {
      if (hashes.length === 0 || !this.#changed.has(level)) return
      const place = { level, index: this.#tileIndex(level), width: hashes.length }
      files.push({ path: tilePath(place), bytes: Buffer.concat(hashes) })
    })
    return files
  }

  edge(): LogEdge {
    return {
      size: this.#size,
      levels: this.#levels.map((hashes) => [...hashes]),
      entries: [...this.#entries],
    }
  }

  #tileIndex(level: number): number {
    return Math.floor(this.#size / tileWidth ** (level + 1))
  }

  #push(level: number, hash: Uint8Array): void {
    const hashes = this.#levels[level] ?? []
    this.#levels[level] = hashes
    hashes.push(hash)
    this.#changed.add(level)
    if (hashes.length < tileWidth) return
    // The size does not count the entry in hand yet, so the tile that it fills is the one the size points into.
    const place = { level, index: this.#tileIndex(level), width: tileWidth }
    if (level === 0) {
      this.#full.push({ path: bundlePath(place), bytes: formatBundle(this.#entries) })
      this.#entries = []
    }
    this.#full.push({ path: tilePath(place), bytes: Buffer.concat(hashes) })
    this.#levels[level] = []
    this.#push(level + 1, rootOf(platformSuite, hashes))
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Checkpoint } from './checkpoint.ts'
import { parseBundle } from './entry-bundle.ts'
import { equalBytes } from './equal-bytes.ts'
import { leafHash, MerkleRoot, rootOf } from './merkle-tree.ts'
import type { Suite } from './suite.ts'
import { bundlePath, hashesOfTile, tileInTree, tilePath, tileWidth } from './tile.ts'
import { VerificationError } from './verification-error.ts'

/** Gives the bytes of a log's resource by its path, such as `tile/0/000`; undefined when it is not there. */
export type ReadResource = (path: string) => Uint8Array | undefined

/**
 * Works out the whole log again from its entries and compares every tile and the root with what is served. The first
 * difference is named by its path. `onEntry` sees each entry, in order.
 * @throws VerificationError TILE_MISSING, TILE_DISAGREES, CHECKPOINT_DISAGREES, BUNDLE_MALFORMED, TILE_MALFORMED
 */
export function auditLog(
  suite: Suite,
  { size, root }: Checkpoint,
  read: ReadResource,
  onEntry: (entry: Uint8Array, index: number) => void = () => undefined,
): void {
  const tree = new MerkleRoot(suite)
  const levels = new AuditedLevels(suite, size, read)
  for (let index = 0; index * tileWidth < size; index += 1) {
    const { width } = tileInTree(size, 0, index)
    const path = bundlePath({ index, width })
    parseBundle(readPresent(read, path), width).forEach((entry, offset) => {
      onEntry(entry, index * tileWidth + offset)
      const leaf = leafHash(suite, entry)
      tree.append(leaf)
      levels.append(0, leaf)
    })
  }
  levels.compareLast()
  if (!equalBytes(tree.root(), root)) throw new VerificationError('CHECKPOINT_DISAGREES')
}

/** The tiles being filled, one for each level; a full one is compared and becomes one hash of the level above. */
class AuditedLevels {
  readonly #suite: Suite
  readonly #size: number
  readonly #read: ReadResource
  readonly #levels: { index: number; hashes: Uint8Array[] }[] = []

  constructor(suite: Suite, size: number, read: ReadResource) {
    this.#suite = suite
    this.#size = size
    this.#read = read
  }

  append(level: number, hash: Uint8Array): void {
    const filling = this.#levels[level] ?? { index: 0, hashes: [] }
    this.#levels[level] = filling
    filling.hashes.push(hash)
    if (filling.hashes.length < tileWidth) return
    this.#compare(level)
    const { hashes } = filling
    this.#levels[level] = { index: filling.index + 1, hashes: [] }
    this.append(level + 1, rootOf(this.#suite, hashes))
  }

  compareLast(): void {
    this.#levels.forEach(({ hashes }, level) => {
      if (hashes.length > 0) this.#compare(level)
    })
  }

  #compare(level: number): void {
    const { index, hashes } = this.#levels[level] as { index: number; hashes: Uint8Array[] }
    const tile = tileInTree(this.#size, level, index)
    const path = tilePath(tile)
    const served = hashesOfTile(tile, readPresent(this.#read, path))
    if (!served.every((hash, at) => equalBytes(hash, hashes[at] as Uint8Array))) {
      throw new VerificationError('TILE_DISAGREES', path)
    }
  }
}

function readPresent(read: ReadResource, path: string): Uint8Array {
  const bytes = read(path)
  if (!bytes) throw new VerificationError('TILE_MISSING', path)
  return bytes
}

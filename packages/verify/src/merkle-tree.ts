// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Suite } from './suite.ts'
import { VerificationError } from './verification-error.ts'

/** RFC 9162 §2.1: SHA-256 trees whose leaves and nodes are told apart by their first byte. */
const leafPrefix = Uint8Array.of(0)
const nodePrefix = Uint8Array.of(1)
export const hashBytes = 32

export function leafHash(suite: Suite, ...parts: Uint8Array[]): Uint8Array {
  return suite.hash(leafPrefix, ...parts)
}

export function nodeHash(suite: Suite, left: Uint8Array, right: Uint8Array): Uint8Array {
  return suite.hash(nodePrefix, left, right)
}

export function assertHash(hash: Uint8Array): void {
  if (hash.length !== hashBytes) throw new VerificationError('HASH_LENGTH')
}

/** A root that grows leaf by leaf and holds only the tops of the full subtrees, one for each bit of its size. */
export class MerkleRoot {
  readonly #suite: Suite
  readonly #tops: Uint8Array[] = []
  #size = 0

  constructor(suite: Suite) {
    this.#suite = suite
  }

  get size(): number {
    return this.#size
  }

  append(leaf: Uint8Array): void {
    assertHash(leaf)
    let fullTrees = 0
    // Halved, not shifted: the size may pass 32 bits.
    for (let size = this.#size; size % 2 === 1; size = (size - 1) / 2) fullTrees += 1
    const joined = this.#tops.splice(this.#tops.length - fullTrees)
    this.#tops.push(joined.reduceRight((right, left) => nodeHash(this.#suite, left, right), leaf))
    this.#size += 1
  }

  /** The root so far; more leaves may follow. */
  root(): Uint8Array {
    if (this.#size === 0) return this.#suite.hash()
    return this.#tops.reduceRight((right, left) => nodeHash(this.#suite, left, right))
  }
}

export function rootOf(suite: Suite, leafHashes: Iterable<Uint8Array>): Uint8Array {
  const tree = new MerkleRoot(suite)
  for (const leaf of leafHashes) tree.append(leaf)
  return tree.root()
}

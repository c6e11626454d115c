// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { equalBytes } from './equal-bytes.ts'
import { isCount } from './inclusion-proof.ts'
import { assertHash, nodeHash } from './merkle-tree.ts'
import type { Suite } from './suite.ts'
import { VerificationError } from './verification-error.ts'

export type Tree = { readonly size: number; readonly root: Uint8Array }

/**
 * RFC 9162 §2.1.4.2. Returns when the newer tree begins with every leaf of the older, in the same places. The older
 * tree has at least one leaf: an empty one is the beginning of any tree, and there is nothing to prove.
 * @throws VerificationError CONSISTENCY_NOT_PROVEN, PROOF_MALFORMED, HASH_LENGTH
 */
export function verifyConsistency(suite: Suite, older: Tree, newer: Tree, path: readonly Uint8Array[]): void {
  if (!isCount(older.size) || older.size === 0) throw new VerificationError('PROOF_MALFORMED', 'older size')
  if (!isCount(newer.size) || newer.size < older.size) {
    throw new VerificationError('PROOF_MALFORMED', 'newer size')
  }
  for (const hash of [older.root, newer.root, ...path]) assertHash(hash)
  const [oldRoot, newRoot] =
    older.size === newer.size ? sameSize(newer, path) : rootsByPath(suite, older, newer, path)
  if (!equalBytes(oldRoot, older.root) || !equalBytes(newRoot, newer.root)) {
    throw new VerificationError('CONSISTENCY_NOT_PROVEN')
  }
}

type Roots = readonly [oldRoot: Uint8Array, newRoot: Uint8Array]

function sameSize({ root }: Tree, path: readonly Uint8Array[]): Roots {
  if (path.length > 0) throw new VerificationError('PROOF_MALFORMED', 'path')
  return [root, root]
}

/** The only two roots that this path can lead to. */
function rootsByPath(suite: Suite, older: Tree, newer: Tree, path: readonly Uint8Array[]): Roots {
  // Up to the largest full subtree that ends where the older tree ends.
  let place = older.size - 1
  let last = newer.size - 1
  while (place % 2 === 1) {
    place = (place - 1) / 2
    last = Math.floor(last / 2)
  }
  // When that subtree is the whole older tree its root is known, and the proof leaves it out.
  const [seed, ...steps] = place === 0 ? [older.root, ...path] : path
  if (!seed) throw new VerificationError('PROOF_MALFORMED', 'path')
  let oldRoot = seed
  let newRoot = seed
  for (const step of steps) {
    if (last === 0) throw new VerificationError('PROOF_MALFORMED', 'path')
    // On the right edge there is no sibling to the right: go up until this node is a right child.
    while (place === last && place % 2 === 0) {
      place /= 2
      last = place
    }
    if (place % 2 === 1) {
      oldRoot = nodeHash(suite, step, oldRoot)
      newRoot = nodeHash(suite, step, newRoot)
    } else {
      newRoot = nodeHash(suite, newRoot, step)
    }
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  if (last !== 0) throw new VerificationError('PROOF_MALFORMED', 'path')
  return [oldRoot, newRoot]
}

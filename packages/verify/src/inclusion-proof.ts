// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { equalBytes } from './equal-bytes.ts'
import { assertHash, nodeHash } from './merkle-tree.ts'
import type { Suite } from './suite.ts'
import { VerificationError } from './verification-error.ts'

export type InclusionProof = {
  /** The leaf's place, from 0. */
  readonly index: number
  /** How many leaves the tree has. */
  readonly size: number
  /** The siblings from the leaf up. */
  readonly path: readonly Uint8Array[]
}

/** A number that counts: the numbers of a proof come from whoever wants to be believed. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** RFC 9162 §2.1.3.1. */
export function makeInclusionProof(
  suite: Suite,
  leafHashes: readonly Uint8Array[],
  index: number,
): InclusionProof {
  if (!isCount(index) || index >= leafHashes.length) throw new VerificationError('PROOF_MALFORMED', 'index')
  for (const leaf of leafHashes) assertHash(leaf)
  const path: Uint8Array[] = []
  let place = index
  for (let level = leafHashes; level.length > 1; level = parentsOf(suite, level)) {
    const sibling = level[place % 2 === 1 ? place - 1 : place + 1]
    if (sibling) path.push(sibling)
    place = Math.floor(place / 2)
  }
  return { index, size: leafHashes.length, path }
}

function parentsOf(suite: Suite, level: readonly Uint8Array[]): Uint8Array[] {
  const parents: Uint8Array[] = []
  let left: Uint8Array | undefined
  for (const node of level) {
    if (left) parents.push(nodeHash(suite, left, node))
    left = left ? undefined : node
  }
  // The odd one out moves up unchanged.
  if (left) parents.push(left)
  return parents
}

/**
 * RFC 9162 §2.1.3.2. Returns when the leaf stands at that place of the tree with that root.
 * @throws VerificationError INCLUSION_NOT_PROVEN, PROOF_MALFORMED, HASH_LENGTH
 */
export function verifyInclusion(
  suite: Suite,
  leaf: Uint8Array,
  proof: InclusionProof,
  root: Uint8Array,
): void {
  if (!equalBytes(rootByInclusion(suite, leaf, proof), root)) {
    throw new VerificationError('INCLUSION_NOT_PROVEN')
  }
}

/** The only root that this leaf and this path can have. */
export function rootByInclusion(suite: Suite, leaf: Uint8Array, proof: InclusionProof): Uint8Array {
  if (!isCount(proof.size)) throw new VerificationError('PROOF_MALFORMED', 'size')
  if (!isCount(proof.index) || proof.index >= proof.size)
    throw new VerificationError('PROOF_MALFORMED', 'index')
  assertHash(leaf)
  let place = proof.index
  let last = proof.size - 1
  let hash = leaf
  for (const sibling of proof.path) {
    assertHash(sibling)
    if (last === 0) throw new VerificationError('PROOF_MALFORMED', 'path')
    // On the right edge there is no sibling to the right: go up until this node is a right child.
    while (place === last && place % 2 === 0) {
      place /= 2
      last = place
    }
    hash = place % 2 === 1 ? nodeHash(suite, sibling, hash) : nodeHash(suite, hash, sibling)
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  if (last !== 0) throw new VerificationError('PROOF_MALFORMED', 'path')
  return hash
}

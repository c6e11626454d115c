// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { equalBytes } from './equal-bytes.ts'
import { assertHash, hashBytes, leafHash, nodeHash } from './merkle-tree.ts'
import type { Suite } from './suite.ts'
import { VerificationError } from './verification-error.ts'

/**
 * A sparse Merkle tree over keys of 256 bits. A subtree with nothing in it hashes to zeros; one that holds a single
 * key hashes to that leaf, SHA-256(0x00 ‖ key ‖ value), at whatever height; any other to SHA-256(0x01 ‖ left ‖ right).
 * The bits of a key, highest first, lead from the root: so one root has one answer for each key.
 */
export type MapProof = {
  /** The other child at each step, from the root down. */
  readonly siblings: readonly Uint8Array[]
  /** The leaf that stands where the key would, when the key is absent and the place is not empty. */
  readonly other?: { readonly key: Uint8Array; readonly value: Uint8Array }
}

export const emptySubtree = new Uint8Array(hashBytes)
const keyBits = 256

export function mapLeaf(suite: Suite, key: Uint8Array, value: Uint8Array): Uint8Array {
  assertHash(key)
  assertHash(value)
  return leafHash(suite, key, value)
}

/** @throws VerificationError MAP_NOT_PROVEN unless the map with this root has this value at this key */
export function verifyMapValue(
  suite: Suite,
  root: Uint8Array,
  key: Uint8Array,
  value: Uint8Array,
  proof: MapProof,
): void {
  if (proof.other) throw malformed('other')
  assertRoot(suite, root, key, mapLeaf(suite, key, value), proof)
}

/** @throws VerificationError MAP_NOT_PROVEN unless the map with this root has nothing at this key */
export function verifyMapAbsence(suite: Suite, root: Uint8Array, key: Uint8Array, proof: MapProof): void {
  assertHash(key)
  const { other, siblings } = proof
  if (other) assertHash(other.key)
  // Another leaf must belong in that place, or it says nothing about what else is there.
  if (other && (equalBytes(other.key, key) || !sharesWay(other.key, key, siblings.length))) {
    throw new VerificationError('MAP_NOT_PROVEN')
  }
  assertRoot(suite, root, key, other ? mapLeaf(suite, other.key, other.value) : emptySubtree, proof)
}

function sharesWay(left: Uint8Array, right: Uint8Array, depth: number): boolean {
  for (let at = 0; at < Math.min(depth, keyBits); at += 1)
    if (bitAt(left, at) !== bitAt(right, at)) return false
  return true
}

function assertRoot(
  suite: Suite,
  root: Uint8Array,
  key: Uint8Array,
  leaf: Uint8Array,
  { siblings }: MapProof,
): void {
  assertHash(root)
  if (siblings.length > keyBits) throw malformed('siblings')
  let hash = leaf
  for (let depth = siblings.length - 1; depth >= 0; depth -= 1) {
    const sibling = siblings[depth] as Uint8Array
    assertHash(sibling)
    hash = bitAt(key, depth) === 0 ? nodeHash(suite, hash, sibling) : nodeHash(suite, sibling, hash)
  }
  if (!equalBytes(hash, root)) throw new VerificationError('MAP_NOT_PROVEN')
}

export function bitAt(key: Uint8Array, depth: number): 0 | 1 {
  return (((key[depth >> 3] as number) >> (7 - (depth & 7))) & 1) as 0 | 1
}

function malformed(where: string): VerificationError {
  return new VerificationError('PROOF_MALFORMED', where)
}

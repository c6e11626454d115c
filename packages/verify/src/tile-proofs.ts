// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { InclusionProof } from './inclusion-proof.ts'
import { nodeHash } from './merkle-tree.ts'
import {
  assertRange,
  consistencyRanges,
  type FullSubtree,
  fullSubtreesOf,
  inclusionRanges,
  type SubtreeRange,
} from './subtree-range.ts'
import type { Suite } from './suite.ts'
import { hashesOfTile, type Tile, tileInTree, tilePath, tileWidth } from './tile.ts'

/**
 * Gives the bytes of a tile. Where they come from need not be trusted: a proof made from wrong tiles does not lead to
 * the root of the checkpoint, and `verifyInclusion` and `verifyConsistency` say so.
 */
export type ReadTile = (tile: Tile) => Uint8Array

const tileHeight = 8

export function inclusionFromTiles(
  suite: Suite,
  read: ReadTile,
  index: number,
  size: number,
): InclusionProof {
  return { index, size, path: hashesOf(suite, read, size, inclusionRanges(index, size)) }
}

export function consistencyFromTiles(
  suite: Suite,
  read: ReadTile,
  older: number,
  newer: number,
): Uint8Array[] {
  return hashesOf(suite, read, newer, consistencyRanges(older, newer))
}

export function rootFromTiles(suite: Suite, read: ReadTile, size: number): Uint8Array {
  if (size === 0) return suite.hash()
  return hashesOf(suite, read, size, [{ begin: 0, end: size }])[0] as Uint8Array
}

/** What must be fetched before `inclusionFromTiles`, for a reader that cannot wait in the middle. */
export function tilesOfInclusion(index: number, size: number): Tile[] {
  return tilesOf(size, inclusionRanges(index, size))
}

export function tilesOfConsistency(older: number, newer: number): Tile[] {
  return tilesOf(newer, consistencyRanges(older, newer))
}

/**
 * The Merkle hashes of any ranges of a tree of this size, for whoever draws it or follows a proof. A range is one of
 * the tree: the whole, or a half (`halvesOf`) of one that is.
 * @throws VerificationError PROOF_MALFORMED for what is no range of such a tree
 */
export function hashesFromTiles(
  suite: Suite,
  read: ReadTile,
  ranges: readonly SubtreeRange[],
  size: number,
): Uint8Array[] {
  for (const range of ranges) assertRange(range, size)
  return hashesOf(suite, read, size, ranges)
}

export function tilesOfRanges(ranges: readonly SubtreeRange[], size: number): Tile[] {
  for (const range of ranges) assertRange(range, size)
  return tilesOf(size, ranges)
}

function tilesOf(size: number, ranges: readonly SubtreeRange[]): Tile[] {
  const tiles = ranges.flatMap((range) => fullSubtreesOf(range).map((subtree) => placeOf(subtree, size).tile))
  return [...new Map(tiles.map((tile) => [tilePath(tile), tile])).values()]
}

function hashesOf(suite: Suite, read: ReadTile, size: number, ranges: readonly SubtreeRange[]): Uint8Array[] {
  const known = new Map<string, Uint8Array[]>()
  const hashOf = (subtree: FullSubtree): Uint8Array => {
    const { tile, from, count } = placeOf(subtree, size)
    const path = tilePath(tile)
    const hashes = known.get(path) ?? hashesOfTile(tile, read(tile))
    known.set(path, hashes)
    return joinLevels(suite, hashes.slice(from, from + count))
  }
  return ranges.map((range) =>
    fullSubtreesOf(range)
      .map(hashOf)
      .reduceRight((right, left) => nodeHash(suite, left, right)),
  )
}

/** Which hashes of which tile a full subtree is made of. */
function placeOf({ height, index }: FullSubtree, size: number): { tile: Tile; from: number; count: number } {
  const level = Math.floor(height / tileHeight)
  const count = 2 ** (height % tileHeight)
  const first = index * count
  const tile = tileInTree(size, level, Math.floor(first / tileWidth))
  return { tile, from: first % tileWidth, count }
}

/** The root over hashes whose number is a power of two. */
function joinLevels(suite: Suite, hashes: readonly Uint8Array[]): Uint8Array {
  let level = hashes
  while (level.length > 1) {
    const parents: Uint8Array[] = []
    for (let at = 0; at < level.length; at += 2) {
      parents.push(nodeHash(suite, level[at] as Uint8Array, level[at + 1] as Uint8Array))
    }
    level = parents
  }
  return level[0] as Uint8Array
}

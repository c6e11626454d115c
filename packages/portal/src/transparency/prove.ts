// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  assertExtends,
  type Checkpoint,
  consistencyFromTiles,
  hashesFromTiles,
  type InclusionProof,
  inclusionFromTiles,
  leafHash,
  plainSuite,
  type ReadTile,
  type Tile,
  tilesOfConsistency,
  tilesOfInclusion,
  tilesOfRanges,
  tileWidth,
  VerificationError,
  verifyInclusion,
} from '@probity/verify'
import {
  type ConsistencySteps,
  consistencySteps,
  type InclusionSteps,
  inclusionSteps,
} from '../proof/joins.ts'
import { type Fetched, fetchEntries, fetchTiles } from './log-source.ts'

/** What the reader's own browser found; `refused` when it does not hold. Nothing that the node says enters into it. */
export type ProvenEntry = {
  readonly index: number
  readonly entry: Uint8Array
  readonly proof: InclusionProof
  readonly steps: InclusionSteps | undefined
  readonly refused: VerificationError | null
  readonly fetched: Fetched
}

export type ProvenPast = {
  readonly older: { readonly size: number; readonly root: Uint8Array }
  readonly path: readonly Uint8Array[]
  readonly steps: ConsistencySteps | undefined
  readonly refused: VerificationError | null
  readonly fetched: Fetched
}

export async function proveEntry(index: number, { size, root }: Checkpoint): Promise<ProvenEntry> {
  const place = Math.floor(index / tileWidth)
  const [entries, { read, ...fetched }] = await Promise.all([
    fetchEntries(place, size),
    fetchTiles(tilesOfInclusion(index, size)),
  ])
  const entry = entries[index - place * tileWidth]
  if (!entry) throw new VerificationError('BUNDLE_MALFORMED', 'length')
  const leaf = leafHash(plainSuite, entry)
  const proof = inclusionFromTiles(plainSuite, read, index, size)
  return {
    index,
    entry,
    proof,
    steps: inclusionSteps(leaf, proof),
    refused: refusalOf(() => verifyInclusion(plainSuite, leaf, proof, root)),
    fetched: withBundle(fetched, entries),
  }
}

/** @param older its root when the reader holds it; without one it is only worked out from what the log shows today */
export async function provePast(
  older: { readonly size: number; readonly root: Uint8Array | null },
  newer: Checkpoint,
): Promise<ProvenPast> {
  const whole = { begin: 0, end: older.size }
  const ofRoot = older.root === null && older.size > 0 ? tilesOfRanges([whole], newer.size) : []
  const { read, ...fetched } = await fetchTiles(
    distinct([...tilesOfConsistency(older.size, newer.size), ...ofRoot]),
  )
  const path = consistencyFromTiles(plainSuite, read, older.size, newer.size)
  const root = older.root ?? rootOfBeginning(read, older.size, newer.size)
  const tree = { size: older.size, root }
  return {
    older: tree,
    path,
    steps: consistencySteps(tree, newer, path),
    refused: refusalOf(() => assertExtends(plainSuite, { ...newer, ...tree }, newer, path)),
    fetched,
  }
}

/** A beginning of the log is a tree by itself: what its root was follows from the tiles of today. */
function rootOfBeginning(read: ReadTile, older: number, newer: number): Uint8Array {
  if (older === 0) return plainSuite.hash()
  const [root] = hashesFromTiles(plainSuite, read, [{ begin: 0, end: older }], newer)
  return root as Uint8Array
}

function refusalOf(act: () => void): VerificationError | null {
  try {
    act()
    return null
  } catch (error) {
    if (error instanceof VerificationError) return error
    throw error
  }
}

function distinct(tiles: readonly Tile[]): Tile[] {
  return [...new Map(tiles.map((tile) => [`${tile.level}/${tile.index}`, tile])).values()]
}

function withBundle({ tiles, bytes }: Fetched, entries: readonly Uint8Array[]): Fetched {
  return { tiles: tiles + 1, bytes: bytes + entries.reduce((sum, entry) => sum + entry.length + 2, 0) }
}

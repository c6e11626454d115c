// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { bundlePath, parseBundle, type ReadTile, type Tile, tilePath, tileWidth } from '@probity/verify'
import { askJson, askNode, ProblemError } from '../api/client.ts'
import type { LogStanding } from '../api/contract.ts'
import { queryClient } from '../api/queries.ts'

/** What was fetched for an answer, to be told beside it: of a large log it is little. */
export type Fetched = { readonly tiles: number; readonly bytes: number }

const HASH_BYTES = 32

export async function fetchCheckpoint(signal: AbortSignal): Promise<string> {
  return (await askNode('/log/checkpoint', { signal })).text()
}

/** What the node says of its log: whose keys to try, and whom it asks to witness. */
export function fetchStanding(signal: AbortSignal): Promise<LogStanding> {
  return askJson<LogStanding>('/v1/public/log', { signal })
}

/** Whether they are what the log has signed is for the proofs to show: here they are only bytes. */
export async function fetchTiles(tiles: readonly Tile[]): Promise<Fetched & { readonly read: ReadTile }> {
  const found = new Map<string, Uint8Array>()
  const fetchOne = async (tile: Tile) => {
    const path = tilePath(tile)
    const exact = await fetchResource(path)
    // A log may drop the part of a tile once the whole is there.
    const bytes =
      exact ??
      (await fetchPresent(tilePath({ ...tile, width: tileWidth }))).subarray(0, tile.width * HASH_BYTES)
    found.set(path, bytes)
  }
  await Promise.all(tiles.map(fetchOne))
  const read: ReadTile = (tile) => found.get(tilePath(tile)) ?? new Uint8Array(0)
  return { read, tiles: found.size, bytes: [...found.values()].reduce((sum, { length }) => sum + length, 0) }
}

/** All entries of a bundle as a tree of this size has it. */
export async function fetchEntries(index: number, size: number): Promise<readonly Uint8Array[]> {
  const width = Math.min(tileWidth, size - index * tileWidth)
  const exact = await fetchResource(bundlePath({ index, width }))
  if (exact) return parseBundle(exact, width)
  const whole = await fetchPresent(bundlePath({ index, width: tileWidth }))
  return parseBundle(whole, tileWidth).slice(0, width)
}

async function fetchPresent(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await askNode(`/log/${path}`, {})).arrayBuffer())
}

/** Undefined when it is not there. What is once there never changes, so it is asked for once. */
async function fetchResource(path: string): Promise<Uint8Array | undefined> {
  try {
    return await queryClient.fetchQuery({
      queryKey: ['log', path],
      queryFn: () => fetchPresent(path),
      staleTime: Number.POSITIVE_INFINITY,
    })
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 404) return undefined
    throw error
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ReadTile, type Tile, tilePath } from '@probity/verify'
import type { LogFolder } from './log-folder.ts'

/**
 * Tiles of the log, fetched before they are asked for. One that is missing reads as empty: what is made of it proves
 * nothing, and says so where it is verified.
 */
export async function readerOf(folder: LogFolder, tiles: readonly Tile[]): Promise<ReadTile> {
  const found = new Map<string, Uint8Array>()
  for (const tile of tiles)
    found.set(tilePath(tile), (await folder.read(tilePath(tile))) ?? new Uint8Array(0))
  return (tile) => found.get(tilePath(tile)) ?? new Uint8Array(0)
}

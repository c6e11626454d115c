// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  formatLogProof,
  inclusionFromTiles,
  parseVerifierKey,
  platformSuite,
  type Tile,
  tilePath,
  tilesOfInclusion,
  verifyLogProof,
} from '@probity/verify'
import type { LogFolder } from './log-folder.ts'
import { checkOwnCheckpoint, entryBytes, type LogParts } from './log-state.ts'
import type { EntryKind } from './queue-entry.ts'
import { findByCommitment } from './transparency-log-store.ts'

/** What shows offline that something was entered in the log; `probity-verify inclusion` reads it. */
export type EntryProof = {
  /** From 0. */
  readonly index: number
  /** The entry's own text. */
  readonly entry: string
  /** C2SP tlog-proof. */
  readonly proof: string
}

/**
 * Null as long as the entry waits for its place, or for the checkpoint that covers it.
 * @throws VerificationError when the tiles on the disk prove something else: nothing is handed out that does not verify
 */
export async function proveEntry(
  { database, folder, signer }: LogParts,
  kind: EntryKind,
  witnessed: string,
): Promise<EntryProof | null> {
  const commitment = platformSuite.hash(Buffer.from(witnessed))
  const entry = await findByCommitment(database, kind, commitment)
  const note = await folder.readCheckpoint()
  if (!entry || entry.entryIndex === null || note === undefined) return null
  const index = entry.entryIndex
  const { size } = checkOwnCheckpoint(signer, note)
  if (size <= index) return null
  const path = await pathOf(folder, index, size)
  const proof = formatLogProof({ index, path, checkpoint: note })
  const bytes = entryBytes(entry)
  verifyLogProof(platformSuite, proof, bytes, { log: parseVerifierKey(platformSuite, signer.verifierKey) })
  return { index, entry: Buffer.from(bytes).toString('utf8'), proof }
}

async function pathOf(folder: LogFolder, index: number, size: number): Promise<readonly Uint8Array[]> {
  const tiles = new Map<string, Uint8Array>()
  for (const tile of tilesOfInclusion(index, size)) {
    tiles.set(tilePath(tile), (await folder.read(tilePath(tile))) ?? new Uint8Array(0))
  }
  const read = (tile: Tile): Uint8Array => tiles.get(tilePath(tile)) ?? new Uint8Array(0)
  return inclusionFromTiles(platformSuite, read, index, size).path
}

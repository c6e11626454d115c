// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  formatLogProof,
  inclusionFromTiles,
  platformSuite,
  tilesOfInclusion,
  verifyLogProof,
} from '@probity/verify'
import type { CosignedCheckpoint } from './cosigning.ts'
import { checkOwnCheckpoint, entryBytes, type LogParts, ownKeys } from './log-state.ts'
import type { EntryKind } from './queue-entry.ts'
import { readerOf } from './tile-reader.ts'
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
 * @param published the checkpoint that bears cosignatures; taken where it is far enough
 * @throws VerificationError when the tiles on the disk prove something else: nothing is handed out that does not verify
 */
export async function proveEntry(
  { database, folder, signer }: LogParts,
  kind: EntryKind,
  witnessed: string,
  published?: CosignedCheckpoint,
): Promise<EntryProof | null> {
  const commitment = platformSuite.hash(Buffer.from(witnessed))
  const entry = await findByCommitment(database, kind, commitment)
  if (!entry || entry.entryIndex === null) return null
  const index = entry.entryIndex
  const checkpoint = published && published.size > index ? published.note : await folder.readCheckpoint()
  if (checkpoint === undefined) return null
  const { size } = checkOwnCheckpoint(signer, checkpoint)
  if (size <= index) return null
  const read = await readerOf(folder, tilesOfInclusion(index, size))
  const { path } = inclusionFromTiles(platformSuite, read, index, size)
  const proof = formatLogProof({ index, path, checkpoint })
  const bytes = entryBytes(entry)
  verifyLogProof(platformSuite, proof, bytes, { log: ownKeys(signer) })
  return { index, entry: Buffer.from(bytes).toString('utf8'), proof }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  auditLog,
  equalBytes,
  leafHash,
  MerkleRoot,
  parseEntry,
  platformSuite,
  VerificationError,
} from '@probity/verify'
import type { EntryId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { emptyEdge } from './growing-log.ts'
import { checkOwnCheckpoint, finishGrowth, type LogParts, openLogState } from './log-state.ts'
import {
  findLatestTree,
  insertLost,
  insertTree,
  placeEntries,
  type QueuedEntry,
} from './transparency-log-store.ts'

export type Recovered = {
  readonly size: number
  /** Entries that got back the place they have in the tiles. */
  readonly imported: number
  /** Of those, entries the database did not hold at all: what they witnessed is lost, that it was witnessed is not. */
  readonly lost: number
}

/**
 * Brings the older side up to the newer, never back: a database restored from before learns from the tiles what was
 * signed; a folder that was lost is made again from the database. Whatever does not lead to one tree is refused.
 * @throws Refusal LOG_DISAGREES, LOG_FOLDER_DAMAGED
 */
export async function recoverLog(parts: LogParts): Promise<Recovered> {
  const { database, folder, signer } = parts
  const latest = await findLatestTree(database)
  const note = await folder.readCheckpoint()
  if (note === undefined) {
    const made = latest ? await finishGrowth(parts, emptyEdge, latest) : await openLogState(parts)
    return { size: made.size, imported: 0, lost: 0 }
  }
  const signed = checkOwnCheckpoint(signer, note)
  const databaseSize = latest?.size ?? 0
  if (databaseSize >= signed.size) {
    return { size: (await openLogState(parts)).size, imported: 0, lost: 0 }
  }
  const missing: QueuedEntry[] = []
  const tree = new MerkleRoot(platformSuite)
  let rootThen = tree.root()
  readWhole(() =>
    auditLog(
      platformSuite,
      signed,
      (path) => folder.readNow(path),
      (bytes, index) => {
        if (index >= databaseSize) missing.push(toQueued(bytes))
        tree.append(leafHash(platformSuite, bytes))
        if (index === databaseSize - 1) rootThen = tree.root()
      },
    ),
  )
  if (latest && !equalBytes(latest.root, rootThen)) throw refuse('LOG_DISAGREES', { size: latest.size })
  const lost = await database.transact(async (tx) => {
    await insertTree(tx, { fromSize: databaseSize, size: signed.size, root: signed.root })
    const added = await insertLost(tx, missing)
    const placed = await placeEntries(
      tx,
      databaseSize,
      missing.map((entry) => entry.entryId),
    )
    if (placed !== missing.length) throw refuse('LOG_DISAGREES', { size: signed.size })
    return added
  })
  return { size: (await openLogState(parts)).size, imported: missing.length, lost }
}

function toQueued(bytes: Uint8Array): QueuedEntry {
  const { id, kind, commitment } = parseEntry(bytes)
  return { entryId: id as string as EntryId, kind, commitment: Buffer.from(commitment) }
}

function readWhole(act: () => void): void {
  try {
    act()
  } catch (error) {
    if (error instanceof VerificationError)
      throw refuse('LOG_FOLDER_DAMAGED', { path: error.where ?? error.code })
    throw error
  }
}

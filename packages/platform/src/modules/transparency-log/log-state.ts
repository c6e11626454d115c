// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  bundlePath,
  type Checkpoint,
  equalBytes,
  formatEntry,
  hashesAtLevel,
  hashesOfTile,
  leafHash,
  parseBundle,
  parseVerifierKey,
  platformSuite,
  rootFromTiles,
  type Tile,
  tileInTree,
  tilePath,
  tileWidth,
  VerificationError,
  type VerifierKey,
  verifyCheckpoint,
} from '@probity/verify'
import type { Database } from '../../kernel/db/database.ts'
import { refuse } from '../../kernel/refusal.ts'
import { emptyEdge, GrowingLog, type LogEdge } from './growing-log.ts'
import type { LogFolder } from './log-folder.ts'
import type { NoteSigner } from './note-signer.ts'
import { findLatestTree, findTree, listPlaced, type QueuedEntry } from './transparency-log-store.ts'

export type LogParts = {
  readonly database: Database
  readonly folder: LogFolder
  readonly signer: NoteSigner
}

const ENTRIES_AT_ONCE = 10_000

/** A checkpoint by a key of this node: what an older one signed stands. @throws Refusal LOG_FOLDER_DAMAGED */
export function checkOwnCheckpoint(signer: NoteSigner, note: string): Checkpoint {
  return unlessDamaged('checkpoint', () => verifyCheckpoint(platformSuite, note, { log: ownKeys(signer) }))
}

export function ownKeys({ verifierKeys }: NoteSigner): VerifierKey[] {
  return verifierKeys.map((key) => parseVerifierKey(platformSuite, key))
}

/**
 * Where the log stands, made sure of on both sides: the tiles lead to the signed root, and the database gave that root
 * to that size. What the database placed and the folder lacks (a kill between the two) is written now.
 * @throws Refusal LOG_DATABASE_BEHIND, LOG_DISAGREES, LOG_FOLDER_LOST, LOG_FOLDER_DAMAGED: then nothing may be signed
 */
export async function openLogState(parts: LogParts): Promise<LogEdge> {
  const { database, folder, signer } = parts
  const latest = await findLatestTree(database)
  const note = await folder.readCheckpoint()
  if (note === undefined) {
    if (latest) throw refuse('LOG_FOLDER_LOST', { databaseSize: latest.size })
    // Before the first entry gets its place: from now on a folder without checkpoint is a folder that was lost.
    await folder.writeCheckpoint(signer.signCheckpoint({ size: 0, root: platformSuite.hash() }))
    return emptyEdge
  }
  const signed = checkOwnCheckpoint(signer, note)
  const databaseSize = latest?.size ?? 0
  if (databaseSize < signed.size) {
    throw refuse('LOG_DATABASE_BEHIND', { databaseSize, checkpointSize: signed.size })
  }
  const known = signed.size === 0 ? undefined : await findTree(database, signed.size)
  if (signed.size > 0 && !(known && equalBytes(known.root, signed.root))) {
    throw refuse('LOG_DISAGREES', { size: signed.size })
  }
  const edge = await readEdge(folder, signed)
  return latest && latest.size > signed.size ? finishGrowth(parts, edge, latest) : edge
}

/** The unfinished tiles of a tree of this size, from the folder; they lead to its root or are refused. */
export async function readEdge(folder: LogFolder, { size, root }: Checkpoint): Promise<LogEdge> {
  const levels: Uint8Array[][] = []
  for (let level = 0; hashesAtLevel(size, level) > 0; level += 1) {
    const tile = lastTile(size, level)
    levels[level] = tile ? await readTile(folder, tile) : []
  }
  const bytes = ({ level }: Tile) => Buffer.concat(levels[level] ?? [])
  if (!equalBytes(rootFromTiles(platformSuite, bytes, size), root)) {
    throw refuse('LOG_FOLDER_DAMAGED', { path: 'tile' })
  }
  const tile = lastTile(size, 0)
  if (!tile) return { size, levels, entries: [] }
  const path = bundlePath(tile)
  const bundle = await folder.read(path)
  const entries = unlessDamaged(path, () => parseBundle(bundle ?? new Uint8Array(0), tile.width))
  const hashes = levels[0] ?? []
  const isBelow = entries.every((entry, at) =>
    equalBytes(leafHash(platformSuite, entry), hashes[at] as Uint8Array),
  )
  if (!isBelow) throw refuse('LOG_FOLDER_DAMAGED', { path })
  return { size, levels, entries }
}

/** Undefined when the level ends with a full tile, and so has no unfinished one. */
function lastTile(size: number, level: number): Tile | undefined {
  const count = hashesAtLevel(size, level)
  return count % tileWidth === 0 ? undefined : tileInTree(size, level, Math.floor(count / tileWidth))
}

async function readTile(folder: LogFolder, tile: Tile): Promise<Uint8Array[]> {
  const path = tilePath(tile)
  const bytes = await folder.read(path)
  return unlessDamaged(path, () => hashesOfTile(tile, bytes ?? new Uint8Array(0)))
}

/** Writes what the database has placed beyond the edge, and signs it, when it leads to the root that was meant. */
export async function finishGrowth(
  { database, folder, signer }: LogParts,
  edge: LogEdge,
  latest: { readonly size: number; readonly root: Uint8Array },
): Promise<LogEdge> {
  const log = new GrowingLog(edge)
  while (log.size < latest.size) {
    const limit = Math.min(ENTRIES_AT_ONCE, latest.size - log.size)
    const placed = await listPlaced(database, log.size, limit)
    // A place without entry, or an entry out of its place, would be another tree than the one that was meant.
    const isWhole = placed.length === limit && placed.every((entry, at) => entry.entryIndex === log.size + at)
    if (!isWhole) throw refuse('LOG_DISAGREES', { size: latest.size })
    for (const entry of placed) log.append(entryBytes(entry))
    await folder.write(log.takeFull())
  }
  if (!equalBytes(log.root(), latest.root)) throw refuse('LOG_DISAGREES', { size: latest.size })
  await folder.write(log.unfinished())
  await folder.writeCheckpoint(signer.signCheckpoint({ size: log.size, root: log.root() }))
  return log.edge()
}

export function entryBytes({ entryId, kind, commitment }: QueuedEntry): Uint8Array {
  return formatEntry({ id: entryId, kind, commitment: Uint8Array.from(commitment) })
}

function unlessDamaged<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof VerificationError) throw refuse('LOG_FOLDER_DAMAGED', { path })
    throw error
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  assertExtends,
  type Checkpoint,
  consistencyFromTiles,
  cosign,
  equalBytes,
  formatVerifierKey,
  hashesAtLevel,
  platformSuite,
  rootFromTiles,
  type SigningKey,
  signatureTypes,
  type Tile,
  tileInTree,
  tilePath,
  tilesOfConsistency,
  tileWidth,
  VerificationError,
  type VerifierKey,
  verifyCheckpoint,
} from '@probity/verify'
import type { Clock } from '../../kernel/clock.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { LogFolder } from './log-folder.ts'

/** What a witness has: its key, whose log it follows, and where it keeps what it has seen. */
export type WitnessDesk = {
  /** The keys of one log: several while it hands its name from one to the next. */
  readonly logKeys: readonly VerifierKey[]
  readonly witnessKey: SigningKey
  /** What this witness has cosigned last, and the evidence when the log broke its word. */
  readonly state: LogFolder
  readonly clock: Clock
}

export type WitnessParts = WitnessDesk & {
  /** A resource of the log by its path, wherever it is served; undefined when it is not there. */
  fetch(path: string): Promise<Uint8Array | undefined>
}

export type Witnessed = { readonly size: number; readonly grown: number; readonly note: string }

/** A checkpoint as it was signed. */
export type Seen = Checkpoint & { readonly note: string }

const hashBytes = 32
const evidence = (which: 'kept' | 'shown'): string => `alarm/${which}`

/**
 * Looks at the log once: cosigns its checkpoint when its tree extends the one cosigned before, and keeps it. A log that
 * shows another past gets no cosignature any more: both checkpoints, signed by its own key, are kept as evidence.
 * @throws Refusal WITNESS_ALARM, WITNESS_LOG_UNREADABLE
 */
export async function witnessLog(parts: WitnessParts): Promise<Witnessed> {
  if (await isAlarmed(parts)) throw refuse('WITNESS_ALARM', { reason: 'kept' })
  const shown = Buffer.from((await parts.fetch('checkpoint')) ?? '').toString('utf8')
  const newer = { ...readCheckpoint(parts, shown), note: shown }
  const older = await findKept(parts)
  if (older) await assertOnlyGrown(parts, older, newer)
  return { size: newer.size, grown: newer.size - (older?.size ?? 0), note: await cosignAndKeep(parts, shown) }
}

/** A log that broke its word once is cosigned no more, until a person has looked. */
export async function isAlarmed({ state }: WitnessDesk): Promise<boolean> {
  return (await state.read(evidence('shown'))) !== undefined
}

/** The checkpoint cosigned last. */
export async function findKept(desk: WitnessDesk): Promise<Seen | undefined> {
  const note = await desk.state.readCheckpoint()
  return note === undefined ? undefined : { ...readCheckpoint(desk, note), note }
}

/** Caller: has made sure that the tree extends the one cosigned before. */
export async function cosignAndKeep(
  { state, witnessKey, clock }: WitnessDesk,
  shown: string,
): Promise<string> {
  const note = cosign(platformSuite, shown, witnessKey, Math.floor(clock.nowMs() / 1000))
  // Durable before anybody hears of it: a witness that forgets could be shown another past.
  await state.writeCheckpoint(note)
  return note
}

/** Both are signed by the log's own key: who reads them needs to believe neither witness nor log. */
export async function keepEvidence({ state }: WitnessDesk, kept: Seen, shown: Seen): Promise<void> {
  await state.write([
    { path: evidence('kept'), bytes: Buffer.from(kept.note) },
    { path: evidence('shown'), bytes: Buffer.from(shown.note) },
  ])
}

async function assertOnlyGrown(parts: WitnessParts, older: Seen, newer: Seen): Promise<void> {
  const isGrown = newer.size >= older.size
  const [smaller, larger] = isGrown ? [older, newer] : [newer, older]
  if (await isForked(parts, smaller, larger)) {
    await keepEvidence(parts, older, newer)
    throw refuse('WITNESS_ALARM', { reason: 'LOG_FORKED' })
  }
  // The same past, as it was: some cache is behind. No ground for an alarm, and nothing to cosign.
  if (!isGrown) throw refuse('WITNESS_LOG_UNREADABLE', { path: `checkpoint ${newer.size} < ${older.size}` })
}

/**
 * False when the larger tree begins with the smaller, true when the log's own tiles show that it begins with another.
 * Tiles that lead to neither accuse nobody: they may have been spoilt on the way.
 */
async function isForked(parts: WitnessParts, smaller: Checkpoint, larger: Checkpoint): Promise<boolean> {
  if (smaller.size === larger.size) return !equalBytes(smaller.root, larger.root)
  const tiles = new Map<string, Uint8Array>()
  for (const tile of [
    ...tilesOfConsistency(smaller.size, larger.size),
    ...edgeTiles(smaller.size, larger.size),
  ]) {
    tiles.set(tilePath(tile), await fetchTile(parts, tile))
  }
  const read = (tile: Tile): Uint8Array => tiles.get(tilePath(tile)) ?? new Uint8Array(0)
  return unlessUnreadable(() => {
    const path = consistencyFromTiles(platformSuite, read, smaller.size, larger.size)
    const readSmaller = ({ level, index, width }: Tile): Uint8Array =>
      read(tileInTree(larger.size, level, index)).subarray(0, width * hashBytes)
    const root = rootFromTiles(platformSuite, readSmaller, smaller.size)
    assertExtends(platformSuite, { ...smaller, root }, larger, path)
    return !equalBytes(root, smaller.root)
  })
}

/** Where the smaller tree ends, in the larger one's tiles. */
function edgeTiles(smaller: number, larger: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0; hashesAtLevel(smaller, level) > 0; level += 1) {
    const count = hashesAtLevel(smaller, level)
    if (count % tileWidth > 0) tiles.push(tileInTree(larger, level, Math.floor(count / tileWidth)))
  }
  return tiles
}

function unlessUnreadable<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof VerificationError) throw refuse('WITNESS_LOG_UNREADABLE', { path: 'tile' })
    throw error
  }
}

/** A log may drop an unfinished tile once it is full: its beginning is the unfinished one. */
async function fetchTile(parts: WitnessParts, tile: Tile): Promise<Uint8Array> {
  const path = tilePath(tile)
  const found = (await parts.fetch(path)) ?? (await parts.fetch(tilePath({ ...tile, width: tileWidth })))
  if (!found) throw refuse('WITNESS_LOG_UNREADABLE', { path })
  return found.subarray(0, tile.width * hashBytes)
}

function readCheckpoint({ logKeys }: WitnessDesk, note: string): Checkpoint {
  try {
    return verifyCheckpoint(platformSuite, note, { log: logKeys })
  } catch (error) {
    if (error instanceof VerificationError)
      throw refuse('WITNESS_LOG_UNREADABLE', { path: `checkpoint (${error.code})` })
    throw error
  }
}

export function witnessVerifierKeyOf({ name, seed }: SigningKey): string {
  return formatVerifierKey(platformSuite, name, platformSuite.publicKeyOf(seed), signatureTypes.cosignature)
}

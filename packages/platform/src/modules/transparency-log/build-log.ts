// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createReadStream } from 'node:fs'
import {
  encodeHex,
  entryBytesMax,
  equalBytes,
  parseCheckpoint,
  platformSuite,
  type SigningKey,
  signCheckpoint,
  verifyNote,
} from '@probity/verify'
import { refuse } from '../../kernel/refusal.ts'
import { emptyEdge, GrowingLog } from './growing-log.ts'
import type { LogFolder } from './log-folder.ts'

export type BuiltLog = { readonly size: number; readonly root: string; readonly checkpoint: string }

const ENTRIES_AT_ONCE = 65_536
const LF = 0x0a

/**
 * Makes the tiles and the checkpoint of a log whose entries are the lines of a file. A folder that holds a log already
 * may only be extended: a key signs no two trees.
 * @throws Refusal LOG_ENTRY_TOO_LARGE, LOG_FOLDER_TAKEN
 */
export async function buildLog(file: string, key: SigningKey, folder: LogFolder): Promise<BuiltLog> {
  // Nothing is written before every line has been looked at.
  await assertBuildable(file, key, folder)
  const log = new GrowingLog(emptyEdge)
  for await (const entry of readEntries(file)) {
    log.append(entry)
    if (log.size % ENTRIES_AT_ONCE === 0) await folder.write(log.takeFull())
  }
  await folder.write([...log.takeFull(), ...log.unfinished()])
  const tree = { size: log.size, root: log.root() }
  const checkpoint = signCheckpoint(platformSuite, tree, key)
  await folder.writeCheckpoint(checkpoint)
  return { size: tree.size, root: encodeHex(tree.root), checkpoint }
}

async function assertBuildable(file: string, key: SigningKey, folder: LogFolder): Promise<void> {
  const before = await readBefore(key, folder)
  const log = new GrowingLog(emptyEdge)
  let isExtension = before === undefined || before.size === 0
  for await (const entry of readEntries(file)) {
    if (entry.length > entryBytesMax) throw refuse('LOG_ENTRY_TOO_LARGE', { line: log.size + 1 })
    log.append(entry)
    log.takeFull()
    if (log.size === before?.size) isExtension = equalBytes(log.root(), before.root)
  }
  if (!isExtension) throw refuse('LOG_FOLDER_TAKEN')
}

async function readBefore(
  key: SigningKey,
  folder: LogFolder,
): Promise<{ size: number; root: Uint8Array } | undefined> {
  const note = await folder.readCheckpoint()
  if (note === undefined) return undefined
  const verifier = { name: key.name, id: key.id, publicKey: platformSuite.publicKeyOf(key.seed) }
  try {
    return parseCheckpoint(platformSuite, verifyNote(platformSuite, note, verifier))
  } catch {
    // Another key's, or no checkpoint at all: not ours to write over.
    throw refuse('LOG_FOLDER_TAKEN')
  }
}

/** The bytes of each line without its LF, whatever they are; behind the last LF an entry stands only if it has any. */
async function* readEntries(file: string): AsyncGenerator<Uint8Array> {
  let rest: Buffer[] = []
  let held = 0
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at)])
      rest = []
      held = 0
      from = at + 1
    }
    rest.push(chunk.subarray(from))
    held += chunk.length - from
    // A line without end is refused by its length, not gathered first.
    if (held > 2 * entryBytesMax) {
      yield Buffer.concat(rest)
      return
    }
  }
  if (held > 0) yield Buffer.concat(rest)
}

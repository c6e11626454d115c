// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  auditLog,
  equalBytes,
  leafHash,
  MerkleRoot,
  platformSuite,
  VerificationError,
  verificationMessages,
} from '@probity/verify'
import { auditActs, type Difference } from './audit-acts.ts'
import type { EntryWitness } from './entry-witness.ts'
import { keyWitnesses } from './key-events.ts'
import { checkOwnCheckpoint, entryBytes, type LogParts } from './log-state.ts'
import { findTree, listPlaced } from './transparency-log-store.ts'

export type LogAudit = {
  readonly size: number
  /** Acts worked out again, and entries whose acts a restored database lacks. */
  readonly acts: number
  readonly lost: number
  /** The first thing that is not as it was signed: its path, place or act, and what is wrong with it. */
  readonly difference: Difference | null
}

const ENTRIES_AT_ONCE = 10_000

/**
 * Works out everything again: tiles and root from the entries, the entries from the database, and what they commit to
 * from the acts themselves. Reads only.
 * @param witnesses of every kind of entry
 * @throws Refusal LOG_FOLDER_DAMAGED when there is no checkpoint of this node to begin with
 */
export async function auditNodeLog(parts: LogParts, witnesses: readonly EntryWitness[]): Promise<LogAudit> {
  const { folder, signer, database } = parts
  const signed = checkOwnCheckpoint(signer, (await folder.readCheckpoint()) ?? '')
  const nothing = { size: signed.size, acts: 0, lost: 0 }
  const leaves: Uint8Array[] = []
  try {
    auditLog(
      platformSuite,
      signed,
      (path) => folder.readNow(path),
      (entry) => leaves.push(leafHash(platformSuite, entry)),
    )
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error
    const { code, where } = error
    return { ...nothing, difference: { at: where ?? 'checkpoint', code, says: verificationMessages[code] } }
  }
  const difference = await compareDatabase(parts, leaves)
  return difference
    ? { ...nothing, difference }
    : { size: signed.size, ...(await auditActs(database, [...keyWitnesses(signer), ...witnesses])) }
}

async function compareDatabase(
  { database }: LogParts,
  leaves: readonly Uint8Array[],
): Promise<Difference | null> {
  const tree = new MerkleRoot(platformSuite)
  while (tree.size < leaves.length) {
    const from = tree.size
    const placed = await listPlaced(database, from, Math.min(ENTRIES_AT_ONCE, leaves.length - from))
    for (const [at, entry] of placed.entries()) {
      const isSame =
        entry.entryIndex === from + at &&
        equalBytes(leafHash(platformSuite, entryBytes(entry)), leaves[from + at] as Uint8Array)
      if (!isSame) return differs(`entry ${from + at}`)
      tree.append(leaves[from + at] as Uint8Array)
    }
    if (placed.length === 0) return differs(`entry ${from}`)
  }
  const known = leaves.length === 0 ? undefined : await findTree(database, leaves.length)
  const isKnown = leaves.length === 0 || (known !== undefined && equalBytes(known.root, tree.root()))
  return isKnown ? null : differs(`tree ${leaves.length}`)
}

function differs(at: string): Difference {
  const says = { zh: '数据库与日志分片不一致。', en: 'The database is not what the tiles of the log say.' }
  return { at, code: 'LOG_DISAGREES', says }
}

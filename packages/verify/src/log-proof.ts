// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { decodeBase64, encodeBase64 } from './base64.ts'
import { type Checkpoint, type LogTrust, verifyCheckpoint } from './checkpoint.ts'
import { verifyConsistency } from './consistency-proof.ts'
import { equalBytes } from './equal-bytes.ts'
import { verifyInclusion } from './inclusion-proof.ts'
import { assertHash, leafHash } from './merkle-tree.ts'
import { parseCount } from './note-lines.ts'
import { noteBytesMax } from './signed-note.ts'
import type { Suite } from './suite.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'
import { VerificationError } from './verification-error.ts'

/**
 * The two files that show something of a log offline: C2SP tlog-proof (an entry is in the tree of this checkpoint),
 * and the body that tlog-witness sends (the tree of this checkpoint extends an older one). Both are a head, a path, an
 * empty line, and the checkpoint as the log has signed it.
 */
export type LogProof = {
  readonly index: number
  readonly path: readonly Uint8Array[]
  readonly checkpoint: string
}

export type LogExtension = {
  readonly olderSize: number
  readonly path: readonly Uint8Array[]
  readonly checkpoint: string
}

const proofLine = 'c2sp.org/tlog-proof@v1'
const pathLengthMax = 63

export function formatLogProof({ index, path, checkpoint }: LogProof): string {
  return `${proofLine}\nindex ${index}\n${linesOf(path)}\n${checkpoint}`
}

/** @throws VerificationError PROOF_MALFORMED, also for `extra` data: what is not proven has no place in a proof */
export function parseLogProof(text: string | Uint8Array): LogProof {
  const { head, checkpoint } = splitFile(text)
  const [first, indexLine, ...path] = head
  if (first !== proofLine) throw malformed('first line')
  return { index: countBehind('index ', indexLine), path: parsePath(path), checkpoint }
}

export function formatLogExtension({ olderSize, path, checkpoint }: LogExtension): string {
  return `old ${olderSize}\n${linesOf(path)}\n${checkpoint}`
}

export function parseLogExtension(text: string | Uint8Array): LogExtension {
  const { head, checkpoint } = splitFile(text)
  const [oldLine, ...path] = head
  return { olderSize: countBehind('old ', oldLine), path: parsePath(path), checkpoint }
}

/**
 * Returns the checkpoint when exactly these bytes are the entry at that place of its tree.
 * @throws VerificationError
 */
export function verifyLogProof(
  suite: Suite,
  text: string | Uint8Array,
  entry: Uint8Array,
  trust: LogTrust,
): { readonly checkpoint: Checkpoint; readonly index: number } {
  const { index, path, checkpoint: note } = parseLogProof(text)
  const checkpoint = verifyCheckpoint(suite, note, trust)
  verifyInclusion(suite, leafHash(suite, entry), { index, size: checkpoint.size, path }, checkpoint.root)
  return { checkpoint, index }
}

/**
 * Returns the newer checkpoint when its tree begins with the older one's. The older comes from `verifyCheckpoint`.
 * @throws VerificationError LOG_FORKED when the log has signed two trees of one size: keep both, they are the evidence
 */
export function verifyLogExtension(
  suite: Suite,
  text: string | Uint8Array,
  older: Checkpoint,
  trust: LogTrust,
): Checkpoint {
  const { olderSize, path, checkpoint: note } = parseLogExtension(text)
  const newer = verifyCheckpoint(suite, note, trust)
  if (older.origin !== newer.origin) throw new VerificationError('CHECKPOINT_OF_ANOTHER_LOG')
  if (olderSize !== older.size) throw new VerificationError('PROOF_OF_ANOTHER_TREE')
  assertExtends(suite, older, newer, path)
  return newer
}

/** @throws VerificationError LOG_FORKED, CONSISTENCY_NOT_PROVEN, PROOF_MALFORMED */
export function assertExtends(
  suite: Suite,
  older: Checkpoint,
  newer: Checkpoint,
  path: readonly Uint8Array[],
): void {
  if (older.size === newer.size && !equalBytes(older.root, newer.root))
    throw new VerificationError('LOG_FORKED')
  if (older.size > 0) verifyConsistency(suite, older, newer, path)
  // An empty tree is the beginning of any: nothing is to be shown, so nothing may stand there.
  else if (path.length > 0) throw malformed('path')
}

function linesOf(path: readonly Uint8Array[]): string {
  return path.map((hash) => `${encodeBase64(hash)}\n`).join('')
}

function splitFile(file: string | Uint8Array): { head: string[]; checkpoint: string } {
  if (file.length > noteBytesMax) throw malformed('length')
  const text = decodeUtf8(typeof file === 'string' ? encodeUtf8(file) : file)
  // Neither head nor path has an empty line: the first one ends them.
  const end = text.indexOf('\n\n')
  if (end < 0) throw malformed('empty line')
  return { head: text.slice(0, end).split('\n'), checkpoint: text.slice(end + 2) }
}

function countBehind(word: string, line: string | undefined): number {
  const count = line?.startsWith(word) ? parseCount(line.slice(word.length)) : undefined
  if (count === undefined) throw malformed(word.trim())
  return count
}

function parsePath(lines: readonly string[]): Uint8Array[] {
  if (lines.length > pathLengthMax) throw malformed('path')
  return lines.map((line) => {
    const hash = decodeBase64(line)
    assertHash(hash)
    return hash
  })
}

function malformed(where: string): VerificationError {
  return new VerificationError('PROOF_MALFORMED', where)
}

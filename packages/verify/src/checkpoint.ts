// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { decodeBase64, encodeBase64 } from './base64.ts'
import { verifyCosignature } from './cosignature.ts'
import { equalBytes } from './equal-bytes.ts'
import { isCount } from './inclusion-proof.ts'
import { assertHash } from './merkle-tree.ts'
import { isKeyName, type SigningKey, type VerifierKey } from './note-key.ts'
import { parseCount } from './note-lines.ts'
import { signNote, verifyNote } from './signed-note.ts'
import type { SigningSuite, Suite } from './suite.ts'
import { VerificationError } from './verification-error.ts'

/** C2SP tlog-checkpoint without extension lines: whose log it is, how many entries it has, and their Merkle root. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Uint8Array }

/** Whom the asker trusts: the log's own key, and how many of which witnesses must have seen the checkpoint. */
export type LogTrust = {
  /** Several when the log has handed its name from key to key: one of them suffices. */
  readonly log: VerifierKey | readonly VerifierKey[]
  /** Keys of type cosignature. */
  readonly witnesses?: readonly VerifierKey[]
  /** Left out: all of them. */
  readonly quorum?: number
}

export function formatCheckpoint(suite: Suite, { origin, size, root }: Checkpoint): string {
  const body = `${origin}\n${size}\n${encodeBase64(root)}\n`
  // What could not be read back is never signed.
  parseCheckpoint(suite, body)
  return body
}

/** @throws VerificationError CHECKPOINT_MALFORMED, HASH_LENGTH, BASE64_MALFORMED */
export function parseCheckpoint(suite: Suite, body: string): Checkpoint {
  const [origin, sizeLine, rootLine, end, ...more] = body.split('\n')
  if (origin === undefined || !isKeyName(origin)) throw malformed('origin')
  const size = parseCount(sizeLine ?? '')
  if (size === undefined) throw malformed('size')
  // 44 characters of base64 are 32 bytes; checked before anything is decoded.
  if (rootLine?.length !== 44) throw malformed('root')
  if (end !== '' || more.length > 0) throw malformed('end')
  const root = decodeBase64(rootLine)
  assertHash(root)
  if (size === 0 && !equalBytes(root, suite.hash())) throw malformed('root of an empty tree')
  return { origin, size, root }
}

/**
 * What the log has signed, seen by as many witnesses as are asked for. The log's key and the checkpoint have one name:
 * whoever trusts the keys of two logs is not shown the one's tree in the other's name.
 * @throws VerificationError
 */
export function verifyCheckpoint(suite: Suite, note: string | Uint8Array, trust: LogTrust): Checkpoint {
  const checkpoint = parseCheckpoint(suite, verifyNote(suite, note, trust.log))
  if ([trust.log].flat().some(({ name }) => name !== checkpoint.origin)) {
    throw new VerificationError('CHECKPOINT_OF_ANOTHER_LOG')
  }
  const { witnesses = [], quorum = witnesses.length } = trust
  if (!isCount(quorum)) throw new VerificationError('WITNESSES_TOO_FEW', 'quorum')
  // A cosignature by a known witness that is wrong is refused whole, however many others there are.
  const seen = witnesses.filter((witness) => verifyCosignature(suite, note, witness) !== undefined)
  if (new Set(seen.map(({ publicKey }) => encodeBase64(publicKey))).size < quorum) {
    throw new VerificationError('WITNESSES_TOO_FEW')
  }
  return checkpoint
}

/** Caller: signs no checkpoint that is inconsistent with one it signed before. Other keys are of the same name. */
export function signCheckpoint(
  suite: SigningSuite,
  tree: { readonly size: number; readonly root: Uint8Array },
  key: SigningKey,
  ...others: readonly SigningKey[]
): string {
  if (!isCount(tree.size)) throw malformed('size')
  return signNote(suite, formatCheckpoint(suite, { origin: key.name, ...tree }), key, ...others)
}

function malformed(where: string): VerificationError {
  return new VerificationError('CHECKPOINT_MALFORMED', where)
}

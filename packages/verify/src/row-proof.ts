// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { decodeBase64, encodeBase64 } from './base64.ts'
import { type InclusionProof, isCount, verifyInclusion } from './inclusion-proof.ts'
import { assertHash, leafHash } from './merkle-tree.ts'
import type { Receipt } from './receipt.ts'
import type { Suite } from './suite.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'
import { VerificationError } from './verification-error.ts'

/** What shows that a row is in a receipt: its place, its salt, and the way up to the root. */
export type RowProof = InclusionProof & { readonly salt: Uint8Array }

export const saltBytes = 16
const proofTextMax = 16_384
const pathLengthMax = 53
const fields = ['index', 'path', 'salt', 'size']

/** Without the salt nobody can guess a row from its hash: destroying it makes the leaf say nothing. */
export function saltedLeaf(suite: Suite, salt: Uint8Array, row: Uint8Array): Uint8Array {
  if (salt.length !== saltBytes) throw new VerificationError('SALT_LENGTH')
  return leafHash(suite, salt, row)
}

/**
 * Returns when these bytes are the row at `proof.index` of the receipt's batch. The receipt comes from
 * `verifyReceipt`; one that was only parsed proves nothing.
 * @throws VerificationError
 */
export function verifyRow(suite: Suite, receipt: Receipt, row: Uint8Array, proof: RowProof): void {
  // A root does not tell its size: by another size, the same path may lead to it from another place.
  if (proof.size !== receipt.rows) throw new VerificationError('PROOF_OF_ANOTHER_TREE')
  verifyInclusion(suite, saltedLeaf(suite, proof.salt, row), proof, decodeBase64(receipt.root))
}

export function formatRowProof({ index, size, salt, path }: RowProof): string {
  const proof = { index, size, salt: encodeBase64(salt), path: path.map(encodeBase64) }
  return `${JSON.stringify(proof, undefined, 2)}\n`
}

/** @throws VerificationError PROOF_MALFORMED, SALT_LENGTH, HASH_LENGTH, BASE64_MALFORMED, UTF8_MALFORMED */
export function parseRowProof(text: string | Uint8Array): RowProof {
  if (text.length > proofTextMax) throw malformed('length')
  const { index, size, salt, path } = parseObject(
    decodeUtf8(typeof text === 'string' ? encodeUtf8(text) : text),
  )
  if (!isCount(index)) throw malformed('index')
  if (!isCount(size)) throw malformed('size')
  if (typeof salt !== 'string') throw malformed('salt')
  if (!Array.isArray(path) || path.length > pathLengthMax) throw malformed('path')
  const proof = { index, size, salt: decodeBase64(salt), path: path.map(decodeHash) }
  if (proof.salt.length !== saltBytes) throw new VerificationError('SALT_LENGTH')
  return proof
}

function decodeHash(step: unknown): Uint8Array {
  if (typeof step !== 'string') throw malformed('path')
  const hash = decodeBase64(step)
  assertHash(hash)
  return hash
}

function parseObject(text: string): Record<string, unknown> {
  const parsed = parseJson(text)
  if (typeof parsed !== 'object' || parsed === null) throw malformed('object')
  const found = Object.keys(parsed).sort()
  if (found.join() !== fields.join()) throw malformed('fields')
  return { ...parsed }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message would quote the input.
    throw malformed('JSON')
  }
}

function malformed(where: string): VerificationError {
  return new VerificationError('PROOF_MALFORMED', where)
}

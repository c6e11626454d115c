// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { decodeBase64, encodeBase64 } from './base64.ts'
export { canonicalise } from './canonical.ts'
export { type Tree, verifyConsistency } from './consistency-proof.ts'
export { decodeHex, encodeHex } from './hex.ts'
export {
  type InclusionProof,
  makeInclusionProof,
  rootByInclusion,
  verifyInclusion,
} from './inclusion-proof.ts'
export { leafHash, MerkleRoot, nodeHash, rootOf } from './merkle-tree.ts'
export {
  formatSigningKey,
  formatVerifierKey,
  isKeyName,
  keyIdOf,
  parseSigningKey,
  parseVerifierKey,
  type SigningKey,
  type VerifierKey,
} from './note-key.ts'
export { generateSigningKey, platformSuite, type SigningKeyPair } from './platform-suite.ts'
export { formatReceipt, parseReceipt, type Receipt } from './receipt.ts'
export {
  formatRowProof,
  parseRowProof,
  type RowProof,
  saltBytes,
  saltedLeaf,
  verifyRow,
} from './row-proof.ts'
export {
  formatNote,
  type NoteSignature,
  parseNote,
  type SignedNote,
  signNote,
  verifyNote,
} from './signed-note.ts'
export type { SigningSuite, Suite } from './suite.ts'
export { decodeUtf8, encodeUtf8 } from './utf8.ts'
export { type VerificationCode, VerificationError, verificationMessages } from './verification-error.ts'
export { signReceipt, verifyReceipt } from './verify-receipt.ts'

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { decodeBase64, encodeBase64 } from './base64.ts'
export { canonicalise } from './canonical.ts'
export {
  type Checkpoint,
  formatCheckpoint,
  type LogTrust,
  parseCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
} from './checkpoint.ts'
export { type Tree, verifyConsistency } from './consistency-proof.ts'
export { type Cosignature, cosign, cosignatureLine, verifyCosignature } from './cosignature.ts'
export { isStrictPublicKey } from './ed25519-strict.ts'
export { assertEntry, entryBytesMax, formatBundle, parseBundle } from './entry-bundle.ts'
export { equalBytes } from './equal-bytes.ts'
export {
  type EnteredHandover,
  type FollowedKeys,
  followKeys,
  formatHandovers,
  parseHandovers,
} from './follow-keys.ts'
export { GrowingInclusionProof } from './growing-inclusion-proof.ts'
export { type Handover, handoverEntryKind, parseHandover, signHandover, verifyHandover } from './handover.ts'
export { decodeHex, encodeHex } from './hex.ts'
export {
  extendChain,
  formatHistory,
  type History,
  type HistoryItem,
  historyEntryKind,
  historyItemHash,
  historyKey,
  parseHistory,
  type VerifiedHistory,
  verifyHistory,
} from './history.ts'
export {
  type InclusionProof,
  makeInclusionProof,
  rootByInclusion,
  verifyInclusion,
} from './inclusion-proof.ts'
export { auditLog, type ReadResource } from './log-audit.ts'
export { formatEntry, type LogEntry, parseEntry, verifyEntryOf } from './log-entry.ts'
export {
  assertExtends,
  formatLogExtension,
  formatLogProof,
  type LogExtension,
  type LogProof,
  parseLogExtension,
  parseLogProof,
  verifyLogExtension,
  verifyLogProof,
} from './log-proof.ts'
export { emptySubtree, type MapProof, mapLeaf, verifyMapAbsence, verifyMapValue } from './map-proof.ts'
export { leafHash, MerkleRoot, nodeHash, rootOf } from './merkle-tree.ts'
export {
  formatSigningKey,
  formatVerifierKey,
  isKeyName,
  keyIdOf,
  parseSigningKey,
  parseVerifierKey,
  type SignatureType,
  type SigningKey,
  signatureTypes,
  type VerifierKey,
} from './note-key.ts'
export { plainSuite } from './plain-suite.ts'
export { generateSigningKey, platformSuite, type SigningKeyPair } from './platform-suite.ts'
export { formatReceipt, parseReceipt, type Receipt } from './receipt.ts'
export {
  discloseOnly,
  formatDisclosure,
  parseDisclosure,
  type ReportDisclosure,
  type ReportSection,
  sectionHash,
  type VerifiedReport,
  verifyDisclosure,
} from './report-disclosure.ts'
export {
  formatReportSeal,
  parseReportSeal,
  type ReportSeal,
  signReportSeal,
  sortHashes,
  verifyReportSeal,
} from './report-seal.ts'
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
export { consistencyRanges, halvesOf, inclusionRanges, type SubtreeRange } from './subtree-range.ts'
export type { SigningSuite, Suite } from './suite.ts'
export {
  bundlePath,
  hashesAtLevel,
  hashesOfTile,
  parseTilePath,
  type Tile,
  type TileResource,
  tileInTree,
  tilePath,
  tilesOfTree,
  tileWidth,
} from './tile.ts'
export {
  consistencyFromTiles,
  hashesFromTiles,
  inclusionFromTiles,
  type ReadTile,
  rootFromTiles,
  tilesOfConsistency,
  tilesOfInclusion,
  tilesOfRanges,
} from './tile-proofs.ts'
export { decodeUtf8, encodeUtf8 } from './utf8.ts'
export { type VerificationCode, VerificationError, verificationMessages } from './verification-error.ts'
export { signReceipt, verifyReceipt } from './verify-receipt.ts'

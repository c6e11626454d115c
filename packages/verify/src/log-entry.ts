// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { decodeBase64, encodeBase64 } from './base64.ts'
import { canonicalise } from './canonical.ts'
import { parseCanonicalObject } from './canonical-object.ts'
import { equalBytes } from './equal-bytes.ts'
import { assertHash } from './merkle-tree.ts'
import type { Suite } from './suite.ts'
import { encodeUtf8 } from './utf8.ts'
import { VerificationError } from './verification-error.ts'

/** One line of the transparency log: what kind of act, which one, and what it commits to. Never what it is about. */
export type LogEntry = {
  /** UUID, lower case: the same that the node's database gives it. */
  readonly id: string
  /** Words with points between them: `batch.receipt`. */
  readonly kind: string
  /** SHA-256 of what is witnessed. */
  readonly commitment: Uint8Array
}

const format = 'probity-entry/0'
const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const kindShape = /^[a-z]+([.-][a-z]+){0,7}$/
const entryTextMax = 512

/** The entry's bytes: RFC 8785, so that an entry has one spelling. */
export function formatEntry({ id, kind, commitment }: LogEntry): Uint8Array {
  const bytes = encodeUtf8(canonicalise({ commitment: encodeBase64(commitment), format, id, kind }))
  // What could not be read back is never logged.
  parseEntry(bytes)
  return bytes
}

/** @throws VerificationError ENTRY_MALFORMED, HASH_LENGTH, BASE64_MALFORMED */
export function parseEntry(bytes: Uint8Array): LogEntry {
  if (bytes.length > entryTextMax) throw malformed('length')
  const { commitment, id, kind, ...more } = parseCanonicalObject(bytes, malformed)
  if (more.format !== format || Object.keys(more).length > 1) throw malformed('format')
  if (typeof id !== 'string' || !idShape.test(id)) throw malformed('id')
  if (typeof kind !== 'string' || !kindShape.test(kind)) throw malformed('kind')
  if (typeof commitment !== 'string') throw malformed('commitment')
  const hash = decodeBase64(commitment)
  assertHash(hash)
  return { id, kind, commitment: hash }
}

/** @throws VerificationError ENTRY_OF_ANOTHER when the entry commits to something else than these bytes */
export function verifyEntryOf(suite: Suite, entry: LogEntry, witnessed: Uint8Array): void {
  if (!equalBytes(suite.hash(witnessed), entry.commitment)) throw new VerificationError('ENTRY_OF_ANOTHER')
}

function malformed(where: string): VerificationError {
  return new VerificationError('ENTRY_MALFORMED', where)
}

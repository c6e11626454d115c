// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { canonicalise } from './canonical.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'
import type { VerificationError } from './verification-error.ts'

/**
 * Reads a JSON object that stands there in its canonical form (RFC 8785) and in no other: so that a key twice, a number
 * that would be rounded, or a blank cannot make two readers see two things in one text.
 */
export function parseCanonicalObject(
  text: string | Uint8Array,
  malformed: (where: string) => VerificationError,
): Record<string, unknown> {
  const decoded = decodeUtf8(typeof text === 'string' ? encodeUtf8(text) : text)
  const parsed = parseJson(decoded, malformed)
  if (!isObject(parsed)) throw malformed('object')
  if (canonicalise(parsed) !== decoded) throw malformed('canonical form')
  return parsed
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseJson(text: string, malformed: (where: string) => VerificationError): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message would quote the input.
    throw malformed('JSON')
  }
}

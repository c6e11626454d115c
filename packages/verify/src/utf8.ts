// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { VerificationError } from './verification-error.ts'

// A byte order mark is kept as a character: what was signed is every byte.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()
const loneSurrogate = /\p{Surrogate}/u

export function isWellFormedText(text: string): boolean {
  return !loneSurrogate.test(text)
}

/** Refuses lone surrogates, which the platform's encoder would silently replace. */
export function encodeUtf8(text: string): Uint8Array {
  if (!isWellFormedText(text)) throw new VerificationError('UTF8_MALFORMED')
  return encoder.encode(text)
}

export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    // The platform's decoder says only that some sequence is wrong; there is no more to pass on.
    throw new VerificationError('UTF8_MALFORMED')
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { decodeBase64, encodeBase64 } from './base64.ts'
import { encodeHex } from './hex.ts'
import type { SigningSuite, Suite } from './suite.ts'
import { encodeUtf8, isWellFormedText } from './utf8.ts'
import { VerificationError } from './verification-error.ts'

/** The keys of C2SP signed notes: a name, four bytes of a hash to find the key by, an algorithm byte and the key. */
export type VerifierKey = {
  readonly name: string
  /** Eight lower-case hexadecimal digits. It finds a key and proves nothing. */
  readonly id: string
  readonly publicKey: Uint8Array
}

export type SigningKey = { readonly name: string; readonly id: string; readonly seed: Uint8Array }

/** What a key signs, as its first byte says: the text of a note, or a cosignature with its time. */
export const signatureTypes = { note: 1, cosignature: 4 } as const
export type SignatureType = (typeof signatureTypes)[keyof typeof signatureTypes]

const keyBytes = 32
const idBytes = 4
const signingKeyHead = 'PRIVATE+KEY+'
const keyShape = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/
// Blanks and plus signs would make a line of a note ambiguous; invisible characters would let two names look alike.
const notInName = /[\p{White_Space}\p{Cc}+\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u

export function isKeyName(name: string): boolean {
  return name !== '' && isWellFormedText(name) && !notInName.test(name)
}

export function keyIdOf(
  suite: Suite,
  name: string,
  publicKey: Uint8Array,
  type: SignatureType = signatureTypes.note,
): string {
  const whole = suite.hash(encodeUtf8(name), Uint8Array.of(0x0a, type), publicKey)
  return encodeHex(whole.subarray(0, idBytes))
}

export function formatVerifierKey(
  suite: Suite,
  name: string,
  publicKey: Uint8Array,
  type: SignatureType = signatureTypes.note,
): string {
  return formatKey(name, keyIdOf(suite, name, publicKey, type), publicKey, type)
}

/** A secret. */
export function formatSigningKey(
  suite: SigningSuite,
  name: string,
  seed: Uint8Array,
  type: SignatureType = signatureTypes.note,
): string {
  return signingKeyHead + formatKey(name, keyIdOf(suite, name, suite.publicKeyOf(seed), type), seed, type)
}

function formatKey(name: string, id: string, key: Uint8Array, type: SignatureType): string {
  if (!isKeyName(name)) throw new VerificationError('KEY_MALFORMED', 'name')
  if (key.length !== keyBytes) throw new VerificationError('KEY_MALFORMED', 'length')
  return `${name}+${id}+${encodeBase64(Uint8Array.of(type, ...key))}`
}

/** @throws VerificationError KEY_MALFORMED, KEY_ID_MISMATCH */
export function parseVerifierKey(
  suite: Suite,
  text: string,
  type: SignatureType = signatureTypes.note,
): VerifierKey {
  const { name, id, key } = parseKey(text, type)
  if (id !== keyIdOf(suite, name, key, type)) throw new VerificationError('KEY_ID_MISMATCH')
  return { name, id, publicKey: key }
}

/** @throws VerificationError KEY_MALFORMED, KEY_ID_MISMATCH */
export function parseSigningKey(
  suite: SigningSuite,
  text: string,
  type: SignatureType = signatureTypes.note,
): SigningKey {
  if (!text.startsWith(signingKeyHead)) throw new VerificationError('KEY_MALFORMED', 'head')
  const { name, id, key } = parseKey(text.slice(signingKeyHead.length), type)
  if (id !== keyIdOf(suite, name, suite.publicKeyOf(key), type))
    throw new VerificationError('KEY_ID_MISMATCH')
  return { name, id, seed: key }
}

function parseKey(text: string, type: SignatureType): { name: string; id: string; key: Uint8Array } {
  const [, name, id, encoded] = keyShape.exec(text) ?? []
  if (name === undefined || id === undefined || encoded === undefined || !isKeyName(name)) {
    throw new VerificationError('KEY_MALFORMED')
  }
  const [algorithm, ...key] = decodeKey(encoded)
  if (algorithm !== type) throw new VerificationError('KEY_MALFORMED', 'algorithm')
  if (key.length !== keyBytes) throw new VerificationError('KEY_MALFORMED', 'length')
  return { name, id, key: Uint8Array.from(key) }
}

function decodeKey(encoded: string): Uint8Array {
  // Checked before it is decoded: whoever hands us a key may hand us a gigabyte.
  if (encoded.length > 64) throw new VerificationError('KEY_MALFORMED', 'length')
  return decodeBase64(encoded)
}

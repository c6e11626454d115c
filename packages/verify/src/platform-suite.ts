// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash, createPrivateKey, createPublicKey, hash, randomBytes, sign, verify } from 'node:crypto'
import { isStrictPublicKey } from './ed25519-strict.ts'
import { formatSigningKey, formatVerifierKey, type SignatureType, signatureTypes } from './note-key.ts'
import type { SigningSuite } from './suite.ts'
import { VerificationError } from './verification-error.ts'

// RFC 8410: the constant head of an Ed25519 key in DER; the raw 32 bytes follow.
const publicKeyHead = Buffer.from('302a300506032b6570032100', 'hex')
const privateKeyHead = Buffer.from('302e020100300506032b657004220420', 'hex')
const keyBytes = 32
const signatureBytes = 64
// Below this, joining the parts and hashing in one call is faster; above, the copy would cost.
const oneCallBytesMax = 16_384

function privateKeyOf(seed: Uint8Array) {
  if (seed.length !== keyBytes) throw new VerificationError('KEY_MALFORMED', 'seed')
  return createPrivateKey({ key: Buffer.concat([privateKeyHead, seed]), format: 'der', type: 'pkcs8' })
}

/** The same memory without Node's extras: every suite answers with the same kind of value. */
function bytesOf(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
}

/** Through a text into pooled memory: a buffer from the hash itself costs twice as much, most of it in freeing it. */
function shortHash(bytes: Uint8Array): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'binary')
}

/** The suite on Node's own crypto: the one place of this package that knows it. */
export const platformSuite: SigningSuite = {
  hash(...parts) {
    const length = parts.reduce((sum, part) => sum + part.length, 0)
    if (length <= oneCallBytesMax) return bytesOf(shortHash(Buffer.concat(parts, length)))
    const running = createHash('sha256')
    for (const part of parts) running.update(part)
    return bytesOf(running.digest())
  },

  verify(publicKey, message, signature) {
    if (signature.length !== signatureBytes || !isStrictPublicKey(publicKey)) return false
    const der = Buffer.concat([publicKeyHead, publicKey])
    return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature)
  },

  sign(seed, message) {
    return bytesOf(sign(null, message, privateKeyOf(seed)))
  },

  publicKeyOf(seed) {
    const der = createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' })
    return bytesOf(der.subarray(publicKeyHead.length))
  },
}

export type SigningKeyPair = {
  /** A secret: keep it in a file that only the node reads. */
  readonly signingKey: string
  readonly verifierKey: string
}

export function generateSigningKey(name: string, type: SignatureType = signatureTypes.note): SigningKeyPair {
  const seed = randomBytes(keyBytes)
  return {
    signingKey: formatSigningKey(platformSuite, name, seed, type),
    verifierKey: formatVerifierKey(platformSuite, name, platformSuite.publicKeyOf(seed), type),
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomFillSync,
} from 'node:crypto'
import { DefectError } from './refusal.ts'

const IV_BYTES = 12
const TAG_BYTES = 16

/** A fresh key of 32 random bytes. */
export function newKey(): Buffer {
  return randomBytes(32)
}

export function asKey(bytes: Uint8Array): KeyObject {
  // A KeyObject, never the raw bytes: Node 24 is several times slower with those.
  return createSecretKey(bytes)
}

/** 32 bytes for one use of a key (RFC 5869); the same use always gives the same. */
export function deriveKey(key: Uint8Array, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, 'probity', use, 32))
}

const ivPool = Buffer.alloc(IV_BYTES * 512)
let ivAt = ivPool.length

function nextIv(): Buffer {
  if (ivAt >= ivPool.length) {
    randomFillSync(ivPool)
    ivAt = 0
  }
  ivAt += IV_BYTES
  return Buffer.from(ivPool.subarray(ivAt - IV_BYTES, ivAt))
}

/** iv ‖ ciphertext ‖ tag. `bound` is authenticated with it: what is sealed for one place opens at no other. */
export function seal(key: KeyObject, plain: Uint8Array, bound: string): Buffer {
  const iv = nextIv()
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(bound))
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** @throws DefectError when it was tampered with, or sealed for another place or key */
export function open(key: KeyObject, sealed: Uint8Array, bound: string): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES))
    decipher.setAAD(Buffer.from(bound))
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    return Buffer.concat([
      decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)),
      decipher.final(),
    ])
  } catch (cause) {
    throw new DefectError('sealed bytes do not open', { cause })
  }
}

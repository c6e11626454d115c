// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeHex } from './hex.ts'

/**
 * RFC 8032 leaves two things open on which libraries differ. Every suite of this package answers them alike, by this
 * one rule, before its own check: a public key is the only spelling of its point (y below 2^255 − 19), and the point is
 * not one of the eight of small order, for which a signature over every message can be made without a secret. The
 * equation itself is the one without cofactor, and R is compared byte for byte, so it too has one spelling only.
 */
export function isStrictPublicKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false
  const y = Uint8Array.from(publicKey)
  // The highest bit is the sign of x, which no point of small order is told by.
  y[31] = (y[31] as number) & 0x7f
  return !isAtLeastPrime(y) && !smallOrder.has(encodeHex(y))
}

/** 2^255 − 19 in little-endian is ed ff … ff 7f. */
function isAtLeastPrime(y: Uint8Array): boolean {
  return y[31] === 0x7f && y.subarray(1, 31).every((byte) => byte === 0xff) && (y[0] as number) >= 0xed
}

/** The y of the points of order 1, 2, 4 and 8 (two), little-endian. */
const smallOrder = new Set([
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash, createPublicKey, verify as nodeVerify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isStrictPublicKey } from './ed25519-strict.ts'
import { decodeHex, encodeHex } from './hex.ts'
import { plainSuite } from './plain-suite.ts'
import { platformSuite } from './platform-suite.ts'
import { sha256 } from './sha256.ts'
import { sha512 } from './sha512.ts'
import { encodeUtf8 } from './utf8.ts'

const suites = [
  ['the platform', platformSuite],
  ['plain TypeScript', plainSuite],
] as const

/** RFC 8032 §7.1: secret key, public key, message, signature. */
const vectors = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
  [
    '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  ],
] as const

const groupOrder = 2n ** 252n + 27742317777372353535851937790883648493n

function plusGroupOrder(signature: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(signature)
  let S = bytes.subarray(32).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n) + groupOrder
  for (let at = 32; at < 64; at += 1) {
    bytes[at] = Number(S & 0xffn)
    S >>= 8n
  }
  return bytes
}

describe('the hashes of plain TypeScript', () => {
  test('are those of FIPS 180-4 for "abc" and for nothing', () => {
    expect(encodeHex(sha256(encodeUtf8('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    expect(encodeHex(sha256())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(encodeHex(sha512(encodeUtf8('abc')))).toBe(
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    )
  })

  test('are those of the platform for every length up to three blocks, in one part or several', () => {
    for (let length = 0; length <= 390; length += 1) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + length) & 0xff)
      const [left, right] = [bytes.subarray(0, length >> 1), bytes.subarray(length >> 1)]
      expect(encodeHex(sha256(left, right))).toBe(createHash('sha256').update(bytes).digest('hex'))
      expect(encodeHex(sha512(left, right))).toBe(createHash('sha512').update(bytes).digest('hex'))
    }
  })

  test('are those of the platform for what fills the counters of a megabyte', () => {
    const bytes = new Uint8Array(1_000_000).fill(0xff)
    expect(encodeHex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(encodeHex(sha512(bytes))).toBe(createHash('sha512').update(bytes).digest('hex'))
  })
})

describe.each(suites)('Ed25519 on %s', (_name, suite) => {
  test.each(vectors)(
    'verifies the vector of RFC 8032 §7.1 with the secret key %s',
    (secret, key, message, signature) => {
      const [publicKey, text, signed] = [decodeHex(key), decodeHex(message), decodeHex(signature)]
      expect(suite.verify(publicKey, text, signed)).toBe(true)
      expect(platformSuite.sign(decodeHex(secret), text)).toEqual(signed)
      expect(suite.verify(publicKey, Uint8Array.of(...text, 0), signed)).toBe(false)
    },
  )

  test('sees each flipped bit of signature and key', () => {
    const [, key, message, signature] = vectors[2]
    for (let bit = 0; bit < 512; bit += 1) {
      const [changed, changedKey] = [decodeHex(signature), decodeHex(key)]
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(suite.verify(changedKey, decodeHex(message), changed), `bit ${bit} of the signature`).toBe(false)
      if (bit >= 256) continue
      changedKey[bit >> 3] = (changedKey[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(
        suite.verify(changedKey, decodeHex(message), decodeHex(signature)),
        `bit ${bit} of the key`,
      ).toBe(false)
    }
  })

  test('takes no second spelling of a signature: S plus the order of the group', () => {
    const [, key, message, signature] = vectors[1]
    expect(suite.verify(decodeHex(key), decodeHex(message), plusGroupOrder(decodeHex(signature)))).toBe(false)
  })

  test.each([0, 31, 33, 64])('takes no key of %d bytes', (length) => {
    const [, , message, signature] = vectors[1]
    expect(suite.verify(new Uint8Array(length), decodeHex(message), decodeHex(signature))).toBe(false)
  })

  test.each([0, 63, 65])('takes no signature of %d bytes', (length) => {
    const [, key, message] = vectors[1]
    expect(suite.verify(decodeHex(key), decodeHex(message), new Uint8Array(length))).toBe(false)
  })

  test('takes no key that is no point of the curve', () => {
    const [, , message, signature] = vectors[1]
    const off = new Uint8Array(32).fill(0)
    off[0] = 2
    expect(isStrictPublicKey(off)).toBe(true)
    expect(suite.verify(off, decodeHex(message), decodeHex(signature))).toBe(false)
  })
})

describe('what RFC 8032 leaves open', () => {
  const identity = '0100000000000000000000000000000000000000000000000000000000000000'
  const prime = 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'
  const weak = [
    identity,
    '0000000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  ]
  const withSign = (key: string): Uint8Array => {
    const bytes = decodeHex(key)
    bytes[31] = (bytes[31] as number) | 0x80
    return bytes
  }
  // R is the identity and S is zero: with a key of order one this fits every message, and needs no secret.
  const forged = Uint8Array.from([...decodeHex(identity), ...new Uint8Array(32)])

  test('a key of small order is refused by both suites, though the bare library takes a signature nobody made', () => {
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), decodeHex(identity)])
    const bare = createPublicKey({ key: der, format: 'der', type: 'spki' })
    expect(nodeVerify(null, encodeUtf8('any text'), bare, forged)).toBe(true)
    for (const key of weak.flatMap((each) => [decodeHex(each), withSign(each)])) {
      expect(isStrictPublicKey(key)).toBe(false)
      for (const [name, suite] of suites)
        expect(suite.verify(key, encodeUtf8('any text'), forged), name).toBe(false)
    }
  })

  test('a key whose y is not below 2^255 − 19 is refused by both suites, and the last one below is not', () => {
    for (let first = 0xed; first <= 0xff; first += 1) {
      const key = decodeHex(prime)
      key[0] = first
      expect(isStrictPublicKey(key)).toBe(false)
      expect(isStrictPublicKey(withSign(encodeHex(key)))).toBe(false)
    }
    const below = decodeHex(prime)
    below[0] = 0xeb
    expect(isStrictPublicKey(below)).toBe(true)
  })

  test('both suites answer alike, whatever key, text and signature they are given', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
    fc.assert(
      fc.property(
        bytes(32),
        fc.uint8Array(),
        fc.nat(63),
        fc.boolean(),
        bytes(64),
        (seed, text, at, honest, noise) => {
          const key = platformSuite.publicKeyOf(seed)
          const signature = honest ? platformSuite.sign(seed, text) : noise
          expect(plainSuite.verify(key, text, signature)).toBe(platformSuite.verify(key, text, signature))
          signature[at] = noise[at] as number
          expect(plainSuite.verify(key, text, signature)).toBe(platformSuite.verify(key, text, signature))
          expect(plainSuite.verify(noise.subarray(0, 32), text, signature)).toBe(
            platformSuite.verify(noise.subarray(0, 32), text, signature),
          )
        },
      ),
      { numRuns: 150 },
    )
  })
})

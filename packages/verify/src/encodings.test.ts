// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { decodeHex, encodeHex } from './hex.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'
import type { VerificationCode } from './verification-error.ts'

const refusal = (code: VerificationCode) => expect.objectContaining({ name: 'VerificationError', code })
const anyBytes = fc.uint8Array({ maxLength: 70 })

describe('base64', () => {
  test('says the same as the platform and comes back unchanged', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
        expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)
      }),
    )
  })

  test('knows one spelling only for each value', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'AQgw/+=-_ \n'), maxLength: 12 }), (text) => {
        let bytes: Uint8Array
        try {
          bytes = decodeBase64(text)
        } catch (error) {
          expect(error).toEqual(refusal('BASE64_MALFORMED'))
          return
        }
        expect(encodeBase64(bytes)).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    'A',
    'AA',
    'AAA',
    'A===',
    '====',
    '=AAA',
    'AA=A',
    'AB==',
    'AAB=',
    'AA==\n',
    'AA-_',
    'ＡAAA',
    'AA==AAAA',
  ])('refuses %j', (text) => {
    expect(() => decodeBase64(text)).toThrow(refusal('BASE64_MALFORMED'))
  })
})

describe('hexadecimal', () => {
  test('says the same as the platform and comes back unchanged', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(encodeHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
        expect(decodeHex(encodeHex(bytes))).toEqual(bytes)
      }),
    )
  })

  test.each(['0', 'AB', '0x', 'g0', ' 00', '00\n\n'])('refuses %j', (text) => {
    expect(() => decodeHex(text)).toThrow(refusal('HEX_MALFORMED'))
  })
})

describe('UTF-8', () => {
  test('every well-formed text comes back unchanged, a byte order mark too', () => {
    expect(decodeUtf8(encodeUtf8('\ufeff信用'))).toBe('\ufeff信用')
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => decodeUtf8(encodeUtf8(text)) === text))
  })

  test('a lone surrogate is refused instead of replaced', () => {
    expect(() => encodeUtf8('a\ud800')).toThrow(refusal('UTF8_MALFORMED'))
  })

  test.each([[[0x80]], [[0xc0, 0xaf]], [[0xe4, 0xbf]], [[0xed, 0xa0, 0x80]], [[0xf5, 0x80, 0x80, 0x80]]])(
    'the bytes %j are refused',
    (bytes) => {
      expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrow(refusal('UTF8_MALFORMED'))
    },
  )
})

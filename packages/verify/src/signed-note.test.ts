// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64 } from './base64.ts'
import { decodeHex, encodeHex } from './hex.ts'
import {
  formatSigningKey,
  formatVerifierKey,
  isKeyName,
  parseSigningKey,
  parseVerifierKey,
} from './note-key.ts'
import { generateSigningKey, platformSuite as suite } from './platform-suite.ts'
import { formatNote, noteBytesMax, parseNote, signNote, verifyNote } from './signed-note.ts'
import { encodeUtf8 } from './utf8.ts'
import type { VerificationCode } from './verification-error.ts'

const refusal = (code: VerificationCode) => expect.objectContaining({ name: 'VerificationError', code })

// The key of RFC 8032 §7.1 TEST 1, which everybody knows; the rest is put together here from the words of the format.
const seed = decodeHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
const publicKey = decodeHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
const keyName = 'node.example'
const id = createHash('sha256').update(`${keyName}\n\x01`).update(publicKey).digest().subarray(0, 4)
const base64 = (...parts: Uint8Array[]): string => Buffer.concat(parts).toString('base64')
const body = 'What was asked and answered,\nand by whom.\n'
const example = {
  verifierKey: `${keyName}+${id.toString('hex')}+${base64(Uint8Array.of(1), publicKey)}`,
  signingKey: `PRIVATE+KEY+${keyName}+${id.toString('hex')}+${base64(Uint8Array.of(1), seed)}`,
  body,
  signature: `— ${keyName} ${base64(id, suite.sign(seed, Buffer.from(body)))}\n`,
}
const exampleNote = `${example.body}\n${example.signature}`
const exampleKey = parseVerifierKey(suite, example.verifierKey)
const other = generateSigningKey('other')
const otherKey = parseSigningKey(suite, other.signingKey)
const line = (head: string, ...bytes: number[]) => `— ${head} ${encodeBase64(Uint8Array.from(bytes))}\n`

describe('keys', () => {
  test('are read, belong together and are written as the format says', () => {
    const signing = parseSigningKey(suite, example.signingKey)
    expect(signing).toEqual({ name: keyName, id: id.toString('hex'), seed })
    expect(exampleKey).toEqual({ name: keyName, id: id.toString('hex'), publicKey })
    expect(suite.publicKeyOf(seed)).toEqual(publicKey)
    expect(formatVerifierKey(suite, exampleKey.name, exampleKey.publicKey)).toBe(example.verifierKey)
    expect(formatSigningKey(suite, signing.name, signing.seed)).toBe(example.signingKey)
  })

  test('that are made new sign what their other half verifies', () => {
    expect(generateSigningKey('other').signingKey).not.toBe(other.signingKey)
    const note = signNote(suite, '信用\n', otherKey)
    expect(verifyNote(suite, note, parseVerifierKey(suite, other.verifierKey))).toBe('信用\n')
  })

  test.each(['', 'a b', 'a+b', 'a\nb', 'a\u3000b', 'a\u200bb', '\ud800'])('are not named %j', (name) => {
    expect(isKeyName(name)).toBe(false)
    expect(() => generateSigningKey(name)).toThrow(expect.objectContaining({ name: 'VerificationError' }))
  })

  test.each([
    ['nothing', ''],
    ['no id', `${keyName}+${base64(Uint8Array.of(1), publicKey)}`],
    ['a blank at the end', `${example.verifierKey} `],
    ['a line end', `${example.verifierKey}\n`],
    ['an upper-case id', example.verifierKey.replace(/\+[0-9a-f]{8}\+/, '+ABCDEF01+')],
    ['a blank in the name', example.verifierKey.replace('node', 'no de')],
    ['another algorithm', `n+00000000+${encodeBase64(new Uint8Array(33))}`],
    ['no key at all', 'n+00000000+===='],
    ['a key that is too short', `n+00000000+${encodeBase64(Uint8Array.of(1, 2))}`],
    ['a key that is too long', `n+00000000+${encodeBase64(new Uint8Array(34).fill(1))}`],
    ['a key without end', `n+00000000+${'A'.repeat(1_000_000)}`],
  ])('with %s are refused', (_what, text) => {
    const refused = expect.objectContaining({
      name: 'VerificationError',
      code: expect.stringMatching(/^(KEY|BASE64)_MALFORMED$/),
    })
    expect(() => parseVerifierKey(suite, text)).toThrow(refused)
    expect(() => parseSigningKey(suite, `PRIVATE+KEY+${text}`)).toThrow(refused)
  })

  test('that were changed no longer fit their id', () => {
    const renamed = (text: string) => text.replace(keyName, 'edon.example')
    expect(() => parseVerifierKey(suite, renamed(example.verifierKey))).toThrow(refusal('KEY_ID_MISMATCH'))
    expect(() => parseSigningKey(suite, renamed(example.signingKey))).toThrow(refusal('KEY_ID_MISMATCH'))
  })

  test('of the wrong kind or length are refused', () => {
    expect(() => parseSigningKey(suite, example.verifierKey)).toThrow(refusal('KEY_MALFORMED'))
    expect(() => formatVerifierKey(suite, 'n', new Uint8Array(31))).toThrow(refusal('KEY_MALFORMED'))
    expect(() => suite.sign(new Uint8Array(31), new Uint8Array(0))).toThrow(refusal('KEY_MALFORMED'))
    expect(suite.verify(new Uint8Array(31), new Uint8Array(0), new Uint8Array(64))).toBe(false)
    expect(suite.verify(exampleKey.publicKey, new Uint8Array(0), new Uint8Array(63))).toBe(false)
  })
})

describe('the platform suite', () => {
  test('signs and verifies as in RFC 8032 §7.1 TEST 1', () => {
    const signature = decodeHex(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    )
    expect(suite.sign(seed, new Uint8Array(0))).toEqual(signature)
    expect(suite.verify(publicKey, new Uint8Array(0), signature)).toBe(true)
    expect(suite.verify(publicKey, Uint8Array.of(0), signature)).toBe(false)
  })

  test('hashes long messages as it hashes short ones', () => {
    const long = new Uint8Array(40_000).fill(7)
    expect(suite.hash(long.subarray(0, 30_000), long.subarray(30_000))).toEqual(suite.hash(long))
    expect(encodeHex(suite.hash(encodeUtf8('a'), encodeUtf8('bc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})

describe('a signed note', () => {
  test('verifies, and signing the text gives what the format says', () => {
    expect(verifyNote(suite, exampleNote, exampleKey)).toBe(example.body)
    expect(verifyNote(suite, encodeUtf8(exampleNote), exampleKey)).toBe(example.body)
    expect(signNote(suite, example.body, parseSigningKey(suite, example.signingKey))).toBe(exampleNote)
    expect(formatNote(parseNote(exampleNote))).toBe(exampleNote)
  })

  test('may carry signatures that this key knows nothing of', () => {
    const otherLine = signNote(suite, example.body, otherKey).slice(example.body.length + 1)
    expect(verifyNote(suite, exampleNote + otherLine, exampleKey)).toBe(example.body)
    expect(verifyNote(suite, exampleNote + line('sm2', 0, 0, 0, 0, 9), exampleKey)).toBe(example.body)
  })

  test('may be signed by several keys at once, and is verified by any of those that are known', () => {
    const both = signNote(suite, 'a\n', parseSigningKey(suite, example.signingKey), otherKey)
    const known = parseVerifierKey(suite, other.verifierKey)
    expect(parseNote(both).signatures.map(({ name }) => name)).toEqual([keyName, 'other'])
    for (const keys of [exampleKey, known, [exampleKey, known], [known]]) {
      expect(verifyNote(suite, both, keys)).toBe('a\n')
    }
    expect(verifyNote(suite, exampleNote, [known, exampleKey])).toBe(body)
    expect(() => verifyNote(suite, both, [])).toThrow(refusal('SIGNATURE_MISSING'))
    // One known key has signed rightly, and the other, known too, something else.
    const mixed = both.replace(/— other .*\n/, signNote(suite, 'b\n', otherKey).slice(3))
    expect(verifyNote(suite, mixed, exampleKey)).toBe('a\n')
    expect(() => verifyNote(suite, mixed, [exampleKey, known])).toThrow(refusal('SIGNATURE_WRONG'))
  })

  test('may have empty lines in its text', () => {
    const note = signNote(suite, 'a\n\nb\n\n', otherKey)
    expect(verifyNote(suite, note, parseVerifierKey(suite, other.verifierKey))).toBe('a\n\nb\n\n')
  })

  test('without a signature of this key is refused', () => {
    expect(() => verifyNote(suite, signNote(suite, 'a\n', otherKey), exampleKey)).toThrow(
      refusal('SIGNATURE_MISSING'),
    )
  })

  test('with a changed text is refused', () => {
    expect(() => verifyNote(suite, exampleNote.replace('answered', 'Answered'), exampleKey)).toThrow(
      refusal('SIGNATURE_WRONG'),
    )
  })

  test('with a signature of the wrong length is refused', () => {
    const short = `a\n\n${line(keyName, ...id, 1, 2, 3)}`
    expect(() => verifyNote(suite, short, exampleKey)).toThrow(refusal('SIGNATURE_WRONG'))
  })

  test.each([
    ['nothing', ''],
    ['no empty line', example.body + example.signature],
    ['no text', `\n${example.signature}`],
    ['no signature', `${example.body}\n`],
    ['no line end', exampleNote.slice(0, -1)],
    ['a line end too many', `${exampleNote}\n`],
    ['a carriage return', exampleNote.replace('\n', '\r\n')],
    ['a control character', exampleNote.replace('asked', 'ask\u0000d')],
    ['a hyphen for the dash', exampleNote.replace('—', '-')],
    ['a signature without value', `a\n\n— ${keyName}\n`],
    ['a third part', exampleNote.replace(/\n$/, ' x\n')],
    ['a plus in the name', exampleNote.replace('— node', '— no+de')],
    ['a key id only', `a\n\n${line('n', 1, 2, 3, 4)}`],
    ['the same signature twice', exampleNote + example.signature],
    ['101 signatures', `a\n\n${Array.from({ length: 101 }, (_, n) => line('n', n, 0, 0, 0, 0)).join('')}`],
  ])('with %s is refused', (_what, note) => {
    expect(() => parseNote(note)).toThrow(refusal('NOTE_MALFORMED'))
  })

  test('that is no text, not base64 or too large is refused', () => {
    expect(() => parseNote(Uint8Array.of(0xff))).toThrow(refusal('UTF8_MALFORMED'))
    expect(() => parseNote(`\ud800${exampleNote}`)).toThrow(refusal('UTF8_MALFORMED'))
    expect(() => parseNote('a\n\n— n AA=\n')).toThrow(refusal('BASE64_MALFORMED'))
    expect(() => parseNote(new Uint8Array(noteBytesMax + 1))).toThrow(refusal('NOTE_TOO_LARGE'))
  })

  test('is not written when it could not be read', () => {
    expect(() => signNote(suite, 'no line end', otherKey)).toThrow(refusal('NOTE_MALFORMED'))
    expect(() => signNote(suite, 'a\r\n', otherKey)).toThrow(refusal('NOTE_MALFORMED'))
    expect(() => signNote(suite, 'a\n', { ...otherKey, name: 'a b' })).toThrow(refusal('NOTE_MALFORMED'))
  })

  test('of any bytes is refused by this error or none, never by another', () => {
    const piece = fc.constantFrom('\n', '\n\n', '— ', keyName, ' ', 'AAAA', '=', 'a', '\r', '\u2028')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.array(piece).map((all) => all.join('')),
        ),
        (note) => {
          expect(() => verifyNote(suite, note, exampleKey)).toThrow(
            expect.objectContaining({ name: 'VerificationError' }),
          )
        },
      ),
      { numRuns: 500 },
    )
  })
})

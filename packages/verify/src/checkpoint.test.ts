// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64 } from './base64.ts'
import { formatCheckpoint, parseCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { cosign, cosignatureLine, verifyCosignature } from './cosignature.ts'
import { parseSigningKey, parseVerifierKey, signatureTypes } from './note-key.ts'
import { generateSigningKey, platformSuite as suite } from './platform-suite.ts'
import { formatNote, parseNote, signNote } from './signed-note.ts'
import type { VerificationCode } from './verification-error.ts'

const refusal = (code: VerificationCode) => expect.objectContaining({ name: 'VerificationError', code })
const pair = generateSigningKey('log.example/one')
const log = parseVerifierKey(suite, pair.verifierKey)
const logKey = parseSigningKey(suite, pair.signingKey)
const witnessPairs = ['w1.example', 'w2.example'].map((name) =>
  generateSigningKey(name, signatureTypes.cosignature),
)
const witnesses = witnessPairs.map(({ verifierKey }) =>
  parseVerifierKey(suite, verifierKey, signatureTypes.cosignature),
)
const witnessKeys = witnessPairs.map(({ signingKey }) =>
  parseSigningKey(suite, signingKey, signatureTypes.cosignature),
)
const [first, second] = [witnesses[0], witnesses[1]] as [(typeof witnesses)[0], (typeof witnesses)[0]]
const [firstKey, secondKey] = [witnessKeys[0], witnessKeys[1]] as [typeof logKey, typeof logKey]
const root = suite.hash(Uint8Array.of(1))
const body = `log.example/one\n7\n${encodeBase64(root)}\n`
const note = signCheckpoint(suite, { size: 7, root }, logKey)
const seen = cosign(suite, cosign(suite, note, firstKey, 1_679_315_147), secondKey, 1_679_315_148)

describe('a checkpoint', () => {
  test('is three lines: whose log, how many entries, and their root', () => {
    expect(note.startsWith(`${body}\n\u2014 log.example/one `)).toBe(true)
    expect(verifyCheckpoint(suite, note, { log })).toEqual({ origin: 'log.example/one', size: 7, root })
    expect(
      parseCheckpoint(suite, formatCheckpoint(suite, { origin: 'x', size: 0, root: suite.hash() })),
    ).toEqual({
      origin: 'x',
      size: 0,
      root: suite.hash(),
    })
  })

  test.each([
    ['no origin', body.replace('log.example/one', '')],
    ['a blank in the origin', body.replace('log.', 'log ')],
    ['no size', body.replace('\n7\n', '\n\n')],
    ['a leading zero', body.replace('\n7\n', '\n07\n')],
    ['a sign', body.replace('\n7\n', '\n+7\n')],
    ['a size of 2^53', body.replace('\n7\n', '\n9007199254740992\n')],
    ['a size without end', body.replace('\n7\n', `\n${'9'.repeat(400)}\n`)],
    ['a short root', body.replace(/\n[^\n]{4}([^\n]*)\n$/, '\n$1\n')],
    ['one line only', 'log.example/one\n'],
    ['an extension line', `${body}more\n`],
    ['an empty line more', `${body}\n`],
    ['no line end', body.slice(0, -1)],
    ['an empty tree with a root of something', body.replace('\n7\n', '\n0\n')],
  ])('with %s is refused', (_what, text) => {
    expect(() => parseCheckpoint(suite, text)).toThrow(refusal('CHECKPOINT_MALFORMED'))
  })

  test('with a root that is not canonical base64, or not of 32 bytes, is refused', () => {
    const line = encodeBase64(root)
    expect(() => parseCheckpoint(suite, body.replace(line, `?${line.slice(1)}`))).toThrow(
      refusal('BASE64_MALFORMED'),
    )
    expect(() => parseCheckpoint(suite, body.replace(line, encodeBase64(new Uint8Array(33))))).toThrow(
      refusal('HASH_LENGTH'),
    )
  })

  test('of one log is not shown in the name of another', () => {
    const other = signNote(suite, body.replace('one', 'two'), logKey)
    expect(() => verifyCheckpoint(suite, other, { log })).toThrow(refusal('CHECKPOINT_OF_ANOTHER_LOG'))
  })

  test('may be signed by the keys a log has had, and by none of another name', () => {
    const [old, next] = [generateSigningKey('log.example/one'), generateSigningKey('log.example/one')]
    const [oldKey, nextKey] = [old, next].map(({ signingKey }) => parseSigningKey(suite, signingKey))
    const keys = [old, next].map(({ verifierKey }) => parseVerifierKey(suite, verifierKey))
    if (!oldKey || !nextKey) throw new Error('two keys were made')
    const both = signCheckpoint(suite, { size: 7, root }, oldKey, nextKey)
    for (const known of [keys, keys.slice(0, 1), keys.slice(1)]) {
      expect(verifyCheckpoint(suite, both, { log: known }).size).toBe(7)
    }
    const byNext = signCheckpoint(suite, { size: 7, root }, nextKey)
    expect(verifyCheckpoint(suite, byNext, { log: keys }).size).toBe(7)
    const stranger = parseVerifierKey(suite, generateSigningKey('log.example/two').verifierKey)
    expect(() => verifyCheckpoint(suite, byNext, { log: [...keys, stranger] })).toThrow(
      refusal('CHECKPOINT_OF_ANOTHER_LOG'),
    )
  })

  test('that could not be read back is not signed', () => {
    expect(() => signCheckpoint(suite, { size: 1.5, root }, logKey)).toThrow(refusal('CHECKPOINT_MALFORMED'))
    expect(() => signCheckpoint(suite, { size: 0, root }, logKey)).toThrow(refusal('CHECKPOINT_MALFORMED'))
  })

  test('of any text is refused by this error or none, never by another', () => {
    const line = fc.constantFrom('log.example/one', '7', '', '0', encodeBase64(root), '\r', '-1')
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        try {
          parseCheckpoint(suite, lines.join('\n'))
        } catch (error) {
          expect(error).toEqual(expect.objectContaining({ name: 'VerificationError' }))
        }
      }),
    )
  })
})

describe('witnesses', () => {
  test('say what they saw and when, in lines of their own in the note', () => {
    expect(verifyCosignature(suite, seen, first)).toEqual({ witness: 'w1.example', time: 1_679_315_147 })
    expect(verifyCosignature(suite, note, first)).toBeUndefined()
    expect(seen).toBe(note + cosignatureLine(seen, first) + cosignatureLine(seen, second))
    expect(() => cosignatureLine(note, first)).toThrow(refusal('SIGNATURE_MISSING'))
  })

  test('sign the two lines of the format and the whole text of the checkpoint', () => {
    const bytes = parseNote(seen).signatures[1]?.signature ?? new Uint8Array(72)
    const message = Buffer.from(`cosignature/v1\ntime 1679315147\n${body}`)
    expect(suite.verify(first.publicKey, message, bytes.subarray(8))).toBe(true)
  })

  test('that sign again take the place of what they signed before', () => {
    const again = cosign(suite, seen, firstKey, 1_700_000_000)
    expect(parseNote(again).signatures).toHaveLength(3)
    expect(verifyCosignature(suite, again, first)?.time).toBe(1_700_000_000)
  })

  test('are asked for by number, all of them when no number is given', () => {
    expect(verifyCheckpoint(suite, seen, { log, witnesses }).size).toBe(7)
    const one = cosign(suite, note, firstKey, 5)
    expect(verifyCheckpoint(suite, one, { log, witnesses, quorum: 1 }).size).toBe(7)
    expect(() => verifyCheckpoint(suite, one, { log, witnesses })).toThrow(refusal('WITNESSES_TOO_FEW'))
    expect(() => verifyCheckpoint(suite, one, { log, witnesses, quorum: Number.NaN })).toThrow(
      refusal('WITNESSES_TOO_FEW'),
    )
  })

  test('are counted once, by however many names a key goes', () => {
    const renamed = { ...first, name: 'w3.example' }
    const bytes = parseNote(seen).signatures[1]
    if (!bytes) throw new Error('two witnesses have signed')
    const { body: text, signatures } = parseNote(note)
    const twice = formatNote({
      body: text,
      signatures: [...signatures, bytes, { ...bytes, name: 'w3.example' }],
    })
    expect(() => verifyCheckpoint(suite, twice, { log, witnesses: [first, renamed], quorum: 2 })).toThrow(
      refusal('WITNESSES_TOO_FEW'),
    )
  })

  test('whose cosignature is wrong, too short or of no time spoil the note', () => {
    const { body: text, signatures } = parseNote(seen)
    const changed = (change: (signature: Uint8Array) => Uint8Array) =>
      formatNote({
        body: text,
        signatures: signatures.map((each) =>
          each.name === first.name ? { ...each, signature: change(Uint8Array.from(each.signature)) } : each,
        ),
      })
    const later = changed((bytes) => bytes.with(7, 1))
    expect(() => verifyCheckpoint(suite, later, { log, witnesses, quorum: 1 })).toThrow(
      refusal('SIGNATURE_WRONG'),
    )
    const short = changed((bytes) => bytes.subarray(1))
    expect(() => verifyCosignature(suite, short, first)).toThrow(refusal('COSIGNATURE_MALFORMED'))
    const beyond = changed((bytes) => bytes.with(0, 0xff))
    expect(() => verifyCosignature(suite, beyond, first)).toThrow(refusal('COSIGNATURE_MALFORMED'))
    expect(() => cosign(suite, note, firstKey, -1)).toThrow(refusal('COSIGNATURE_MALFORMED'))
  })

  test('hold keys of their own kind, and a key of the one kind is not one of the other', () => {
    expect(() => parseVerifierKey(suite, pair.verifierKey, signatureTypes.cosignature)).toThrow(
      refusal('KEY_MALFORMED'),
    )
    expect(() => parseVerifierKey(suite, witnessPairs[0]?.verifierKey ?? '')).toThrow(
      refusal('KEY_MALFORMED'),
    )
    expect(() => parseSigningKey(suite, pair.signingKey, signatureTypes.cosignature)).toThrow(
      refusal('KEY_MALFORMED'),
    )
  })
})

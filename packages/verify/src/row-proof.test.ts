// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64 } from './base64.ts'
import { makeInclusionProof } from './inclusion-proof.ts'
import { rootOf } from './merkle-tree.ts'
import { platformSuite as suite } from './platform-suite.ts'
import type { Receipt } from './receipt.ts'
import { formatRowProof, parseRowProof, saltedLeaf, verifyRow } from './row-proof.ts'
import { encodeUtf8 } from './utf8.ts'
import type { VerificationCode } from './verification-error.ts'

const refusal = (code: VerificationCode) => expect.objectContaining({ name: 'VerificationError', code })

const rows = Array.from({ length: 7 }, (_, at) => encodeUtf8(`示例${at}号,A`))
const salts = rows.map((_, at) => new Uint8Array(16).fill(at))
const row = rows[4] ?? new Uint8Array()
const salt = salts[4] ?? new Uint8Array()
const leaves = rows.map((bytes, at) => saltedLeaf(suite, salts[at] ?? salt, bytes))
const proof = { ...makeInclusionProof(suite, leaves, 4), salt }
const receipt: Receipt = {
  ...{ node: 'n', batch: 'b', furnisher: 'f', type: 't', catalogue: 'c', profile: null },
  ...{ received: '2026-04-02T01:30:00.000Z', completed: '2026-04-02T01:30:00.000Z' },
  ...{
    tickFrom: null,
    tickTo: null,
    rows: 7,
    accepted: 0,
    corrected: 0,
    unchanged: 7,
    withdrawn: 0,
    faulty: 0,
  },
  fileSha256: '00'.repeat(32),
  root: encodeBase64(rootOf(suite, leaves)),
}
const written: Record<string, unknown> = JSON.parse(formatRowProof(proof))

describe('the proof of a row', () => {
  test('shows that the row is in the receipt, after a journey as text too', () => {
    verifyRow(suite, receipt, row, proof)
    expect(parseRowProof(formatRowProof(proof))).toEqual(proof)
    expect(parseRowProof(encodeUtf8(formatRowProof(proof)))).toEqual(proof)
  })

  test('shows it for no other row, salt, place or receipt', () => {
    const unproven = refusal('INCLUSION_NOT_PROVEN')
    expect(() => verifyRow(suite, receipt, encodeUtf8('示例4号,B'), proof)).toThrow(unproven)
    expect(() => verifyRow(suite, receipt, row, { ...proof, salt: new Uint8Array(16) })).toThrow(unproven)
    expect(() => verifyRow(suite, receipt, row, { ...proof, index: 5 })).toThrow(unproven)
    expect(() =>
      verifyRow(suite, { ...receipt, root: encodeBase64(new Uint8Array(32)) }, row, proof),
    ).toThrow(unproven)
    expect(() => verifyRow(suite, { ...receipt, rows: 8 }, row, proof)).toThrow(
      refusal('PROOF_OF_ANOTHER_TREE'),
    )
  })

  test('has a salt of 16 bytes, so that no byte can move between salt and row', () => {
    const longer = new Uint8Array([...salt, row[0] ?? 0])
    expect(() => verifyRow(suite, receipt, row.subarray(1), { ...proof, salt: longer })).toThrow(
      refusal('SALT_LENGTH'),
    )
    expect(() => saltedLeaf(suite, new Uint8Array(0), row)).toThrow(refusal('SALT_LENGTH'))
  })

  test.each([
    ['no object', 'null'],
    ['a number', '1'],
    ['an array', '[]'],
    ['trailing text', `${formatRowProof(proof)}x`],
    ['nothing', ''],
    ['too much text', ' '.repeat(20_000)],
    ['nesting', '['.repeat(10_000)],
  ])('is not %s', (_what, text) => {
    expect(() => parseRowProof(text)).toThrow(refusal('PROOF_MALFORMED'))
  })

  test.each([
    ['index', -1],
    ['index', 0.5],
    ['index', '4'],
    ['index', 1e300],
    ['size', null],
    ['size', 2 ** 53],
    ['salt', 7],
    ['path', 'abc'],
    ['path', [7]],
    ['path', { length: 3 }],
    ['path', Array.from({ length: 54 }, () => encodeBase64(new Uint8Array(32)))],
    ['more', 1],
    ['size', undefined],
  ])('does not have %s = %j', (field, value) => {
    expect(() => parseRowProof(JSON.stringify({ ...written, [field]: value }))).toThrow(
      refusal('PROOF_MALFORMED'),
    )
  })

  test('holds a whole salt and whole hashes only', () => {
    const withField = (field: string, value: unknown) => JSON.stringify({ ...written, [field]: value })
    expect(() => parseRowProof(withField('salt', 'AA=='))).toThrow(refusal('SALT_LENGTH'))
    expect(() => parseRowProof(withField('salt', '?'))).toThrow(refusal('BASE64_MALFORMED'))
    expect(() => parseRowProof(withField('path', ['AA==']))).toThrow(refusal('HASH_LENGTH'))
    expect(() => parseRowProof(Uint8Array.of(0xff))).toThrow(refusal('UTF8_MALFORMED'))
  })

  test('of any JSON is refused by this error or none, never by another', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('index', 'size', 'salt', 'path'), (json, field) => {
        const texts = [json, JSON.stringify({ ...written, [field]: JSON.parse(json) })]
        for (const text of texts) {
          try {
            parseRowProof(text)
          } catch (error) {
            expect(error).toEqual(expect.objectContaining({ name: 'VerificationError' }))
          }
        }
      }),
    )
  })
})

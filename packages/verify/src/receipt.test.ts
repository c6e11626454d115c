// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64 } from './base64.ts'
import { parseSigningKey } from './note-key.ts'
import { generateSigningKey, platformSuite as suite } from './platform-suite.ts'
import { formatReceipt, parseReceipt, type Receipt } from './receipt.ts'
import { signNote } from './signed-note.ts'
import type { VerificationCode } from './verification-error.ts'
import { signReceipt, verifyReceipt } from './verify-receipt.ts'

const refusal = (code: VerificationCode) => expect.objectContaining({ name: 'VerificationError', code })

const receipt: Receipt = {
  node: 'demo.probity.example',
  batch: '01980000-0000-7000-8000-000000000001',
  furnisher: '示例市税务局',
  type: 'demo.tax-grade-a',
  catalogue: '3',
  profile: 'demo.profile',
  received: '2026-04-02T01:30:00.000Z',
  completed: '2026-04-02T01:30:02.250Z',
  tickFrom: 41,
  tickTo: 42,
  rows: 15,
  accepted: 5,
  corrected: 4,
  unchanged: 3,
  withdrawn: 2,
  faulty: 1,
  fileSha256: '0f'.repeat(32),
  root: encodeBase64(new Uint8Array(32).fill(1)),
}
const body = formatReceipt(receipt)
const pair = generateSigningKey(receipt.node)
const key = parseSigningKey(suite, pair.signingKey)

describe('the text of a receipt', () => {
  test('is these lines in this order', () => {
    expect(body).toBe(`probity-receipt/0
node: demo.probity.example
batch: 01980000-0000-7000-8000-000000000001
furnisher: 示例市税务局
type: demo.tax-grade-a
catalogue: 3
profile: demo.profile
received: 2026-04-02T01:30:00.000Z
completed: 2026-04-02T01:30:02.250Z
tick-from: 41
tick-to: 42
rows: 15
accepted: 5
corrected: 4
unchanged: 3
withdrawn: 2
faulty: 1
file-sha256: 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f
root: AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=
`)
  })

  test('gives back the fields it was made of, for every outcome a batch can have', () => {
    const name = fc.stringMatching(/^[\u4e00-\u9fa5A-Za-z0-9.:/ _-]{1,60}$/).filter((text) => {
      return text === text.trim() && text !== '-'
    })
    const instant = fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((day) => day.toISOString())
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
    const count = fc.maxSafeNat().map((n) => Math.floor(n / 5))
    const anyReceipt = fc
      .record({
        names: fc.tuple(name, name, name, name, name, fc.option(name)),
        instants: fc.tuple(instant, instant),
        ticks: fc.option(fc.tuple(fc.nat(), fc.nat())),
        counts: fc.tuple(count, count, count, count, count),
        hashes: fc.tuple(hash, hash),
      })
      .map(({ names, instants, ticks, counts, hashes }): Receipt => {
        const [node, batch, furnisher, type, catalogue, profile] = names
        const [accepted, corrected, unchanged, withdrawn, faulty] = counts
        return {
          ...{ node, batch, furnisher, type, catalogue, profile },
          ...{ received: instants[0], completed: instants[1] },
          tickFrom: ticks ? ticks[0] : null,
          tickTo: ticks ? ticks[0] + ticks[1] : null,
          rows: accepted + corrected + unchanged + withdrawn + faulty,
          ...{ accepted, corrected, unchanged, withdrawn, faulty },
          fileSha256: Array.from(hashes[0], (byte) => byte.toString(16).padStart(2, '0')).join(''),
          root: encodeBase64(hashes[1]),
        }
      })
    fc.assert(
      fc.property(anyReceipt, (fields) => {
        expect(parseReceipt(formatReceipt(fields))).toEqual(fields)
      }),
    )
  })

  test('is of a format that it names', () => {
    for (const text of ['', 'probity-receipt/1\n', ` ${body}`, body.replace('\n', '\r\n')]) {
      expect(() => parseReceipt(text)).toThrow(refusal('RECEIPT_FORMAT_UNKNOWN'))
    }
  })

  test('without any one line, or with it twice, or in another place, is refused', () => {
    const lines = body.split('\n').slice(1, -1)
    const withLines = (all: string[]) => ['probity-receipt/0', ...all, ''].join('\n')
    expect(withLines(lines)).toBe(body)
    for (const [at, line] of lines.entries()) {
      const rest = lines.filter((_, other) => other !== at)
      expect(() => parseReceipt(withLines(rest))).toThrow(refusal('RECEIPT_MALFORMED'))
      expect(() => parseReceipt(withLines([...rest, line, line]))).toThrow(refusal('RECEIPT_MALFORMED'))
      expect(() => parseReceipt(withLines(lines.toSpliced(at, 0, line)))).toThrow(
        refusal('RECEIPT_MALFORMED'),
      )
      if (at > 0) expect(() => parseReceipt(withLines([line, ...rest]))).toThrow(refusal('RECEIPT_MALFORMED'))
    }
  })

  test.each([
    ['a line after the last', `${body}more: 1\n`],
    ['an empty line after the last', `${body}\n`],
    ['no line end', body.slice(0, -1)],
    ['text after the last line end', `${body}x`],
    ['a carriage return', body.replace('rows: 15\n', 'rows: 15\r\n')],
    ['a carriage return in a name', body.replace('catalogue: 3\n', 'catalogue: 3\r\n')],
  ])('with %s is refused', (_what, text) => {
    expect(() => parseReceipt(text)).toThrow(refusal('RECEIPT_MALFORMED'))
  })

  test.each([
    ['batch', ''],
    ['batch', '-'],
    ['batch', ' b'],
    ['batch', 'b\nfurnisher: x'],
    ['furnisher', 'a\u202eb'],
    ['furnisher', 'a\ud800'],
    ['type', 'x'.repeat(201)],
    ['catalogue', '\u0085'],
    ['profile', '-'],
    ['profile', ''],
    ['received', '2026-02-30T00:00:00.000Z'],
    ['received', '2026-13-01T00:00:00.000Z'],
    ['received', '2026-04-02T01:30:00Z'],
    ['completed', '2026-04-02T24:00:00.000Z'],
    ['tickFrom', null],
    ['tickTo', null],
    ['tickFrom', 43],
    ['tickFrom', -1],
    ['rows', Number.NaN],
    ['rows', 1.5],
    ['rows', Number.POSITIVE_INFINITY],
    ['accepted', -5],
    ['accepted', 1e21],
    ['accepted', 2 ** 53],
    ['fileSha256', '0f'.repeat(33)],
    ['root', 'A'.repeat(10_000)],
  ])('does not hold %s = %j', (field, value) => {
    expect(() => formatReceipt({ ...receipt, [field]: value })).toThrow(refusal('RECEIPT_MALFORMED'))
  })

  test.each([
    '015',
    '+15',
    '1e1',
    ' 15',
    '15 ',
    '0x0f',
    '１５',
    '',
    '9007199254740992',
    '99999999999999999999',
  ])('does not take %j for a number of rows', (text) => {
    expect(() => parseReceipt(body.replace('rows: 15', `rows: ${text}`))).toThrow(
      refusal('RECEIPT_MALFORMED'),
    )
  })

  test('holds whole hashes only', () => {
    expect(() => formatReceipt({ ...receipt, fileSha256: '0F'.repeat(32) })).toThrow(refusal('HEX_MALFORMED'))
    expect(() => formatReceipt({ ...receipt, fileSha256: '0f'.repeat(31) })).toThrow(refusal('HASH_LENGTH'))
    expect(() => formatReceipt({ ...receipt, root: 'AQE' })).toThrow(refusal('BASE64_MALFORMED'))
    expect(() => formatReceipt({ ...receipt, root: '' })).toThrow(refusal('HASH_LENGTH'))
  })

  test('accounts for every row: accepted, corrected, unchanged, withdrawn and faulty make the rows', () => {
    for (const field of ['rows', 'accepted', 'corrected', 'unchanged', 'withdrawn', 'faulty'] as const) {
      const short = { ...receipt, [field]: receipt[field] + 1 }
      expect(() => formatReceipt(short)).toThrow(refusal('RECEIPT_TOTALS_DISAGREE'))
    }
    // As numbers, 2^53-1 and 2 make 2^53 by rounding, and 1 less is the 2^53-1 of the rows.
    const large = {
      ...receipt,
      rows: 2 ** 53 - 1,
      accepted: 2 ** 53 - 1,
      corrected: 1,
      unchanged: 0,
      withdrawn: 0,
    }
    expect(() => formatReceipt({ ...large, faulty: 0 })).toThrow(refusal('RECEIPT_TOTALS_DISAGREE'))
  })
})

describe('a signed receipt', () => {
  test('gives its fields to whoever holds the key of the node', () => {
    expect(verifyReceipt(suite, signReceipt(suite, receipt, key), pair.verifierKey)).toEqual(receipt)
  })

  test('is refused under the key of another node, of the same name too', () => {
    const note = signReceipt(suite, receipt, key)
    const impostor = generateSigningKey(receipt.node)
    expect(() => verifyReceipt(suite, note, impostor.verifierKey)).toThrow(refusal('SIGNATURE_MISSING'))
    expect(() => verifyReceipt(suite, note, 'no key')).toThrow(refusal('KEY_MALFORMED'))
  })

  test('is refused when a node signs in the name of another', () => {
    const inAnotherName = { ...receipt, node: 'another.example' }
    expect(() => signReceipt(suite, inAnotherName, key)).toThrow(refusal('RECEIPT_OF_ANOTHER_NODE'))
    const note = signNote(suite, formatReceipt(inAnotherName), key)
    expect(() => verifyReceipt(suite, note, pair.verifierKey)).toThrow(refusal('RECEIPT_OF_ANOTHER_NODE'))
  })

  test('is refused when the node itself signed counts that do not add up', () => {
    const note = signNote(suite, body.replace('faulty: 1', 'faulty: 0'), key)
    expect(() => verifyReceipt(suite, note, pair.verifierKey)).toThrow(refusal('RECEIPT_TOTALS_DISAGREE'))
  })

  test('is refused when what the node signed is no receipt', () => {
    expect(() => verifyReceipt(suite, signNote(suite, 'hello\n', key), pair.verifierKey)).toThrow(
      refusal('RECEIPT_FORMAT_UNKNOWN'),
    )
  })
})

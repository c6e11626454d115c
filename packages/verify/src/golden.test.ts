// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64 } from './base64.ts'
import { verifyCheckpoint } from './checkpoint.ts'
import { followKeys } from './follow-keys.ts'
import { verifyHistory } from './history.ts'
import { parseEntry, verifyEntryOf } from './log-entry.ts'
import { verifyLogExtension, verifyLogProof } from './log-proof.ts'
import { parseVerifierKey, signatureTypes } from './note-key.ts'
import { plainSuite } from './plain-suite.ts'
import { platformSuite as suite } from './platform-suite.ts'
import { verifyDisclosure } from './report-disclosure.ts'
import { parseRowProof, verifyRow } from './row-proof.ts'
import { VerificationError } from './verification-error.ts'
import { verifyReceipt } from './verify-receipt.ts'

const golden = (name: string): Uint8Array => readFileSync(new URL(`../golden/${name}`, import.meta.url))
const note = golden('receipt-v0.txt')
const key = golden('receipt-v0.key').toString().trim()
const row = golden('receipt-v0-row.txt')
const proofText = golden('receipt-v0-row-proof.json')

function isRefused(check: () => unknown): boolean {
  try {
    check()
    return false
  } catch (error) {
    if (error instanceof VerificationError) return true
    throw error
  }
}

/** Where one flipped bit of the bytes was not noticed: must be nowhere. */
function unnoticedFlips(
  bytes: Uint8Array,
  check: (changed: Uint8Array) => unknown,
  bitsAt: (at: number) => readonly number[] = () => [0, 1, 2, 3, 4, 5, 6, 7],
): string[] {
  const unnoticed: string[] = []
  for (let at = 0; at < bytes.length; at += 1) {
    for (const bit of bitsAt(at)) {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ (1 << bit)
      if (!isRefused(() => check(changed))) unnoticed.push(`byte ${at}, bit ${bit}`)
    }
  }
  return unnoticed
}

describe('the released receipt of format 0', () => {
  const receipt = verifyReceipt(suite, note, key)
  const checkNote = (changed: Uint8Array) => verifyReceipt(suite, changed, key)

  test('verifies for ever, and says what it said', () => {
    expect(receipt).toMatchObject({
      node: 'demo.probity.example',
      rows: 11,
      accepted: 7,
      faulty: 1,
      tickFrom: 41,
    })
    verifyRow(suite, receipt, row, parseRowProof(proofText))
  })

  test('no bit of the receipt can be changed', () => {
    expect(unnoticedFlips(note, checkNote)).toEqual([])
  })

  test('no bit of the row can be changed', () => {
    const proof = parseRowProof(proofText)
    expect(unnoticedFlips(row, (changed) => verifyRow(suite, receipt, changed, proof))).toEqual([])
  })

  test('no bit of the proof can be changed', () => {
    const checkProof = (changed: Uint8Array) => verifyRow(suite, receipt, row, parseRowProof(changed))
    expect(unnoticedFlips(proofText, checkProof)).toEqual([])
  })

  test('no bit of the verifier key can be changed', () => {
    const checkKey = (changed: Uint8Array) => verifyReceipt(suite, note, String.fromCharCode(...changed))
    expect(unnoticedFlips(new TextEncoder().encode(key), checkKey)).toEqual([])
  })

  test('nothing can be cut off, put in or put twice, and nothing but a refusal comes of trying', () => {
    const cut = fc.record({
      from: fc.nat(note.length),
      to: fc.nat(note.length),
      put: fc.uint8Array({ maxLength: 4 }),
    })
    fc.assert(
      fc.property(cut, ({ from, to, put }) => {
        const changed = Uint8Array.from([...note.subarray(0, from), ...put, ...note.subarray(to)])
        const isSame = changed.length === note.length && changed.every((byte, at) => byte === note[at])
        expect(isRefused(() => checkNote(changed))).toBe(!isSame)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the released formats 0 of the log, of reports and of histories', () => {
  const logKey = golden('log-v0.key').toString().trim()
  const log = parseVerifierKey(suite, logKey)
  const witness = golden('log-v0-witness.key').toString().trim()
  const trust = { log, witnesses: [parseVerifierKey(suite, witness, signatureTypes.cosignature)] }
  const entry = golden('log-v0-entry.json')
  const older = verifyCheckpoint(suite, golden('log-v0-older.txt'), { log })

  const nobody = encodeBase64(verifyHistory(suite, golden('history-v0-empty.json'), trust).key)
  /** That another key has no history either is true, and another statement. */
  const historyOf = (key: string, bytes: Uint8Array, by: typeof plainSuite) => {
    const history = verifyHistory(by, bytes, trust)
    if (encodeBase64(history.key) !== key) throw new VerificationError('MAP_NOT_PROVEN')
    return history
  }

  const oldKey = golden('handovers-v0.key').toString().trim()
  const seenBy = golden('handovers-v0-witness.key').toString().trim()
  const seen = { witnesses: [parseVerifierKey(suite, seenBy, signatureTypes.cosignature)] }

  const artefacts: readonly [string, (bytes: Uint8Array, by: typeof plainSuite) => unknown][] = [
    ['log-v0-checkpoint.txt', (bytes, by) => verifyCheckpoint(by, bytes, trust)],
    ['log-v0-older.txt', (bytes, by) => verifyCheckpoint(by, bytes, { log })],
    ['log-v0.tlog-proof', (bytes, by) => verifyLogProof(by, bytes, entry, trust)],
    ['log-v0-entry.json', (bytes, by) => verifyLogProof(by, golden('log-v0.tlog-proof'), bytes, trust)],
    ['log-v0-extension.txt', (bytes, by) => verifyLogExtension(by, bytes, older, trust)],
    ['report-v0.json', (bytes, by) => verifyDisclosure(by, bytes, logKey)],
    ['report-v0-part.json', (bytes, by) => verifyDisclosure(by, bytes, logKey)],
    ['handovers-v0.json', (bytes, by) => followKeys(by, bytes, oldKey, seen)],
    ['history-v0.json', (bytes, by) => verifyHistory(by, bytes, trust)],
    ['history-v0-empty.json', (bytes, by) => historyOf(nobody, bytes, by)],
  ]

  test.each(artefacts)('%s verifies for ever, by either suite', (name, check) => {
    expect(check(golden(name), suite)).toEqual(check(golden(name), plainSuite))
  })

  test.each(artefacts)('no byte of %s can be changed', { timeout: 180_000 }, (name, check) => {
    // Bit 5 makes small letters of capitals, which an encoding might take for the same.
    const bits = (at: number) => [at % 8, 5]
    expect(unnoticedFlips(golden(name), (changed) => check(changed, suite), bits)).toEqual([])
  })

  test('they say what they said', () => {
    expect(verifyLogProof(suite, golden('log-v0.tlog-proof'), entry, trust)).toMatchObject({ index: 9 })
    const { kind, id } = parseEntry(entry)
    expect([kind, id]).toEqual(['batch.receipt', '01980000-0000-7000-8000-000000000010'])
    verifyEntryOf(suite, parseEntry(entry), note)
    const part = verifyDisclosure(suite, golden('report-v0-part.json'), logKey)
    expect(part.sections.map(({ name }) => name)).toEqual(['registration', 'subject'])
    expect([part.seal.report, part.undisclosed]).toEqual(['R-2026-000001', 4])
    const { handovers } = followKeys(suite, golden('handovers-v0.json'), oldKey, seen)
    expect(handovers.map(({ turn, made }) => [turn, made])).toEqual([
      [1, '2026-06-15T02:00:00.000Z'],
      [2, '2028-06-15T02:00:00.000Z'],
    ])
    const { items } = verifyHistory(suite, golden('history-v0.json'), trust)
    expect(items.map((item) => (item as { by?: string } | null)?.by)).toEqual([
      'demo-bank',
      undefined,
      'demo-court',
    ])
    expect(verifyHistory(suite, golden('history-v0-empty.json'), trust).items).toEqual([])
  })
})

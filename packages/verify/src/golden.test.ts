// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { platformSuite as suite } from './platform-suite.ts'
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
function unnoticedFlips(bytes: Uint8Array, check: (changed: Uint8Array) => unknown): string[] {
  const unnoticed: string[] = []
  for (let at = 0; at < bytes.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
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

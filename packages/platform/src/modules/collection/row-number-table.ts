// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'

/** What stands for a furnisher's number: the beginning of its SHA-256; all zero where the row has none. */
export const DIGEST_BYTES = 12

const SLOT_WORDS = 4
const FULL_SHARE = 0.7

/**
 * In which row a number stood first, for millions of rows: 16 bytes a slot in one flat table, where a Map of strings
 * takes ten times as much and ends at 16 million.
 */
export class RowNumberTable {
  #slots = new Uint32Array(1024 * SLOT_WORDS)
  #taken = 0

  /** The row that has the digest already, or null when it is this row's from now on. Row numbers begin with 1. */
  firstRowOf(digest: Uint8Array, rowNo: number): number | null {
    const view = new DataView(digest.buffer, digest.byteOffset, DIGEST_BYTES)
    const [a, b, c] = [view.getUint32(0), view.getUint32(4), view.getUint32(8)]
    if (this.#taken + 1 > (this.#slots.length / SLOT_WORDS) * FULL_SHARE) this.#grow()
    const at = this.#slotOf(a, b, c)
    const known = this.#slots[at + 3] as number
    if (known !== 0) return known
    this.#put(at, a, b, c, rowNo)
    this.#taken++
    return null
  }

  #put(at: number, a: number, b: number, c: number, rowNo: number): void {
    this.#slots[at] = a
    this.#slots[at + 1] = b
    this.#slots[at + 2] = c
    this.#slots[at + 3] = rowNo
  }

  /** The slot of these words, or the free one where they belong. */
  #slotOf(a: number, b: number, c: number): number {
    const slots = this.#slots
    const mask = slots.length / SLOT_WORDS - 1
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const at = slot * SLOT_WORDS
      if (slots[at + 3] === 0) return at
      if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c) return at
    }
  }

  #grow(): void {
    const before = this.#slots
    this.#slots = new Uint32Array(before.length * 2)
    for (let at = 0; at < before.length; at += SLOT_WORDS) {
      const rowNo = before[at + 3] as number
      if (rowNo === 0) continue
      const [a, b, c] = [before[at] as number, before[at + 1] as number, before[at + 2] as number]
      this.#put(this.#slotOf(a, b, c), a, b, c, rowNo)
    }
  }
}

export function digestOfNumber(number: string): Uint8Array {
  const digest = new Uint8Array(DIGEST_BYTES)
  writeDigest(number, digest, 0)
  return digest
}

/** Puts the digest at its place in a table of them: rows by the million make no object each. */
export function writeDigest(number: string, digests: Uint8Array, at: number): void {
  const text = hash('sha256', number, 'binary')
  for (let i = 0; i < DIGEST_BYTES; i++) digests[at + i] = text.charCodeAt(i)
}

export function digestAt(digests: Uint8Array, place: number): Uint8Array {
  return digests.subarray(DIGEST_BYTES * place, DIGEST_BYTES * (place + 1))
}

export function digestsOf(numbers: readonly string[]): Uint8Array {
  const digests = new Uint8Array(DIGEST_BYTES * numbers.length)
  numbers.forEach((number, i) => {
    writeDigest(number, digests, DIGEST_BYTES * i)
  })
  return digests
}

export function pickDigests(digests: Uint8Array, places: readonly number[]): Uint8Array {
  const picked = new Uint8Array(DIGEST_BYTES * places.length)
  places.forEach((place, i) => {
    picked.set(digestAt(digests, place), DIGEST_BYTES * i)
  })
  return picked
}

export function isBlankDigest(digest: Uint8Array): boolean {
  return digest.every((byte) => byte === 0)
}

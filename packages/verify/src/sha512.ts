// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { cubeRoots, highWord, lowWord, squareRoots } from './sha2-constants.ts'
import { padMessage } from './sha2-padding.ts'

// A 64-bit word is two numbers, high half first: 64-bit integers of the language are a hundred times slower where the
// engine does not see through them, and a note may be a megabyte.
const roundConstants = Uint32Array.from(cubeRoots.flatMap((root) => [highWord(root), lowWord(root)]))
const initialState = Uint32Array.from(squareRoots.flatMap((root) => [highWord(root), lowWord(root)]))
const blockBytes = 128

/** FIPS 180-4 §6.4, over the concatenation of the parts. */
export function sha512(...parts: Uint8Array[]): Uint8Array {
  const message = padMessage(parts, blockBytes)
  const state = Uint32Array.from(initialState)
  const schedule = new Uint32Array(160)
  for (let at = 0; at < message.byteLength; at += blockBytes) {
    fillSchedule(schedule, message, at)
    compress(state, schedule)
  }
  const digest = new DataView(new ArrayBuffer(64))
  state.forEach((half, i) => {
    digest.setUint32(4 * i, half)
  })
  return new Uint8Array(digest.buffer)
}

function fillSchedule(w: Uint32Array, message: DataView, at: number): void {
  for (let half = 0; half < 32; half += 1) w[half] = message.getUint32(at + 4 * half)
  for (let t = 32; t < 160; t += 2) {
    const [nearHigh, nearLow] = [w[t - 4] as number, w[t - 3] as number]
    const [farHigh, farLow] = [w[t - 30] as number, w[t - 29] as number]
    const low =
      sigma(nearLow, nearHigh, 19, 61, shiftLow(nearHigh, nearLow, 6)) +
      (w[t - 13] as number) +
      sigma(farLow, farHigh, 1, 8, shiftLow(farHigh, farLow, 7)) +
      (w[t - 31] as number)
    w[t + 1] = low
    w[t] =
      sigma(nearHigh, nearLow, 19, 61, nearHigh >>> 6) +
      (w[t - 14] as number) +
      sigma(farHigh, farLow, 1, 8, farHigh >>> 7) +
      (w[t - 32] as number) +
      carryOf(low)
  }
}

/** The state is a … h, each as high and low half: s[0] and s[1] are a, s[14] and s[15] are h. */
function compress(state: Uint32Array, w: Uint32Array): void {
  const s = Uint32Array.from(state)
  const at = (i: number): number => s[i] as number
  for (let t = 0; t < 160; t += 2) {
    const low1 =
      at(15) +
      sum(at(9), at(8), 14, 18, 41) +
      choice(at(9), at(11), at(13)) +
      (roundConstants[t + 1] as number) +
      (w[t + 1] as number)
    const high1 =
      at(14) +
      sum(at(8), at(9), 14, 18, 41) +
      choice(at(8), at(10), at(12)) +
      (roundConstants[t] as number) +
      (w[t] as number) +
      carryOf(low1)
    const low2 = sum(at(1), at(0), 28, 34, 39) + majority(at(1), at(3), at(5))
    const high2 = sum(at(0), at(1), 28, 34, 39) + majority(at(0), at(2), at(4)) + carryOf(low2)
    const lowOfE = at(7) + (low1 >>> 0)
    const highOfE = at(6) + (high1 >>> 0) + carryOf(lowOfE)
    const lowOfA = (low1 >>> 0) + (low2 >>> 0)
    const highOfA = (high1 >>> 0) + (high2 >>> 0) + carryOf(lowOfA)
    s.copyWithin(2, 0, 14)
    s[9] = lowOfE
    s[8] = highOfE
    s[1] = lowOfA
    s[0] = highOfA
  }
  for (let i = 0; i < 16; i += 2) {
    const low = (state[i + 1] as number) + at(i + 1)
    state[i + 1] = low
    state[i] = (state[i] as number) + at(i) + carryOf(low)
  }
}

/** What a sum of low halves hands on to the sum of the high ones. */
function carryOf(low: number): number {
  return Math.floor(low / 2 ** 32)
}

/** One half of a word rotated; the other half is got by giving the halves the other way round. */
function rotate(half: number, other: number, by: number): number {
  return by < 32 ? (half >>> by) | (other << (32 - by)) : (other >>> (by - 32)) | (half << (64 - by))
}

function shiftLow(high: number, low: number, by: number): number {
  return (low >>> by) | (high << (32 - by))
}

function sigma(half: number, other: number, r1: number, r2: number, shifted: number): number {
  return (rotate(half, other, r1) ^ rotate(half, other, r2) ^ shifted) >>> 0
}

function sum(half: number, other: number, r1: number, r2: number, r3: number): number {
  return (rotate(half, other, r1) ^ rotate(half, other, r2) ^ rotate(half, other, r3)) >>> 0
}

function choice(e: number, f: number, g: number): number {
  return ((e & f) ^ (~e & g)) >>> 0
}

function majority(a: number, b: number, c: number): number {
  return ((a & b) ^ (a & c) ^ (b & c)) >>> 0
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { cubeRoots, highWord, squareRoots } from './sha2-constants.ts'
import { padMessage } from './sha2-padding.ts'

const roundConstants = Int32Array.from(cubeRoots.slice(0, 64), highWord)
const initialState = Int32Array.from(squareRoots, highWord)
const blockBytes = 64

/** FIPS 180-4 §6.2, over the concatenation of the parts. */
export function sha256(...parts: Uint8Array[]): Uint8Array {
  const message = padMessage(parts, blockBytes)
  const state = Int32Array.from(initialState)
  const schedule = new Int32Array(64)
  for (let at = 0; at < message.byteLength; at += blockBytes) {
    fillSchedule(schedule, message, at)
    compress(state, schedule)
  }
  const digest = new DataView(new ArrayBuffer(32))
  state.forEach((word, i) => {
    digest.setInt32(4 * i, word)
  })
  return new Uint8Array(digest.buffer)
}

function fillSchedule(w: Int32Array, message: DataView, at: number): void {
  for (let t = 0; t < 16; t += 1) w[t] = message.getInt32(at + 4 * t)
  for (let t = 16; t < 64; t += 1) {
    const near = w[t - 2] as number
    const far = w[t - 15] as number
    const sigma1 = rotr(near, 17) ^ rotr(near, 19) ^ (near >>> 10)
    const sigma0 = rotr(far, 7) ^ rotr(far, 18) ^ (far >>> 3)
    w[t] = (sigma1 + (w[t - 7] as number) + sigma0 + (w[t - 16] as number)) | 0
  }
}

function compress(state: Int32Array, w: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  for (let t = 0; t < 64; t += 1) {
    const sum1 = rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)
    const choice = (e & f) ^ (~e & g)
    const t1 = (h + sum1 + choice + (roundConstants[t] as number) + (w[t] as number)) | 0
    const sum0 = rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + sum0 + majority) | 0
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] as number) + word
}

function rotr(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * FIPS 180-4 §5.1: the message, a one bit, zeros, and the message's length in bits, in whole blocks. Room for a length
 * beyond 2^53 is left zero: no array of bytes is so long.
 */
export function padMessage(parts: readonly Uint8Array[], blockBytes: 64 | 128): DataView {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const lengthField = blockBytes / 8
  const padded = new Uint8Array(Math.ceil((length + 1 + lengthField) / blockBytes) * blockBytes)
  let at = 0
  for (const part of parts) {
    padded.set(part, at)
    at += part.length
  }
  padded[length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor((length * 8) / 2 ** 32))
  view.setUint32(padded.length - 4, (length * 8) % 2 ** 32)
  return view
}

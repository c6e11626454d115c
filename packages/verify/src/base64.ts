// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { VerificationError } from './verification-error.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 6; bits -= 6) text += alphabet.charAt((held >> (bits - 6)) & 63)
    held &= (1 << bits) - 1
  }
  if (bits > 0) text += alphabet.charAt((held << (6 - bits)) & 63)
  return text + '='.repeat((4 - (text.length % 4)) % 4)
}

/** Strict: standard alphabet, padded, no blanks, unused bits zero, so that one value has one spelling. */
export function decodeBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw new VerificationError('BASE64_MALFORMED')
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  let held = 0
  let bits = 0
  let at = 0
  for (let i = 0; i < text.length - padding; i += 1) {
    const six = alphabet.indexOf(text.charAt(i))
    if (six < 0) throw new VerificationError('BASE64_MALFORMED')
    held = (held << 6) | six
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at] = held >> bits
      at += 1
      held &= (1 << bits) - 1
    }
  }
  if (held !== 0) throw new VerificationError('BASE64_MALFORMED')
  return bytes
}

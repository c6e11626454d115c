// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { present } from '../kernel/refusal.ts'

let table: ReadonlyMap<string, number> | undefined

/**
 * Text as furnishers' old systems write it. The platform decodes GB18030 and encodes nothing but UTF-8, so the table
 * is what its decoder says of every two-byte sequence. A character outside of these is a defect of the caller.
 */
export function encodeGb18030(text: string): Uint8Array {
  table ??= twoByteTable()
  const bytes: number[] = []
  for (const character of text) {
    if (character < '\u0080') {
      bytes.push(character.charCodeAt(0))
      continue
    }
    const code = present(table.get(character), 'the text has only characters of two bytes')
    bytes.push(code >> 8, code & 0xff)
  }
  return Uint8Array.from(bytes)
}

function twoByteTable(): ReadonlyMap<string, number> {
  const codes: number[] = []
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) codes.push((lead << 8) | trail)
  }
  // Line ends between them keep a sequence without character from taking in the next one.
  const bytes = Uint8Array.from(codes.flatMap((code) => [code >> 8, code & 0xff, 0x0a]))
  const found = new Map<string, number>()
  new TextDecoder('gb18030')
    .decode(bytes)
    .split('\n')
    .slice(0, codes.length)
    .forEach((character, at) => {
      if (character.length === 1 && character !== '\ufffd') found.set(character, codes[at] as number)
    })
  return found
}

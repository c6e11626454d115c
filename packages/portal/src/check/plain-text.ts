// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** What a stranger wrote may turn a line around or hide a part of it: such characters are shown by their number. */
export function plainText(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) as number).toString(16)}}`
  })
}

/** Bytes for reading: as text where they are, and said to be bytes where they are not. */
export function textOfBytes(bytes: Uint8Array): string | null {
  try {
    return plainText(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return null
  }
}

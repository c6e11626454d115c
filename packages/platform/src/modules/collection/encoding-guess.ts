// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export type TextEncoding = 'utf-8' | 'gb18030'

/** Of Chinese in GB18030 about nine characters in ten are wrong as UTF-8; of UTF-8, none. */
const BAD_SHARE_MAX = 0.5

/**
 * Guesses while the bytes pass by whether they are UTF-8 or GB18030. Where both are in one file, the one that most
 * characters are written in is taken, and the rows in the other get a fault each.
 */
export class EncodingGuess {
  readonly #decoder = new TextDecoder('utf-8')
  #bad = 0
  #beyondAscii = 0

  add(bytes: Uint8Array): void {
    this.#count(this.#decoder.decode(bytes, { stream: true }))
  }

  result(): TextEncoding {
    this.#count(this.#decoder.decode())
    return this.#bad > this.#beyondAscii * BAD_SHARE_MAX ? 'gb18030' : 'utf-8'
  }

  #count(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code < 0x80) continue
      this.#beyondAscii++
      if (code === 0xfffd) this.#bad++
    }
  }
}

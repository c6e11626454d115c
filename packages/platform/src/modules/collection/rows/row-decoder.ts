// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { isUtf8 } from 'node:buffer'
import type { Damage } from '../record-splitter.ts'

export type DecodedRow = { readonly text: string; readonly damage?: Damage }

/** What takes three bytes in UTF-8, as every Chinese character does. */
const THREE_BYTES = /[\u0800-\uffff]/

/**
 * Reads rows in the encoding of their file. Files are pasted together from several sources: a row in the other
 * encoding is damaged by itself, and shown as it was meant, so that nobody is told of characters never written.
 */
export class RowDecoder {
  readonly #encoding: string
  readonly #decoder: InstanceType<typeof TextDecoder>

  constructor(encoding: string) {
    this.#encoding = encoding
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true })
  }

  decode(row: Uint8Array): DecodedRow {
    if (this.#encoding === 'gb18030') return this.#decodeGb(row)
    const text = this.#decoder.decode(row)
    if (!text.includes('\ufffd')) return { text }
    const meant = new TextDecoder('gb18030', { ignoreBOM: true }).decode(row)
    return { text: meant.includes('\ufffd') ? text : meant, damage: 'OTHER-ENCODING' }
  }

  /**
   * Chinese in UTF-8 is nearly always readable as GB18030, as other characters. The reverse is so rare in whole rows
   * that a row which is UTF-8 from end to end, three-byte characters among it, was written as UTF-8.
   */
  #decodeGb(row: Uint8Array): DecodedRow {
    if (isUtf8(row)) {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(row)
      if (THREE_BYTES.test(text)) return { text, damage: 'OTHER-ENCODING' }
    }
    return { text: this.#decoder.decode(row) }
  }
}

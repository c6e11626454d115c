// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { BatchFormat } from './batch.ts'
import { EncodingGuess, type TextEncoding } from './encoding-guess.ts'

/** What a file shows of itself while its bytes pass by: known once the last has passed. */
export class FileImpression {
  readonly format: BatchFormat
  readonly #guess: EncodingGuess | null
  #encoding: TextEncoding | undefined

  constructor(format: BatchFormat) {
    this.format = format
    // What is in a workbook is UTF-8 by its own standard.
    this.#guess = format === 'xlsx' ? null : new EncodingGuess()
  }

  add(bytes: Uint8Array): void {
    this.#guess?.add(bytes)
  }

  encoding(): TextEncoding {
    this.#encoding ??= this.#guess?.result() ?? 'utf-8'
    return this.#encoding
  }
}

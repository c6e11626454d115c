// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { refuse } from '../../../kernel/refusal.ts'

const ELEMENT_BYTES_MAX = 1_048_576
const DEPTH_MAX = 64

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const LF = 0x0a

/**
 * Turns a JSON array, or a single object, into JSON Lines: one element a line, as it was written but for the white
 * space between its tokens. Only the brackets are judged here; whether an element is a good row is judged row by row.
 * @throws Refusal JSON_BODY_DAMAGED, JSON_ELEMENT_TOO_LONG
 */
export async function* jsonArrayToLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const cutter = new ArrayCutter()
  for await (const part of source) {
    const lines = cutter.push(part)
    if (lines.length > 0) yield lines
  }
  const rest = cutter.end()
  if (rest.length > 0) yield rest
}

type Place = 'before' | 'first' | 'element' | 'behind-element' | 'next' | 'done'

class ArrayCutter {
  #place: Place = 'before'
  #isArray = false
  #depth = 0
  #inString = false
  #isEscaped = false
  #byteNo = 0
  #element: number[] = []
  #out: Buffer[] = []

  push(part: Uint8Array): Buffer {
    for (const byte of part) {
      this.#byteNo++
      this.#take(byte)
    }
    return this.#drain()
  }

  end(): Buffer {
    if (this.#place === 'before') throw refuse('BATCH_EMPTY')
    if (this.#place !== 'done') throw this.#damaged()
    return this.#drain()
  }

  #drain(): Buffer {
    const out = Buffer.concat(this.#out)
    this.#out = []
    return out
  }

  #damaged(): Error {
    return refuse('JSON_BODY_DAMAGED', { position: this.#byteNo })
  }

  #take(byte: number): void {
    if (this.#place === 'element') {
      this.#inside(byte)
      return
    }
    if (isBlank(byte) || (this.#place === 'before' && this.#isByteOrderMark(byte))) return
    switch (this.#place) {
      case 'before':
        this.#begin(byte)
        break
      case 'first':
        if (byte === CLOSE_ARRAY) this.#finish()
        else this.#beginElement(byte)
        break
      case 'next':
        this.#beginElement(byte)
        break
      case 'behind-element':
        if (byte === COMMA) this.#place = 'next'
        else if (byte === CLOSE_ARRAY) this.#finish()
        else throw this.#damaged()
        break
      case 'done':
        throw this.#damaged()
    }
  }

  #isByteOrderMark(byte: number): boolean {
    return this.#byteNo <= 3 && byte === [0xef, 0xbb, 0xbf][this.#byteNo - 1]
  }

  #begin(byte: number): void {
    if (byte === OPEN_ARRAY) {
      this.#isArray = true
      this.#place = 'first'
    } else if (byte === OPEN_OBJECT) this.#beginElement(byte)
    else throw this.#damaged()
  }

  #beginElement(byte: number): void {
    if (byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) throw this.#damaged()
    this.#place = 'element'
    this.#inside(byte)
  }

  #inside(byte: number): void {
    if (this.#inString) this.#insideString(byte)
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) this.#close(byte)
    else if (byte === COMMA && this.#depth === 0) this.#endElement('next')
    else {
      if (byte === QUOTE) this.#inString = true
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#open()
      this.#keep(isBlank(byte) ? 0x20 : byte)
    }
  }

  #insideString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (byte === BACKSLASH) this.#isEscaped = true
    else if (byte === QUOTE) this.#inString = false
    // A raw line end within a string is no JSON, and would make two rows of one.
    if (byte === LF || byte === 0x0d) throw this.#damaged()
    this.#keep(byte)
  }

  #open(): void {
    this.#depth++
    if (this.#depth > DEPTH_MAX) throw this.#damaged()
  }

  #close(byte: number): void {
    if (this.#depth === 0) {
      if (byte !== CLOSE_ARRAY) throw this.#damaged()
      this.#endElement('behind-element')
      this.#finish()
      return
    }
    this.#depth--
    this.#keep(byte)
    if (this.#depth === 0) this.#endElement(this.#isArray ? 'behind-element' : 'done')
  }

  #endElement(place: Place): void {
    this.#element.push(LF)
    this.#out.push(Buffer.from(this.#element))
    this.#element = []
    this.#place = place
  }

  #finish(): void {
    if (!this.#isArray) throw this.#damaged()
    this.#place = 'done'
  }

  #keep(byte: number): void {
    if (this.#element.length >= ELEMENT_BYTES_MAX) throw refuse('JSON_ELEMENT_TOO_LONG')
    this.#element.push(byte)
  }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === LF || byte === 0x0d
}

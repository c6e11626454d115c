// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export type JsonMember = {
  readonly key: string
  /** As text; null for JSON's null. Of a number its digits as written, never by way of a float. */
  readonly value: string | null
  readonly kind: 'text' | 'number' | 'word' | 'nested'
}

/** Where the line stops being one JSON object; counted in characters, from 1. */
export class JsonDamage {
  readonly position: number
  readonly isObject: boolean

  constructor(position: number, isObject: boolean) {
    this.position = position
    this.isObject = isObject
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const NESTING_MAX = 32

/**
 * The members of a line that is one flat JSON object, in their order. JSON.parse would keep the last of two equal keys
 * and round long numbers, both without a word.
 */
export function readJsonRow(line: string): readonly JsonMember[] | JsonDamage {
  return new RowReader(line).read()
}

class Stop extends Error {}

class RowReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): readonly JsonMember[] | JsonDamage {
    this.#skipBlanks()
    if (this.#text[this.#at] !== '{') return new JsonDamage(this.#at + 1, false)
    try {
      const members = this.#members()
      this.#skipBlanks()
      return this.#at < this.#text.length ? new JsonDamage(this.#at + 1, true) : members
    } catch (error) {
      if (error instanceof Stop) return new JsonDamage(this.#at + 1, true)
      throw error
    }
  }

  #members(): JsonMember[] {
    const members: JsonMember[] = []
    this.#at++
    if (this.#takes('}')) return members
    for (;;) {
      this.#skipBlanks()
      const key = this.#string()
      this.#needs(':')
      members.push(this.#member(key))
      if (this.#takes('}')) return members
      this.#needs(',')
    }
  }

  #member(key: string): JsonMember {
    this.#skipBlanks()
    const first = this.#text[this.#at]
    if (first === '"') return { key, value: this.#string(), kind: 'text' }
    if (first === '{' || first === '[') {
      this.#pass(0)
      return { key, value: null, kind: 'nested' }
    }
    for (const word of ['true', 'false', 'null']) {
      if (!this.#text.startsWith(word, this.#at)) continue
      this.#at += word.length
      return { key, value: word === 'null' ? null : word, kind: 'word' }
    }
    return { key, value: this.#number(), kind: 'number' }
  }

  #number(): string {
    NUMBER.lastIndex = this.#at
    const found = NUMBER.exec(this.#text)?.[0]
    if (found === undefined) throw new Stop()
    this.#at += found.length
    return found
  }

  #string(): string {
    if (this.#text[this.#at] !== '"') throw new Stop()
    const from = this.#at
    let escaped = false
    for (let i = from + 1; i < this.#text.length; i++) {
      const code = this.#text.charCodeAt(i)
      if (code === 0x22) {
        this.#at = i + 1
        return escaped ? this.#unescape(from) : this.#text.slice(from + 1, i)
      }
      if (code === 0x5c) {
        escaped = true
        i++
      } else if (code < 0x20) break
    }
    throw new Stop()
  }

  #unescape(from: number): string {
    const to = this.#at
    // Until it is known to be good, the fault lies where the string begins.
    this.#at = from
    let text: string
    try {
      text = JSON.parse(this.#text.slice(from, to)) as string
    } catch {
      // Only the grammar of escapes is asked here; what does not parse is damage with its place.
      throw new Stop()
    }
    this.#at = to
    return text
  }

  /** Over a nested value: read for its form only, and never deeper than anybody writes. */
  #pass(depth: number): void {
    if (depth > NESTING_MAX) throw new Stop()
    this.#skipBlanks()
    const first = this.#text[this.#at]
    if (first === '{' || first === '[') this.#passNested(first === '{' ? '}' : ']', depth)
    else this.#member('')
  }

  #passNested(close: '}' | ']', depth: number): void {
    this.#at++
    if (this.#takes(close)) return
    for (;;) {
      if (close === '}') {
        this.#skipBlanks()
        this.#string()
        this.#needs(':')
      }
      this.#pass(depth + 1)
      if (this.#takes(close)) return
      this.#needs(',')
    }
  }

  #takes(character: string): boolean {
    this.#skipBlanks()
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #needs(character: string): void {
    if (!this.#takes(character)) throw new Stop()
  }

  #skipBlanks(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { isWellFormedText } from './utf8.ts'
import { VerificationError } from './verification-error.ts'

const depthMax = 128

/**
 * RFC 8785 canonical JSON: one value, one text. Refuses what JSON cannot hold exactly (NaN, infinities, undefined,
 * holes, bigints, functions, dates and other objects with a class, lone surrogates) instead of bending it.
 */
export function canonicalise(value: unknown): string {
  return write(value, depthMax)
}

function write(value: unknown, depthLeft: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value)
    case 'number':
      if (!Number.isFinite(value)) throw new VerificationError('JSON_VALUE_REFUSED', 'number')
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      // Also what ends a value that contains itself.
      if (depthLeft === 0) throw new VerificationError('JSON_TOO_DEEP')
      return Array.isArray(value) ? writeArray(value, depthLeft - 1) : writeObject(value, depthLeft - 1)
    default:
      throw new VerificationError('JSON_VALUE_REFUSED', typeof value)
  }
}

function writeString(text: string): string {
  if (!isWellFormedText(text)) throw new VerificationError('JSON_VALUE_REFUSED', 'lone surrogate')
  return JSON.stringify(text)
}

function writeArray(items: readonly unknown[], depthLeft: number): string {
  let text = ''
  // By index: `map` would skip a hole, and a hole must be refused.
  for (let i = 0; i < items.length; i += 1) text += (i === 0 ? '' : ',') + write(items[i], depthLeft)
  return `[${text}]`
}

function writeObject(object: object, depthLeft: number): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new VerificationError('JSON_VALUE_REFUSED', 'object with a class')
  }
  // The default order of `sort` is by UTF-16 code units, which is the one that RFC 8785 §3.2.3 asks for.
  const entries = new Map<string, unknown>(Object.entries(object))
  let text = ''
  for (const key of [...entries.keys()].sort()) {
    text += `${text === '' ? '' : ','}${writeString(key)}:${write(entries.get(key), depthLeft)}`
  }
  return `{${text}}`
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalise } from './canonical.ts'
import type { VerificationCode } from './verification-error.ts'

const refusal = (code: VerificationCode) => expect.objectContaining({ name: 'VerificationError', code })

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  )
}

describe('canonical JSON', () => {
  test('is that of the example in RFC 8785 §3.2.2 and §3.2.4', () => {
    const value: unknown = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`)
    expect(canonicalise(value)).toBe(
      `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  test('sorts keys by UTF-16 code units as in RFC 8785 §3.2.3', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
    const sorted: unknown = JSON.parse(canonicalise(keys.map((key) => [key, 0])))
    expect(sorted).toEqual(keys.map((key) => [key, 0]))
    const text = canonicalise(Object.fromEntries(keys.map((key) => [key, 0])))
    expect([...text.matchAll(/"([^"]+)":0/g)].map((match) => match[1])).toEqual([
      String.raw`\r`,
      '1',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ])
  })

  test('does not depend on the order of keys, keeps the value, and is its own canonical form', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalise(value)
        expect(canonicalise(reversed(value))).toBe(text)
        const back: unknown = JSON.parse(text)
        expect(JSON.stringify(reversed(back))).toBe(
          JSON.stringify(reversed(JSON.parse(JSON.stringify(back)))),
        )
        expect(back).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalise(back)).toBe(text)
      }),
    )
  })

  test('minus zero is zero, and an object without a prototype is an object', () => {
    expect(canonicalise(-0)).toBe('0')
    expect(canonicalise(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}')
    expect(canonicalise(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}')
  })

  test.each([
    ['NaN', Number.NaN],
    ['an infinity', Number.NEGATIVE_INFINITY],
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['a hole', new Array(1)],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a lone high surrogate', 'a\ud800b'],
    ['a lone low surrogate', '\udc00'],
    ['a lone surrogate in a key', { '\ud800': 1 }],
  ])('refuses %s', (_what, value) => {
    expect(() => canonicalise(value)).toThrow(refusal('JSON_VALUE_REFUSED'))
  })

  test('refuses what contains itself, and nesting without end', () => {
    const loop: unknown[] = []
    loop.push(loop)
    expect(() => canonicalise(loop)).toThrow(refusal('JSON_TOO_DEEP'))
    expect(() => canonicalise(JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`))).toThrow(
      refusal('JSON_TOO_DEEP'),
    )
    expect(canonicalise(JSON.parse(`${'['.repeat(128)}${']'.repeat(128)}`))).toHaveLength(256)
  })
})

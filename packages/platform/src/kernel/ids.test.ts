// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isUuid, newId, parseId, type RecordId } from './ids.ts'

const anyMs = fc.integer({ min: 0, max: 2 ** 48 - 1 })

test('an id is a UUID of version 7 that carries its millisecond', () => {
  fc.assert(
    fc.property(anyMs, (ms) => {
      const id = newId<RecordId>(ms)
      expect(isUuid(id)).toBe(true)
      expect(id[14]).toBe('7')
      expect('89ab').toContain(id[19])
      expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(ms)
    }),
  )
})

test('ids of a later millisecond sort later, as text', () => {
  fc.assert(
    fc.property(anyMs, anyMs, (a, b) => {
      fc.pre(a < b)
      expect(newId<RecordId>(a) < newId<RecordId>(b)).toBe(true)
    }),
  )
})

test('no two ids of one millisecond are equal, across many refills of the pool of chance', () => {
  expect(new Set(Array.from({ length: 20_000 }, () => newId<RecordId>(1))).size).toBe(20_000)
})

test.each([-1, 2 ** 48, Number.NaN, Number.POSITIVE_INFINITY])('%d is no millisecond of an id', (ms) => {
  expect(() => newId(ms)).toThrow('48 bits')
})

test('an id is read in either case and kept in small letters', () => {
  const id = newId<RecordId>(1_700_000_000_000)
  expect(parseId<RecordId>(id.toUpperCase())).toBe(id)
})

test.each([
  '',
  '0192f0c1',
  '0192f0c1-2f0a-7c3e-8a55-0d8f3f6f7a0',
  '{0192f0c1-2f0a-7c3e-8a55-0d8f3f6f7a01}',
  "' or 1=1",
])('"%s" is no id', (text) => {
  expect(() => parseId<RecordId>(text)).toThrow('ID_MALFORMED')
})

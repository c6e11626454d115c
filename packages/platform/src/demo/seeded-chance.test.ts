// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededChance } from './seeded-chance.ts'

const draw = (seed: string) => {
  const chance = seededChance(seed)
  return Array.from({ length: 20 }, () => chance.fraction())
}

test('one seed gives one sequence, another seed another', () => {
  expect(draw('a')).toEqual(draw('a'))
  expect(draw('a')).not.toEqual(draw('b'))
})

test('a whole number lies between its ends, for any seed', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: -5, max: 5 }), fc.nat(20), (seed, min, width) => {
      const drawn = seededChance(seed).between(min, min + width)
      expect(Number.isInteger(drawn)).toBe(true)
      expect(drawn).toBeGreaterThanOrEqual(min)
      expect(drawn).toBeLessThanOrEqual(min + width)
    }),
  )
})

test('fractions fall evenly', () => {
  const chance = seededChance('even')
  const tenths = Array<number>(10).fill(0)
  for (let i = 0; i < 100_000; i++) {
    const tenth = Math.floor(chance.fraction() * 10)
    tenths[tenth] = (tenths[tenth] ?? 0) + 1
  }
  expect(Math.min(...tenths)).toBeGreaterThan(9_500)
  expect(Math.max(...tenths)).toBeLessThan(10_500)
})

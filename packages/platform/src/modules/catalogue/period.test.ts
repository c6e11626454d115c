// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayInShanghai, instantOf } from '../../kernel/civil-date.ts'
import { parsePeriod, periodForm } from './period.ts'

test('a year and an edition run from its first to its last day, a month to its own last day', () => {
  expect(parsePeriod('edition', '2025')).toEqual({ from: '2025-01-01', to: '2025-12-31' })
  expect(parsePeriod('event-year', '2025')).toEqual({ from: '2025-01-01', to: '2025-12-31' })
  expect(parsePeriod('event-month', '2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29' })
  expect(parsePeriod('event-month', '2025-12')).toEqual({ from: '2025-12-01', to: '2025-12-31' })
})

test.each([
  ['event-month', '2025'],
  ['event-month', '2025-13'],
  ['event-month', '2025-00'],
  ['event-month', '2025-1'],
  ['event-year', '2025-01'],
  ['event-year', '１２３４'],
  ['edition', ' 2025'],
  ['edition', '0000'],
  ['edition', ''],
] as const)('%s does not read %s', (kind, text) => {
  expect(parsePeriod(kind, text)).toBeNull()
})

test('every day lies in exactly one month and one year', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000_000_000, max: 4_000_000_000_000 }), (ms) => {
      const day = dayInShanghai(instantOf(ms))
      for (const [kind, length] of [
        ['event-month', 7],
        ['event-year', 4],
      ] as const) {
        expect(periodForm(kind)).toHaveLength(length)
        const period = parsePeriod(kind, day.slice(0, length))
        expect(period && period.from <= day && day <= period.to).toBe(true)
      }
    }),
  )
})

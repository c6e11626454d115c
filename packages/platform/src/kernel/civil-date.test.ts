// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  addYears,
  type CivilDate,
  civilDate,
  dayInShanghai,
  daysBetween,
  earlier,
  instantOf,
  isCivilDate,
  isLeapYear,
  later,
  parseCivilDate,
  parseInstant,
  weekday,
  yearOf,
} from './civil-date.ts'

const day = parseCivilDate
const FIRST = day('0001-01-01')
const SPAN = daysBetween(FIRST, day('9999-12-31'))
const anyDay = fc.integer({ min: 0, max: SPAN }).map((offset): CivilDate => addDays(FIRST, offset))
const middleDay = fc
  .integer({ min: 600_000, max: 800_000 })
  .map((offset): CivilDate => addDays(FIRST, offset))

test.each([
  '2025-02-29',
  '1900-02-29',
  '2025-13-01',
  '2025-00-10',
  '2025-04-31',
  '2025-4-1',
  '0000-01-01',
  '2025-01-01 ',
  '20250101',
])('%s is no day of the calendar', (text) => {
  expect(isCivilDate(text)).toBe(false)
  expect(() => parseCivilDate(text)).toThrow('DAY_MALFORMED')
})

test.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is a day of the calendar', (text) => {
  expect(parseCivilDate(text)).toBe(text)
})

test('a leap year is every fourth, but not every hundredth, but every four hundredth', () => {
  expect([1900, 2000, 2023, 2024, 2100].map(isLeapYear)).toEqual([false, true, false, true, false])
})

test('every day that can be reached by counting is a day of the calendar, and order of text is order of time', () => {
  fc.assert(
    fc.property(anyDay, anyDay, (a, b) => {
      expect(isCivilDate(a)).toBe(true)
      expect(addDays(a, daysBetween(a, b))).toBe(b)
      expect(Math.sign(daysBetween(a, b))).toBe(a === b ? 0 : a < b ? 1 : -1)
      expect([earlier(a, b), later(a, b)]).toEqual([a, b].sort())
    }),
  )
})

test('the weekday advances by one a day', () => {
  expect(weekday(day('2025-09-28'))).toBe(0)
  fc.assert(fc.property(middleDay, (on) => weekday(addDays(on, 1)) === (weekday(on) + 1) % 7))
})

test('counting beyond the years 1 to 9999 is refused, not written with six digits', () => {
  expect(() => addDays(day('9999-12-31'), 1)).toThrow('DAY_OUT_OF_RANGE')
  expect(() => addDays(FIRST, -1)).toThrow('DAY_OUT_OF_RANGE')
  expect(() => addDays(FIRST, Number.MAX_SAFE_INTEGER)).toThrow('DAY_OUT_OF_RANGE')
  expect(() => addMonths(day('9999-12-31'), 1)).toThrow('DAY_OUT_OF_RANGE')
  expect(() => addYears(FIRST, -1)).toThrow('DAY_OUT_OF_RANGE')
  expect(() => addDays(FIRST, 0.5)).toThrow('whole numbers')
  expect(() => addMonths(FIRST, Number.NaN)).toThrow('whole numbers')
})

test('a later month that is shorter ends the term on its last day', () => {
  expect(addMonths(day('2025-01-31'), 1)).toBe('2025-02-28')
  expect(addMonths(day('2023-11-30'), 3)).toBe('2024-02-29')
  expect(addMonths(day('2025-03-31'), -1)).toBe('2025-02-28')
  expect(addYears(day('2024-02-29'), 1)).toBe('2025-02-28')
  expect(addYears(day('2024-02-29'), 4)).toBe('2028-02-29')
})

test('months add up to years, and the day never grows', () => {
  fc.assert(
    fc.property(middleDay, fc.integer({ min: -600, max: 600 }), (on, months) => {
      const moved = addMonths(on, months)
      expect(yearOf(moved) * 12 + Number(moved.slice(5, 7))).toBe(
        yearOf(on) * 12 + Number(on.slice(5, 7)) + months,
      )
      expect(Number(moved.slice(8))).toBeLessThanOrEqual(Number(on.slice(8)))
    }),
  )
})

test('a civil date that the calendar lacks cannot be made', () => {
  expect(civilDate(2024, 2, 29)).toBe('2024-02-29')
  expect(() => civilDate(2025, 2, 29)).toThrow('a day of the calendar')
})

test.each([
  ['2025-09-26T08:00Z', '2025-09-26T08:00:00.000Z'],
  ['2025-09-26T08:00:00.123456789+08:00', '2025-09-26T00:00:00.123Z'],
  ['2024-02-29T23:59:59-01:00', '2024-03-01T00:59:59.000Z'],
])('the instant %s is %s', (text, instant) => {
  expect(parseInstant(text)).toBe(instant)
})

test.each([
  '2025-02-30T00:00:00Z',
  '2025-02-28T24:00:00Z',
  '2025-09-26T08:60:00Z',
  '2025-09-26T08:00:00',
  '2025-09-26',
  '2025-09-26T08:00:00+25:00',
  '9999-12-31T23:59:00-14:00',
])('%s is no instant: nothing is rolled over or guessed', (text) => {
  expect(() => parseInstant(text)).toThrow('INSTANT_MALFORMED')
})

test('the day in Shanghai begins eight hours before the day in Greenwich', () => {
  expect(dayInShanghai(parseInstant('2025-09-26T15:59:59Z'))).toBe('2025-09-26')
  expect(dayInShanghai(parseInstant('2025-09-26T16:00:00Z'))).toBe('2025-09-27')
})

test('an instant survives being written and read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
      expect(Date.parse(parseInstant(instantOf(ms)))).toBe(ms)
    }),
  )
})

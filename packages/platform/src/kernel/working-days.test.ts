// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  type CivilDate,
  civilDate,
  daysBetween,
  parseCivilDate,
  weekday,
  yearOf,
} from './civil-date.ts'
import { Refusal } from './refusal.ts'
import {
  addCalendarDays,
  addWorkingDays,
  isWorkingDay,
  listPublishedYears,
  workingDayFrom,
} from './working-days.ts'

const day = parseCivilDate
const daysOf = (year: number): CivilDate[] => {
  const first = civilDate(year, 1, 1)
  return Array.from({ length: daysBetween(first, civilDate(year + 1, 1, 1)) }, (_, index) =>
    addDays(first, index),
  )
}
const isWeekend = (on: CivilDate) => weekday(on) === 0 || weekday(on) === 6
const published = fc
  .integer({ min: 0, max: daysBetween(day('2008-01-01'), day('2025-12-31')) })
  .map((offset) => addDays(day('2008-01-01'), offset))

function codeOf(act: () => unknown): { code: string; facts: unknown } | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    return error instanceof Refusal ? { code: error.code, facts: error.facts } : undefined
  }
}

test('every year from 2007 to 2026 is published, without a gap', () => {
  const years = listPublishedYears()
  expect(years.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, index) => 2007 + index))
  expect(years).toEqual(years.map((_, index) => 2007 + index))
})

/**
 * Weekdays given off less weekend days worked leave the statutory holidays of the year: 10 days until 2007, 11
 * from 2008, 13 from 2025 (recalled). A year that lends a day to New Year of the next has one less or more.
 */
const statutoryDays = (year: number): number => (year <= 2007 ? 10 : year <= 2024 ? 11 : 13)
const exceptions: Readonly<Record<number, { days: number; why: string }>> = {
  2007: {
    days: 2,
    why: '2 and 3 January rest for the last weekend of 2006',
  },
  2011: { days: -1, why: '31 December worked for 3 January 2012' },
  2012: { days: 1, why: '3 January rests for 31 December 2011' },
  2015: { days: 1, why: 'the victory anniversary, once' },
  2020: { days: 2, why: 'the spring festival was lengthened: 31 January rests, 1 February is not worked' },
}

test.each(Array.from({ length: 20 }, (_, index) => 2007 + index))('the holidays of %i balance', (year) => {
  const days = daysOf(year)
  const off = days.filter((on) => !isWeekend(on) && !isWorkingDay(on)).length
  const worked = days.filter((on) => isWeekend(on) && isWorkingDay(on)).length
  expect(off - worked).toBe(statutoryDays(year) + (exceptions[year]?.days ?? 0))
  expect(worked, 'make-up days of a year').toBeGreaterThanOrEqual(5)
  expect(worked).toBeLessThanOrEqual(12)
  expect(off, 'weekdays given off').toBeGreaterThanOrEqual(16)
  expect(off).toBeLessThanOrEqual(23)
})

test.each<[string, boolean, string]>([
  ['2025-09-28', true, 'a Sunday worked for the National Day week'],
  ['2025-10-11', true, 'a Saturday worked for the National Day week'],
  ['2025-09-27', false, 'an ordinary Saturday'],
  ['2020-01-19', true, 'a Sunday worked for the spring festival'],
  ['2020-01-31', false, 'a Friday: the spring festival was lengthened'],
  ['2020-02-01', false, 'a Saturday that was to be worked and then was not'],
  ['2020-02-02', false, 'the last day of the lengthened festival'],
  ['2020-02-03', true, 'the Monday after it'],
  ['2015-09-03', false, 'the victory anniversary'],
  ['2007-12-29', true, 'a Saturday worked for 31 December'],
  ['2007-12-31', false, 'the Monday before New Year 2008'],
  ['2026-12-31', true, 'the last day known'],
])('%s: working %s, %s', (text, working) => {
  expect(isWorkingDay(day(text))).toBe(working)
})

test('1 to 8 October 2025 are eight days of rest', () => {
  const rest = daysOf(2025).filter((on) => on >= '2025-10-01' && on <= '2025-10-08')
  expect(rest.map((on) => isWorkingDay(on))).toEqual(Array.from({ length: 8 }, () => false))
})

test.each(['2027-01-01', '2003-10-01', '2006-12-31', '2030-05-06'])(
  '%s is refused: its holidays are not known',
  (text) => {
    expect(codeOf(() => isWorkingDay(day(text)))).toEqual({
      code: 'CALENDAR_YEAR_UNKNOWN',
      facts: { year: yearOf(day(text)), knownFrom: 2007, knownTo: listPublishedYears().at(-1) },
    })
  },
)

test('seven working days from 26 September 2025 end on 13 October', () => {
  expect(addWorkingDays(day('2025-09-26'), 7)).toBe('2025-10-13')
})

test('seven working days before 13 October 2025 lie on 26 September', () => {
  expect(addWorkingDays(day('2025-10-13'), -7)).toBe('2025-09-26')
})

test('counting into a year without published holidays is refused, and so is starting in one', () => {
  expect(codeOf(() => addWorkingDays(day('2026-12-31'), 1))?.code).toBe('CALENDAR_YEAR_UNKNOWN')
  expect(codeOf(() => addWorkingDays(day('2030-01-01'), 0))?.code).toBe('CALENDAR_YEAR_UNKNOWN')
})

test('a count beyond a hundred years is refused', () => {
  expect(codeOf(() => addCalendarDays(day('2025-01-01'), 36_501))?.code).toBe('DAY_COUNT_OUT_OF_RANGE')
  expect(codeOf(() => addWorkingDays(day('2025-01-01'), -36_501))?.code).toBe('DAY_COUNT_OUT_OF_RANGE')
})

test('counted working days are all working days and no day between is lost', () => {
  fc.assert(
    fc.property(published, fc.integer({ min: 1, max: 30 }), (from, days) => {
      const end = addWorkingDays(from, days)
      const between = Array.from({ length: daysBetween(from, end) }, (_, index) => addDays(from, index + 1))
      expect(isWorkingDay(end)).toBe(true)
      expect(between.filter((on) => isWorkingDay(on))).toHaveLength(days)
    }),
  )
})

test('from a working day, counting forth and back returns', () => {
  fc.assert(
    fc.property(published, fc.integer({ min: 0, max: 30 }), (any, days) => {
      const from = workingDayFrom(any)
      expect(addWorkingDays(addWorkingDays(from, days), -days)).toBe(from)
    }),
  )
})

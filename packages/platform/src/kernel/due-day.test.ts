// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type CivilDate, parseCivilDate } from './civil-date.ts'
import { computeDueDay, type DueRule, dueDay, recomputeDueDay } from './due-day.ts'
import { Refusal } from './refusal.ts'
import { isWorkingDay } from './working-days.ts'

const day = parseCivilDate
const rule = (from: string, days: number, given: Partial<DueRule> = {}): DueRule => ({
  from: day(from),
  days,
  unit: 'calendar',
  procedural: false,
  ...given,
})
const anyRule: fc.Arbitrary<DueRule> = fc.record({
  from: fc.integer({ min: 0, max: 6_000 }).map((offset): CivilDate => addDays(day('2008-01-01'), offset)),
  days: fc.integer({ min: 0, max: 90 }),
  unit: fc.constantFrom('working', 'calendar'),
  procedural: fc.boolean(),
})

test('a procedural due day in the National Day week moves behind it', () => {
  expect(dueDay(rule('2025-09-21', 10, { procedural: true }))).toBe('2025-10-09')
})

test('a procedural due day on a make-up Sunday stays', () => {
  expect(dueDay(rule('2025-09-18', 10, { procedural: true }))).toBe('2025-09-28')
})

test('the end of a publicity term on a holiday never moves', () => {
  expect(dueDay(rule('2025-09-21', 10))).toBe('2025-10-01')
})

test('a publicity term needs no holidays: it ends in a far year without being provisional', () => {
  expect(computeDueDay(rule('2026-06-01', 1_095))).toMatchObject({ on: '2029-05-31', provisional: false })
  expect(dueDay(rule('2026-06-01', 1_095))).toBe('2029-05-31')
})

test('a due day in a year without published holidays is refused where an answer must be certain', () => {
  expect(() => dueDay(rule('2026-12-31', 3, { unit: 'working', procedural: true }))).toThrow(Refusal)
})

test('stored, it is kept as rule and start, estimated by weekends and marked provisional', () => {
  const given = rule('2026-12-31', 3, { unit: 'working', procedural: true })
  expect(computeDueDay(given)).toEqual({ on: '2027-01-05', provisional: true, rule: given })
})

test('a procedural calendar term that ends on a weekend of an unknown year moves to Monday, provisionally', () => {
  expect(computeDueDay(rule('2026-12-20', 14, { procedural: true }))).toMatchObject({
    on: '2027-01-04',
    provisional: true,
  })
})

test('the last days of a year are provisional until the next notice, which may still move them', () => {
  const lastDays = { unit: 'working', procedural: true } as const
  expect(computeDueDay(rule('2026-12-25', 3, lastDays))).toMatchObject({
    on: '2026-12-30',
    provisional: true,
  })
  expect(computeDueDay(rule('2025-12-25', 3, lastDays))).toMatchObject({
    on: '2025-12-30',
    provisional: false,
  })
})

test('when the calendar has arrived, a provisional due day is computed again from its rule', () => {
  const given = rule('2025-09-26', 7, { unit: 'working', procedural: true })
  const estimated = { on: day('2025-10-07'), provisional: true, rule: given }
  expect(recomputeDueDay(estimated)).toEqual({ on: '2025-10-13', provisional: false, rule: given })
})

test('a due day that is not provisional is never moved afterwards', () => {
  const told = { on: day('2025-10-10'), provisional: false, rule: rule('2025-09-26', 7, { unit: 'working' }) }
  expect(recomputeDueDay(told)).toBe(told)
})

test('a term does not run backwards', () => {
  expect(() => dueDay(rule('2025-09-26', -1))).toThrow('a term does not run backwards')
})

test('in published years the stored day is the certain day, and a procedural one is a working day', () => {
  fc.assert(
    fc.property(anyRule, (given) => {
      const { on, provisional } = computeDueDay(given)
      expect({ on, provisional }).toEqual({ on: dueDay(given), provisional: false })
      if (given.procedural) expect(isWorkingDay(on)).toBe(true)
      if (!given.procedural && given.unit === 'calendar') expect(on).toBe(addDays(given.from, given.days))
    }),
  )
})

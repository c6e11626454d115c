// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, instantOf, parseCivilDate, parseInstant } from './civil-date.ts'
import { clockStartingOn, fixedClock, systemClock } from './clock.ts'

test('a fixed clock stands still until it is set', () => {
  const clock = fixedClock(parseInstant('2025-09-26T15:59:59.999Z'))
  expect([clock.now(), clock.today()]).toEqual(['2025-09-26T15:59:59.999Z', '2025-09-26'])
  expect(clock.now()).toBe('2025-09-26T15:59:59.999Z')
  clock.set(parseInstant('2025-09-26T16:00:00Z'))
  expect(clock.today(), 'midnight in Shanghai').toBe('2025-09-27')
})

test('what a clock says of now, in milliseconds and as an instant, is the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
      const clock = fixedClock(instantOf(ms))
      expect(clock.nowMs()).toBe(ms)
      expect(clock.now()).toBe(instantOf(ms))
    }),
  )
})

test('the demo clock starts on the day it is given, at the hour of the day it is', () => {
  const real = systemClock()
  const demo = clockStartingOn(parseCivilDate('2019-06-01'))
  const [apartMs, today] = [real.nowMs() - demo.nowMs(), demo.today()]
  // Midnight may pass between the two readings.
  expect(['2019-06-01', '2019-06-02']).toContain(today)
  const sinceDayMs = Math.abs(apartMs % 86_400_000)
  expect(Math.min(sinceDayMs, 86_400_000 - sinceDayMs)).toBeLessThan(2_000)
})

test('the clock of the system runs on and agrees with the day in Shanghai', () => {
  const clock = systemClock()
  const [before, today, after] = [clock.nowMs(), clock.today(), clock.nowMs()]
  expect(after).toBeGreaterThanOrEqual(before)
  const inShanghai = (ms: number) => instantOf(ms + 8 * 3_600_000).slice(0, 10)
  expect([inShanghai(before), inShanghai(after)]).toContain(today)
  expect(addDays(today, 1) > today).toBe(true)
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createRequire } from 'node:module'
import { addDays, type CivilDate, weekday, yearOf } from './civil-date.ts'
import { assert, refuse } from './refusal.ts'

type Calendar = {
  readonly off: ReadonlySet<string>
  readonly makeUp: ReadonlySet<string>
  readonly years: ReadonlySet<number>
}

/** The first year for which the house answers; the package's older years were never checked. */
const FIRST_YEAR = 2007
const DAYS_MAX = 36_500

// The package's own questions are not asked: they answer for years without published holidays as if those had none.
const PACKAGE_DATA = 'chinese-days/dist/chinese-days.json'
let loaded: Calendar | undefined

function calendar(): Calendar {
  loaded ??= readCalendar(createRequire(import.meta.url)(PACKAGE_DATA))
  return loaded
}

function readCalendar(data: {
  holidays: Record<string, unknown>
  workdays: Record<string, unknown>
}): Calendar {
  const off = new Set(Object.keys(data.holidays))
  const years = new Set<number>()
  // A notice may borrow days of the neighbouring year: a year is published when its own National Day is.
  for (let year = FIRST_YEAR; off.has(`${year}-10-01`); year += 1) years.add(year)
  return { off, makeUp: new Set(Object.keys(data.workdays)), years }
}

/** Years whose holidays and make-up days are published, in order and without a gap. */
export function listPublishedYears(): number[] {
  return [...calendar().years]
}

export function isPublishedYear(year: number): boolean {
  return calendar().years.has(year)
}

/** Monday to Friday: what is left to go by where no holidays are published. */
export function isWeekday(day: CivilDate): boolean {
  const number = weekday(day)
  return number >= 1 && number <= 5
}

/**
 * Holidays are rest days, make-up days are working days, whatever their weekday.
 * @throws Refusal CALENDAR_YEAR_UNKNOWN
 */
export function isWorkingDay(day: CivilDate): boolean {
  const { off, makeUp, years } = calendar()
  const year = yearOf(day)
  if (!years.has(year)) {
    const known = [...years]
    throw refuse('CALENDAR_YEAR_UNKNOWN', { year, knownFrom: FIRST_YEAR, knownTo: known.at(-1) ?? null })
  }
  if (off.has(day)) return false
  return makeUp.has(day) || isWeekday(day)
}

/** @throws Refusal DAY_COUNT_OUT_OF_RANGE, DAY_OUT_OF_RANGE */
export function addCalendarDays(from: CivilDate, days: number): CivilDate {
  assertCount(days)
  return addDays(from, days)
}

/**
 * The day that is so many working days after the start (before it, when negative). The start is not counted,
 * but its year must be published too.
 * @statute 民法典 201 [recalled]
 * @throws Refusal CALENDAR_YEAR_UNKNOWN, DAY_COUNT_OUT_OF_RANGE
 */
export function addWorkingDays(from: CivilDate, days: number, isWorking = isWorkingDay): CivilDate {
  assertCount(days)
  isWorking(from)
  const step = Math.sign(days)
  let day = from
  for (let left = Math.abs(days); left > 0; ) {
    day = addDays(day, step)
    if (isWorking(day)) left -= 1
  }
  return day
}

/** The day itself when it is a working day, else the next one. */
export function workingDayFrom(day: CivilDate, isWorking = isWorkingDay): CivilDate {
  let next = day
  while (!isWorking(next)) next = addDays(next, 1)
  return next
}

function assertCount(days: number): void {
  assert(Number.isInteger(days), 'days are counted in whole numbers')
  if (Math.abs(days) > DAYS_MAX) throw refuse('DAY_COUNT_OUT_OF_RANGE', { daysMax: DAYS_MAX })
}

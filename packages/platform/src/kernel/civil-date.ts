// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Branded } from './ids.ts'
import { assert, refuse } from './refusal.ts'

/** A day of the calendar, `YYYY-MM-DD`: no hour, no zone. Compares with < and >. */
export type CivilDate = Branded<string, 'CivilDate'>

/** A point in time, ISO 8601 in UTC with milliseconds. Compares with < and >. */
export type Instant = Branded<string, 'Instant'>

const DAY_MS = 86_400_000
const FIRST_MS = Date.parse('0001-01-01T00:00:00.000Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/
const INSTANT_SHAPE = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/
const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

function monthLength(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (daysInMonth[month - 1] ?? 0)
}

/** True only for a day that the calendar has: 1999-02-29 is none. */
export function isCivilDate(text: string): text is CivilDate {
  const match = SHAPE.exec(text)
  if (!match) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month)
}

/** @throws Refusal DAY_MALFORMED */
export function parseCivilDate(text: string): CivilDate {
  if (!isCivilDate(text)) throw refuse('DAY_MALFORMED')
  return text
}

export function civilDate(year: number, month: number, day: number): CivilDate {
  const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
  assert(isCivilDate(text), 'a civil date is a day of the calendar')
  return text
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

export function yearOf(day: CivilDate): number {
  return Number(day.slice(0, 4))
}

function toMs(day: CivilDate): number {
  return Date.parse(`${day}T00:00:00Z`)
}

/** @throws Refusal DAY_OUT_OF_RANGE beyond the years 1 to 9999, where four digits no longer hold a year. */
export function addDays(day: CivilDate, days: number): CivilDate {
  assert(Number.isInteger(days), 'days are counted in whole numbers')
  const ms = toMs(day) + days * DAY_MS
  if (ms < FIRST_MS || ms > LAST_MS) throw refuse('DAY_OUT_OF_RANGE')
  return new Date(ms).toISOString().slice(0, 10) as CivilDate
}

/**
 * The same day of a later month; where that month is shorter, its last day.
 * @throws Refusal DAY_OUT_OF_RANGE
 */
export function addMonths(day: CivilDate, months: number): CivilDate {
  assert(Number.isInteger(months), 'months are counted in whole numbers')
  const index = yearOf(day) * 12 + (Number(day.slice(5, 7)) - 1) + months
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1]
  if (year < 1 || year > 9999) throw refuse('DAY_OUT_OF_RANGE')
  return civilDate(year, month, Math.min(Number(day.slice(8, 10)), monthLength(year, month)))
}

export function addYears(day: CivilDate, years: number): CivilDate {
  return addMonths(day, years * 12)
}

export function daysBetween(from: CivilDate, to: CivilDate): number {
  return Math.round((toMs(to) - toMs(from)) / DAY_MS)
}

/** 0 Sunday … 6 Saturday. */
export function weekday(day: CivilDate): number {
  return new Date(toMs(day)).getUTCDay()
}

export function earlier(a: CivilDate, b: CivilDate): CivilDate {
  return a < b ? a : b
}

export function later(a: CivilDate, b: CivilDate): CivilDate {
  return a > b ? a : b
}

export function instantOf(ms: number): Instant {
  return new Date(ms).toISOString() as Instant
}

/** @throws Refusal INSTANT_MALFORMED when the text is no instant with a zone. */
export function parseInstant(text: string): Instant {
  // Date.parse takes 30 February for 2 March and hour 24 for the next day: both are refused before it is asked.
  if (!INSTANT_SHAPE.test(text) || !isCivilDate(text.slice(0, 10))) throw refuse('INSTANT_MALFORMED')
  const ms = Date.parse(text)
  if (!(ms >= FIRST_MS && ms <= LAST_MS)) throw refuse('INSTANT_MALFORMED')
  return instantOf(ms)
}

const SHANGHAI_OFFSET_MS = 8 * 3_600_000

/** The day on which an instant falls in Asia/Shanghai, which has kept UTC+8 since 1991. */
export function dayInShanghai(instant: Instant): CivilDate {
  return new Date(Date.parse(instant) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10) as CivilDate
}

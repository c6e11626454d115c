// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, yearOf } from './civil-date.ts'
import { assert } from './refusal.ts'
import {
  addCalendarDays,
  addWorkingDays,
  isPublishedYear,
  isWeekday,
  isWorkingDay,
  workingDayFrom,
} from './working-days.ts'

/** What a due day follows from; this is kept, so that the day can be computed again. */
export type DueRule = {
  readonly from: CivilDate
  readonly days: number
  readonly unit: 'working' | 'calendar'
  /** True for a term within which somebody must act; false for publicity, retention and measures. */
  readonly procedural: boolean
}

export type DueDay = { readonly on: CivilDate; readonly provisional: boolean; readonly rule: DueRule }

/** New Year's notice may still move these days of the year before: it did in 2007, 2011 and 2018. */
const TAIL_FROM = '12-29'

/**
 * The first day is not counted; a procedural due day on a rest day moves to the next working day. The end of a
 * publicity, retention or measure term never moves: it is no day on which anybody has to act.
 * @statute 民法典 201–203 [recalled]
 * @throws Refusal CALENDAR_YEAR_UNKNOWN: for a day to be stored, see `computeDueDay`.
 */
export function dueDay(rule: DueRule): CivilDate {
  return reach(rule, isWorkingDay)
}

/** Where no holidays are published yet, weekends alone decide and the day is provisional. */
export function computeDueDay(rule: DueRule): DueDay {
  let provisional = false
  const on = reach(rule, (day) => {
    provisional ||= !isSettled(day)
    return isPublishedYear(yearOf(day)) ? isWorkingDay(day) : isWeekday(day)
  })
  return { on, provisional, rule }
}

/** To be asked again when a calendar arrives; a day that was never provisional stays what it was told to be. */
export function recomputeDueDay(due: DueDay): DueDay {
  return due.provisional ? computeDueDay(due.rule) : due
}

function reach(rule: DueRule, isWorking: (day: CivilDate) => boolean): CivilDate {
  assert(rule.days >= 0, 'a term does not run backwards')
  const end =
    rule.unit === 'working'
      ? addWorkingDays(rule.from, rule.days, isWorking)
      : addCalendarDays(rule.from, rule.days)
  return rule.procedural ? workingDayFrom(end, isWorking) : end
}

function isSettled(day: CivilDate): boolean {
  const year = yearOf(day)
  return isPublishedYear(year) && (day.slice(5) < TAIL_FROM || isPublishedYear(year + 1))
}

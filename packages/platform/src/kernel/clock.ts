// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, dayInShanghai, daysBetween, type Instant, instantOf } from './civil-date.ts'

/** The only source of time. Every act gets one; nothing else in the house reads the system's clock. */
export type Clock = {
  nowMs(): number
  now(): Instant
  /** The day in Asia/Shanghai. */
  today(): CivilDate
}

function clockFrom(nowMs: () => number): Clock {
  return { nowMs, now: () => instantOf(nowMs()), today: () => dayInShanghai(instantOf(nowMs())) }
}

export function systemClock(): Clock {
  return clockFrom(() => Date.now())
}

/** The demo clock: runs like the system's, moved so that today is the day given. */
export function clockStartingOn(day: CivilDate): Clock {
  const real = systemClock()
  const offsetMs = daysBetween(real.today(), day) * 86_400_000
  return clockFrom(() => real.nowMs() + offsetMs)
}

/** A clock that stands still until told to move: for tests. */
export function fixedClock(at: Instant): Clock & { set(at: Instant): void } {
  let nowMs = Date.parse(at)
  const set = (next: Instant): void => {
    nowMs = Date.parse(next)
  }
  return { ...clockFrom(() => nowMs), set }
}

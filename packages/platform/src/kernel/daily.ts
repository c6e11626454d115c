// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from './civil-date.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'

const LOOK_MS = 60_000
const AGAIN_MS = 600_000

export type Daily = {
  /** Looks whether the day has changed; done by itself every minute. */
  look(): Promise<void>
  stop(): Promise<void>
}

/**
 * Runs a job when the node starts and then once each new day of the clock; one that fails is tried again ten minutes
 * later. Caller: the job bears being run twice on a day, for several nodes may do it and a restart does.
 */
export function startDaily(
  house: { readonly clock: Clock; readonly log: Logger },
  kind: string,
  job: () => Promise<void>,
): Daily {
  let doneOn: CivilDate | null = null
  let notBeforeMs = 0
  let underway: Promise<void> = Promise.resolve()
  const run = async (): Promise<void> => {
    const today = house.clock.today()
    if (doneOn === today || house.clock.nowMs() < notBeforeMs) return
    try {
      await job()
      doneOn = today
    } catch (error) {
      notBeforeMs = house.clock.nowMs() + AGAIN_MS
      house.log.error({ event: 'daily.failed', kind, err: error })
    }
  }
  const look = (): Promise<void> => {
    underway = underway.then(run)
    return underway
  }
  const timer = setInterval(() => void look(), LOOK_MS)
  timer.unref()
  void look()
  return {
    look,
    stop: async () => {
      clearInterval(timer)
      await underway
    },
  }
}

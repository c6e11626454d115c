// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Logger } from './logger.ts'

export type RecurringWork = { stop(): Promise<void> }

/**
 * Does something again and again, never twice at once, until stopped; the first time at once. What it throws is logged
 * and the next turn comes all the same. A stop waits for the turn in hand, which should heed the signal.
 */
export function recur(
  name: string,
  everyMs: number,
  log: Logger,
  act: (signal: AbortSignal) => Promise<unknown>,
): RecurringWork {
  const stopping = new AbortController()
  const { signal } = stopping
  const turns = async (): Promise<void> => {
    while (!signal.aborted) {
      await act(signal).catch((error: unknown) => {
        if (!signal.aborted) log.error({ event: 'work.failed', kind: name, err: error })
      })
      await pause(everyMs, signal)
    }
  }
  const running = turns()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}

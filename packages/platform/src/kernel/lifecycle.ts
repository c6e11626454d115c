// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { setTimeout as delay } from 'node:timers/promises'

export type Running = { stop(): Promise<void> }

/** Thrown by a start that was told to stop before it was ready, and has closed what it had opened. */
export class StartAbandoned extends Error {
  constructor() {
    super('the start was abandoned')
    this.name = 'StartAbandoned'
  }
}

export type LifecycleOptions = {
  /** Gets one line, and the failure behind it where there is one. */
  readonly log?: (line: string, error?: unknown) => void
  readonly stopLimitMs?: number
}

const STOP_LIMIT_MS = 20_000
// One Ctrl-C may come twice: from the terminal, and passed on by npm, which stands in the same group.
const ECHO_MS = 300
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const
type StopSignal = keyof typeof signalNumbers
const stopSignals = Object.keys(signalNumbers) as StopSignal[]

type Cause = { readonly signal: StopSignal } | { readonly defect: unknown }

/**
 * Holds the process from start to orderly stop and answers with its exit code: 0 after SIGINT, SIGTERM or
 * SIGHUP, 1 after a failure that nobody caught. A later second signal, or a stop that outlasts its limit, ends the
 * process at once. What `start` throws comes back to the caller, who says it to the operator.
 */
export async function runUntilStopped(
  start: (stopping: AbortSignal) => Promise<Running>,
  { log = () => undefined, stopLimitMs = STOP_LIMIT_MS }: LifecycleOptions = {},
): Promise<number> {
  const { cause, stopping, dismiss } = listenForCause(log)
  try {
    // A signal during the start waits for its end: half a start has nothing that could be stopped in order. What of
    // the start can be left out looks at `stopping`, and what can be undone in order abandons it.
    const running = await start(stopping)
    const why = await cause
    if ('signal' in why) log(`stopping on ${why.signal}`)
    const stopped = await stopWithin(running, stopLimitMs, log)
    if (!stopped) process.exit(1)
    return 'signal' in why ? 0 : 1
  } catch (error) {
    if (error instanceof StartAbandoned) return 0
    throw error
  } finally {
    dismiss()
  }
}

function listenForCause(log: NonNullable<LifecycleOptions['log']>): {
  cause: Promise<Cause>
  stopping: AbortSignal
  dismiss(): void
} {
  const { promise, resolve } = deferred<Cause>()
  const stop = new AbortController()
  let first: StopSignal | undefined
  let isEcho = true
  const onSignal = (signal: StopSignal): void => {
    if (first === undefined) {
      first = signal
      setTimeout(() => (isEcho = false), ECHO_MS).unref()
      resolve({ signal })
      stop.abort()
    } else if (!isEcho) process.exit(128 + signalNumbers[signal])
  }
  const onDefect = (error: unknown): void => {
    log('an error nobody caught; stopping', error)
    resolve({ defect: error })
  }
  for (const signal of stopSignals) process.on(signal, onSignal)
  process.on('uncaughtException', onDefect)
  process.on('unhandledRejection', onDefect)
  const dismiss = (): void => {
    for (const signal of stopSignals) process.off(signal, onSignal)
    process.off('uncaughtException', onDefect)
    process.off('unhandledRejection', onDefect)
  }
  return { cause: promise, stopping: stop.signal, dismiss }
}

/** False when the stop failed or took longer than it may. */
async function stopWithin(
  running: Running,
  limitMs: number,
  log: NonNullable<LifecycleOptions['log']>,
): Promise<boolean> {
  const abandon = new AbortController()
  const limit = delay(limitMs, 'late' as const, { signal: abandon.signal })
  // Aborted below once it has lost the race.
  limit.catch(() => undefined)
  try {
    const outcome = await Promise.race([running.stop(), limit])
    if (outcome === 'late') log(`not stopped within ${limitMs / 1000} s; leaving`)
    return outcome !== 'late'
  } catch (error) {
    log('the stop failed', error)
    return false
  } finally {
    abandon.abort()
  }
}

function deferred<T>(): { promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

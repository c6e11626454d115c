// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { setTimeout as delay } from 'node:timers/promises'

/** From the shutdown that keeps everything to the one that only recovery at the next start mends. */
const steps = [
  ['SIGINT', 12_000],
  ['SIGQUIT', 4_000],
  ['SIGKILL', 2_000],
] as const satisfies readonly (readonly [NodeJS.Signals, number])[]

/** Ends a PostgreSQL; `send` is false when there is nobody left to signal. */
export async function shutServerDown(
  send: (signal: NodeJS.Signals) => boolean,
  isGone: () => boolean | Promise<boolean>,
): Promise<void> {
  for (const [signal, limitMs] of steps) {
    if ((await isGone()) || !send(signal)) return
    if (await waitUntil(isGone, limitMs)) return
  }
}

const LOOK_EVERY_MS = 20

/** True as soon as it holds, false when it still does not after the limit. */
export async function waitUntil(holds: () => boolean | Promise<boolean>, limitMs: number): Promise<boolean> {
  for (let waited = 0; waited < limitMs; waited += LOOK_EVERY_MS) {
    if (await holds()) return true
    await delay(LOOK_EVERY_MS)
  }
  return holds()
}

/** False when the process is gone, or is no longer ours to signal. */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}

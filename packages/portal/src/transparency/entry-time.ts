// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Language } from '../i18n/language.ts'

/**
 * When an entry was queued, as its own id says: a UUID of version 7 begins with milliseconds. It is the node's clock,
 * but the log holds it fast: the node cannot tell another time later. Null for ids of another version.
 */
export function timeOfEntry(id: string): number | null {
  return id[14] === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : null
}

/** The reader's own clock: the node's is not asked how old its word is. */
export function readerNow(): number {
  return performance.timeOrigin + performance.now()
}

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[]

export function showAge(at: number, now: number, language: Language): string {
  const passed = at - now
  const [unit, length] = steps.find(([, ms]) => Math.abs(passed) >= ms) ??
    steps[steps.length - 1] ?? ['second', 1_000]
  return new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { numeric: 'always' }).format(
    Math.round(passed / length),
    unit,
  )
}

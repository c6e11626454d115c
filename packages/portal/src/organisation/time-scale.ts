// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

const DAY_MS = 86_400_000

export type TimeScale = {
  readonly from: string
  readonly to: string
  readonly x: (day: string) => number
  readonly years: readonly { readonly year: number; readonly x: number }[]
}

const LABEL_WIDTH = 58
const steps = [1, 2, 5, 10, 20, 50]

function ms(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

/**
 * Days to points. Begins with the year of the first day, ends some air after the last one; years are labelled as
 * densely as the width allows.
 */
export function timeScale(days: readonly string[], width: number): TimeScale {
  const sorted = [...days].sort()
  const [first = '2000-01-01'] = sorted
  const last = sorted.at(-1) ?? first
  const from = `${first.slice(0, 4)}-01-01`
  const air = Math.max(DAY_MS * 90, (ms(last) - ms(from)) * 0.03)
  const span = ms(last) + air - ms(from)
  const x = (day: string): number => ((ms(day) - ms(from)) / span) * width
  const firstYear = Number(from.slice(0, 4))
  const lastYear = new Date(ms(last) + air).getUTCFullYear()
  const room = Math.max(2, Math.floor(width / LABEL_WIDTH))
  const step = steps.find((one) => (lastYear - firstYear + 1) / one <= room) ?? 100
  const years: { year: number; x: number }[] = []
  for (let year = Math.ceil(firstYear / step) * step; year <= lastYear; year += step) {
    years.push({ year, x: x(`${year}-01-01`) })
  }
  return { from: first, to: last, x, years }
}

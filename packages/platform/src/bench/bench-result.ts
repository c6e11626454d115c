// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** One line of the table: a figure, and the physical limit measured beside it in the same run. */
export type BenchResult = {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly limit?: { readonly name: string; readonly value: number }
  /** Missed floors are printed as misses; speed is never asserted. */
  readonly floor?: { readonly value?: number; readonly share?: number }
}

export function textOf(results: readonly BenchResult[]): string {
  return results.map(lineOf).join('\n')
}

function lineOf({ name, value, unit, limit, floor }: BenchResult): string {
  const share = limit && value / limit.value
  const misses = [
    ...(floor?.value !== undefined && value < floor.value ? [`MISS: floor ${floor.value}`] : []),
    ...(floor?.share !== undefined && share !== undefined && share < floor.share
      ? [`MISS: floor ${floor.share} of it`]
      : []),
  ]
  const beside =
    limit && share !== undefined
      ? `   ${share.toFixed(2)} of ${limit.name} (${Math.round(limit.value)}/s)`
      : ''
  const missed = misses.length > 0 ? `   ${misses.join(', ')}` : ''
  return `${name.padEnd(34)} ${String(Math.round(value)).padStart(9)} ${unit}${beside}${missed}`
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { foldSpelling } from './fold-spelling.ts'
import { parseAmount } from './read-cell.ts'

export type Capital = { readonly amount: string; readonly currency: string }

const shape = /^([\d,.]+)(万|亿)?(.*)$/u
const places: Readonly<Record<string, number>> = { 万: 4, 亿: 8 }

/**
 * `9,999(万元人民币)` is 99,990,000 CNY. Sure only when number, size and currency are all written: `32(万)` names no
 * currency and `0()` no unit at all, so these stay text.
 */
export function parseCapital(text: string, currencies: ReadonlyMap<string, string>): Capital | null {
  const flat = foldSpelling(text).replace(/[()\s]/g, '')
  const match = shape.exec(flat)
  if (!match) return null
  const currency = currencies.get(match[3] ?? '')
  const amount = parseAmount(match[1] ?? '', places[match[2] ?? ''] ?? 0)
  return currency === undefined || amount === null ? null : { amount, currency }
}

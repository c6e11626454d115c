// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, addMonths, type CivilDate, civilDate } from '../../kernel/civil-date.ts'
import type { PeriodKind } from './record-type.ts'

/** Days of events, both ends included. */
export type PeriodDays = { readonly from: CivilDate; readonly to: CivilDate }

/** How a period of the kind is written: for people. */
export function periodForm(kind: PeriodKind): string {
  return kind === 'event-month' ? 'YYYY-MM' : 'YYYY'
}

/** Null when the text is no period of the kind. */
export function parsePeriod(kind: PeriodKind, text: string): PeriodDays | null {
  const match = (kind === 'event-month' ? /^(\d{4})-(\d{2})$/ : /^(\d{4})$/).exec(text)
  const [year, month] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 1)]
  if (year < 1900 || year > 2200 || month < 1 || month > 12) return null
  if (kind !== 'event-month') return { from: civilDate(year, 1, 1), to: civilDate(year, 12, 31) }
  const from = civilDate(year, month, 1)
  return { from, to: addDays(addMonths(from, 1), -1) }
}

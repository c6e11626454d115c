// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Language } from '../i18n/language.ts'

const locales = { zh: 'zh-CN', en: 'en-GB' } as const

/** In the time of the office, which is the node's own. */
export function showInstant(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  }).format(Date.parse(instant))
}

/** Enough of an id to tell two batches apart by eye; the whole is in the address. */
export function shortId(id: string): string {
  return id.slice(-8)
}

export function showSize(bytes: number, language: Language): string {
  const [value, unit] = bytes < 1_048_576 ? [bytes / 1024, 'kilobyte'] : [bytes / 1_048_576, 'megabyte']
  return new Intl.NumberFormat(locales[language], {
    style: 'unit',
    unit,
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value)
}

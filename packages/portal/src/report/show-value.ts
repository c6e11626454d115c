// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Language } from '../i18n/language.ts'
import type { Field, OrganisationPage } from './read-report.ts'

const locales = { zh: 'zh-CN', en: 'en-GB' } as const

/** A civil day carries no zone: it is read and written in UTC so that no browser moves it. */
export function showDay(day: string, language: Language, options?: Intl.DateTimeFormatOptions): string {
  const instant = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(instant)) return day
  const parts = options ?? { year: 'numeric', month: 'long', day: 'numeric' }
  return new Intl.DateTimeFormat(locales[language], { ...parts, timeZone: 'UTC' }).format(instant)
}

export function showNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(locales[language]).format(value)
}

/** Groups by thousands as text: an amount never passes through a float. Unit and currency are the field's to say. */
export function showAmount(amount: string): string {
  const [whole = '', fraction] = amount.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction.padEnd(2, '0')}`
}

export function showValue(field: Field, language: Language): string {
  const text = String(field.value)
  switch (field.about.kind) {
    case 'day':
      return showDay(text, language)
    case 'money':
      return showAmount(text)
    case 'year':
      return language === 'zh' ? `${text} 年` : text
    case 'flag':
      return showFlag(text, language)
    case 'code':
      return text
        .split(';')
        .map((code) => field.about.codes?.[code]?.[language] ?? code)
        .join(language === 'zh' ? '、' : ', ')
    default:
      return text
  }
}

function showFlag(text: string, language: Language): string {
  const isYes = text === '1' || text === 'true'
  return language === 'zh' ? (isYes ? '是' : '否') : isYes ? 'Yes' : 'No'
}

/** The last day on which a record is shown; the node names the first day on which it is not. */
export function lastDayShown(until: string): string {
  return new Date(Date.parse(`${until}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** Main number first: the USCC where there is one. */
export function mainIdentifier(page: Pick<OrganisationPage, 'identifiers'>) {
  return page.identifiers.find((one) => one.scheme === 'cn.uscc') ?? page.identifiers[0] ?? null
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Branded } from './ids.ts'
import type { Language } from './messages.ts'
import { refuse } from './refusal.ts'

/** A decimal number as text in its one form: no plus, no leading zeros, no zeros at the end of a fraction. */
export type Decimal = Branded<string, 'Decimal'>

/** ISO 4217, three letters. */
export type Currency = Branded<string, 'Currency'>

/** Never a float: the amount goes to the database as `numeric` and comes back as text. */
export type Money = { readonly amount: Decimal; readonly currency: Currency }

const CHARACTERS_MAX = 40
const PLAIN = /^[+-]?\d+(\.\d+)?$/
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/
const currencies = new Set(Intl.supportedValuesOf('currency'))

export const CNY = 'CNY' as Currency

/** @throws Refusal CURRENCY_UNKNOWN */
export function parseCurrency(text: string): Currency {
  if (!currencies.has(text)) throw refuse('CURRENCY_UNKNOWN')
  return text as Currency
}

/** Thousands may be parted by commas, each group of three; other writing is refused, nothing is guessed. */
export function parseDecimal(text: string): Decimal {
  if (text.length > CHARACTERS_MAX || !(PLAIN.test(text) || GROUPED.test(text)))
    throw refuse('AMOUNT_MALFORMED')
  return decimalOf(scaled(text.replaceAll(',', '')))
}

/** @throws Refusal AMOUNT_MALFORMED */
export function parseMoney(text: string, currency: Currency = CNY): Money {
  return { amount: parseDecimal(text), currency }
}

/** An amount written in 万元, in yuan: the point moves four places, exactly. */
export function parseTenThousandYuan(text: string): Money {
  const { units, places } = scaled(parseDecimal(text))
  return { amount: decimalOf({ units: units * 10_000n, places }), currency: CNY }
}

/** Negative, zero or positive, as `sort` wants it. */
export function compareMoney(a: Money, b: Money): number {
  const { left, right } = aligned(a, b)
  if (left === right) return 0
  return left < right ? -1 : 1
}

export function addMoney(a: Money, b: Money): Money {
  const { left, right, places } = aligned(a, b)
  return { amount: decimalOf({ units: left + right, places }), currency: a.currency }
}

/** At least the currency's own digits after the point; never fewer than the amount has, so nothing is rounded. */
export function formatMoney({ amount, currency }: Money, language: Language): string {
  const { units, places } = scaled(amount)
  const shown = Math.max(places, minorDigits(currency))
  const digits = (units < 0n ? -units : units) * 10n ** BigInt(shown - places)
  const text = digits.toString().padStart(shown + 1, '0')
  const whole = text.slice(0, text.length - shown).replace(/\B(?=(\d{3})+$)/g, ',')
  const number = `${units < 0n ? '-' : ''}${whole}${shown > 0 ? `.${text.slice(-shown)}` : ''}`
  if (language === 'zh' && currency === CNY) return `${number} 元`
  return language === 'zh' ? `${number} ${currency}` : `${currency} ${number}`
}

function minorDigits(currency: Currency): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().minimumFractionDigits ?? 0
  )
}

type Scaled = { units: bigint; places: number }

function scaled(plain: string): Scaled {
  const [whole = '', fraction = ''] = plain.replace('+', '').split('.')
  return { units: BigInt(`${whole}${fraction}`), places: fraction.length }
}

function decimalOf({ units, places }: Scaled): Decimal {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  const whole = places === 0 ? digits : digits.slice(0, -places)
  const text = places > 0 && fraction !== '' ? `${whole}.${fraction}` : whole
  return `${units < 0n ? '-' : ''}${text}` as Decimal
}

function aligned(a: Money, b: Money): { left: bigint; right: bigint; places: number } {
  if (a.currency !== b.currency) throw refuse('CURRENCY_DIFFERS', { left: a.currency, right: b.currency })
  const [left, right] = [scaled(a.amount), scaled(b.amount)]
  const places = Math.max(left.places, right.places)
  return {
    left: left.units * 10n ** BigInt(places - left.places),
    right: right.units * 10n ** BigInt(places - right.places),
    places,
  }
}

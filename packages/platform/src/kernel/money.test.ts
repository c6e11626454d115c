// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addMoney,
  CNY,
  compareMoney,
  formatMoney,
  type Money,
  parseCurrency,
  parseDecimal,
  parseMoney,
  parseTenThousandYuan,
} from './money.ts'

const fen = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n })
const moneyOfFen = (value: bigint): Money => {
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0')
  return parseMoney(`${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`)
}

test.each([
  ['0', '0'],
  ['-0.00', '0'],
  ['+7', '7'],
  ['0012.3400', '12.34'],
  ['1,234,567.80', '1234567.8'],
  ['-0.05', '-0.05'],
  ['100', '100'],
  ['99999999999999999999999999.01', '99999999999999999999999999.01'],
])('%s is the amount %s', (text, amount) => {
  expect(parseDecimal(text)).toBe(amount)
})

test.each(['', '.5', '5.', '1e3', '1,23', '12,34.5', '1 000', 'NaN', '一百', '--1', '0x10', '1'.repeat(41)])(
  '"%s" is no amount',
  (text) => {
    expect(() => parseDecimal(text)).toThrow('AMOUNT_MALFORMED')
  },
)

test.each([
  ['100', '1000000'],
  ['0.00001', '0.1'],
  ['1.23456789', '12345.6789'],
  ['-3', '-30000'],
  ['5,000', '50000000'],
])('%s 万元 are exactly %s yuan', (text, yuan) => {
  expect(parseTenThousandYuan(text)).toEqual({ amount: yuan, currency: 'CNY' })
})

test.each([
  ['1234.5', 'CNY', '1,234.50 元', 'CNY 1,234.50'],
  ['-1000000', 'CNY', '-1,000,000.00 元', 'CNY -1,000,000.00'],
  ['0.005', 'CNY', '0.005 元', 'CNY 0.005'],
  ['1234', 'JPY', '1,234 JPY', 'JPY 1,234'],
  ['0', 'CNY', '0.00 元', 'CNY 0.00'],
])('%s %s is shown as %s and %s', (text, currency, zh, en) => {
  const money = parseMoney(text, parseCurrency(currency))
  expect(formatMoney(money, 'zh')).toBe(zh)
  expect(formatMoney(money, 'en')).toBe(en)
})

test('a currency is one that ISO 4217 names', () => {
  expect(parseCurrency('CNY')).toBe(CNY)
  expect(() => parseCurrency('RMB')).toThrow('CURRENCY_UNKNOWN')
  expect(() => parseCurrency('cny')).toThrow('CURRENCY_UNKNOWN')
})

test('amounts of different currencies neither add nor compare', () => {
  const [yuan, dollar] = [parseMoney('1'), parseMoney('1', parseCurrency('USD'))]
  expect(() => addMoney(yuan, dollar)).toThrow('CURRENCY_DIFFERS')
  expect(() => compareMoney(yuan, dollar)).toThrow('CURRENCY_DIFFERS')
})

test('a tenth and two tenths are three tenths', () => {
  expect(addMoney(parseMoney('0.1'), parseMoney('0.2'))).toEqual(parseMoney('0.3'))
})

test('sums and comparisons are those of whole fen', () => {
  fc.assert(
    fc.property(fen, fen, (a, b) => {
      const [left, right] = [moneyOfFen(a), moneyOfFen(b)]
      expect(addMoney(left, right)).toEqual(moneyOfFen(a + b))
      expect(Math.sign(compareMoney(left, right))).toBe(a === b ? 0 : a < b ? -1 : 1)
    }),
  )
})

test('what is shown without its commas is the amount again', () => {
  fc.assert(
    fc.property(fen, (value) => {
      const money = moneyOfFen(value)
      expect(parseMoney(formatMoney(money, 'en').slice(4))).toEqual(money)
    }),
  )
})

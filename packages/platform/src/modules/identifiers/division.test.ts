// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { divisionName, findDivision } from './index.ts'

test.each([
  ['110000', '北京市'],
  ['440300', '深圳市'],
  ['230103', '南岗区'],
  ['659004', '五家渠市'],
  ['810000', '香港特别行政区'],
  ['100000', '全国'],
])('%s is %s', (code, name) => {
  expect(divisionName(code)).toBe(name)
})

test('a division that was abolished stays in the table with the years in which it is listed', () => {
  expect(findDivision('110103')).toEqual({ code: '110103', name: '崇文区', seenFrom: 2002, seenTo: 2009 })
  expect(findDivision('110118')).toMatchObject({ name: '密云区', seenFrom: 2016, seenTo: 2023 })
})

test('registrars’ own divisions and the demo division are in no table', () => {
  for (const code of ['230199', '230607', '999999', '', 'toString']) expect(findDivision(code)).toBeNull()
})

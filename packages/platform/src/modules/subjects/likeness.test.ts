// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { completeOrganisationCode, completeUscc } from '../identifiers/index.ts'
import { type Known, likenessOf, regionsOf } from './likeness.ts'

const [code, otherCode] = ['D9000001', 'D9000002'].map(
  (body) => completeOrganisationCode(body) as string,
) as [string, string]
const unified = (inner: string): string => completeUscc('91999999', inner) as string
const known = (names: string[], numbers: Known['numbers'] = []): Known => ({ names, numbers })
const uscc = (value: string): Known['numbers'] => [{ scheme: 'cn.uscc', value }]

test.each<[string, Known, Known, string[]]>([
  ['nothing known', known([]), known([]), []],
  [
    'one name in two spellings',
    known(['黑龙江演示有限公司']),
    known(['演示甲乙丙厂', '黑龙江演示　有限公司']),
    ['same-name', 'regions-agree'],
  ],
  [
    'a core with another legal form, within the same area',
    known(['黑龙江省演示有限责任公司']),
    known(['哈尔滨市演示有限公司']),
    ['same-core', 'regions-agree'],
  ],
  [
    'one core in two provinces',
    known(['黑龙江演示有限公司']),
    known(['浙江演示有限公司']),
    ['same-core', 'regions-differ'],
  ],
  ['a branch and its head', known(['演示有限公司']), known(['演示有限公司分公司']), ['names-differ']],
])('of %s', (_what, one, other, expected) => {
  expect(likenessOf(one, other)).toEqual(expected)
  expect(likenessOf(other, one)).toEqual(expected)
})

test('an organisation code is the same inside a unified code, by itself, and behind a tax number', () => {
  const forms: Known['numbers'][] = [
    uscc(unified(code)),
    [{ scheme: 'cn.orgcode', value: code }],
    [{ scheme: 'cn.taxpayer', value: `230100${code}` }],
  ]
  for (const form of forms)
    expect(likenessOf(known([], uscc(unified(code))), known([], form))).toContain('same-organisation-code')
  expect(likenessOf(known([], uscc(unified(otherCode))), known([], forms[1]))).toEqual([])
})

test('where a subject is follows from its unified code and from all its names', () => {
  expect(regionsOf(known(['哈尔滨市演示有限公司', '演示有限公司'], uscc(unified(code))))).toEqual([
    '999999',
    '2301',
  ])
})

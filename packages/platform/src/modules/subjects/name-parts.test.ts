// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameBigrams } from './name.ts'
import { mayBeSame, nameParts, sameCore } from './name-parts.ts'

const cores: readonly (readonly [name: string, core: string, regions: string, branch?: string])[] = [
  ['黑龙江省哈尔滨市示例药业有限公司', '示例药业', '2301'],
  ['哈尔滨示例药业有限责任公司', '示例药业', '2301'],
  ['示例药业（哈尔滨）股份有限公司', '示例药业', '2301'],
  ['黑龙江示例药业（哈尔滨）有限公司', '示例药业', '2301'],
  ['黑龙江省示例药业集团有限公司', '示例药业', '23'],
  ['示例药业（集团）有限公司', '示例药业', ''],
  ['内蒙古自治区示例农民专业合作社', '示例', '15'],
  ['凉山示例饮片有限公司', '示例饮片', '5134'],
  ['上海市浦东新区示例贸易有限公司', '示例贸易', '310115'],
  ['示例（中国）有限公司', '示例中国', ''],
  ['示例投资中心（有限合伙）', '示例投资中心', ''],
  ['示例投资中心(特殊普通合伙)', '示例投资中心', ''],
  ['EXAMPLE TRADING CO., LTD.', 'EXAMPLETRADING', ''],
  ['ｅｘａｍｐｌｅ　ｔｒａｄｉｎｇ　ｌｔｄ', 'EXAMPLETRADING', ''],
  ['臺灣示例國際貿易有限公司', '示例国际贸易', '71'],
  ['哈尔滨示例有限公司齐齐哈尔分公司', '示例', '2301', '齐齐哈尔分公司'],
  ['哈尔滨示例有限公司新华店', '示例', '2301', '新华店'],
  ['示例银行哈尔滨支行', '示例银行', '', '哈尔滨支行'],
  ['哈尔滨示例办事处', '示例', '2301', '办事处'],
  ['哈尔滨示例服务部', '示例服务部', '2301'],
  ['黑龙江有限公司', '黑龙江', ''],
  ['长安汽车有限公司', '长安汽车', ''],
]

describe('the parts of a name', () => {
  test.each(cores.map(([name, ...parts]) => ({ name, parts })))(
    '$name',
    ({ name, parts: [core, regions, branch] }) => {
      const parts = nameParts(name)
      expect([parts.core, parts.regions.join(' '), parts.branch]).toEqual([core, regions, branch ?? ''])
    },
  )
})

const same = (one: string, other: string): boolean => sameCore(nameParts(one), nameParts(other))

describe('cores', () => {
  test.each([
    ['哈尔滨示例药业有限公司', '示例药业（哈尔滨）有限责任公司'],
    ['示例國際貿易有限公司', '示例国际贸易股份有限公司'],
    ['示例(東)有限公司', '示例（东）有限公司'],
    ['哈尔滨示例有限公司阿城分公司', '黑龙江省哈尔滨市示例有限公司阿城分公司'],
    ['示例集团有限公司', '示例（集团）有限公司'],
  ])('%s and %s are equal', (one, other) => {
    expect(same(one, other)).toBe(true)
  })

  test.each([
    ['a branch and its head', '哈尔滨示例有限公司阿城分公司', '哈尔滨示例有限公司'],
    ['two branches', '示例有限公司一分店', '示例有限公司二分店'],
    ['a branch office and its head', '示例办事处', '示例有限公司'],
    ['a company and a co-operative', '示例有限公司', '示例农民专业合作社'],
    ['a mistyped name and the right one', '示例证劵有限公司', '示例证券有限公司'],
    ['what mainland names keep apart', '旭昇贸易有限公司', '旭升贸易有限公司'],
    ['the brand abroad and in China', '示例（中国）有限公司', '示例有限公司'],
  ])('%s are not', (_, one, other) => {
    expect(same(one, other)).toBe(false)
  })
})

const mayBe = (one: string, other: string, area: string | null = null): boolean =>
  mayBeSame(nameParts(one), nameParts(other), area)

test('an equal core is a candidate only with the area: said in both names, or by where the other is registered', () => {
  expect(mayBe('哈尔滨示例药业有限公司', '黑龙江示例药业有限责任公司')).toBe(true)
  expect(mayBe('哈尔滨示例药业有限公司', '沈阳示例药业有限公司')).toBe(false)
  expect(mayBe('哈尔滨示例药业有限公司', '示例药业有限公司', '230103')).toBe(true)
  expect(mayBe('哈尔滨示例药业有限公司', '示例药业有限公司', '210103')).toBe(false)
  expect(mayBe('哈尔滨示例药业有限公司', '示例药业有限公司')).toBe(false)
  expect(mayBe('示例药业有限公司', '示例药业有限公司', '230103')).toBe(false)
})

test('whatever a name holds, it has parts, its own core, and pairs that stand in its search key', () => {
  const part = fc.constantFrom(
    '哈尔滨',
    '示例',
    '药业',
    '（集团）',
    '(上海)',
    '有限公司',
    '分公司',
    '國',
    '𠮷',
    ' ',
    '店',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part, { maxLength: 7 }).map((all) => all.join('')),
      ),
      (name) => {
        const parts = nameParts(name)
        expect(sameCore(parts, nameParts(name))).toBe(true)
        if (parts.branch !== '') return
        const stored = new Set(nameBigrams(name))
        for (const pair of parts.pairs) expect(stored).toContain(pair)
      },
    ),
  )
})

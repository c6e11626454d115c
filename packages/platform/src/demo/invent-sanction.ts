// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Chance } from './seeded-chance.ts'

/** What was decided, as the template's cells have it. */
export type Sanction = {
  readonly decisionName: string
  readonly procedure: string
  readonly kinds: string
  readonly content: string
  /** Yuan; 0: none. */
  readonly fine: number
  readonly confiscated: number
  readonly takesPermit: boolean
}

const ordinary = {
  decisionName: '行政处罚决定书',
  procedure: '普通程序',
  fine: 0,
  confiscated: 0,
  takesPermit: false,
}
const simple = { ...ordinary, decisionName: '当场行政处罚决定书', procedure: '简易程序' }

/** About a third light, a half general, the rest heavy: what class each is follows from it, by the catalogue. */
export function inventSanction(chance: Chance): Sanction {
  const weight = chance.fraction()
  if (weight < 0.35) return lightSanction(chance)
  return weight < 0.85 ? generalSanction(chance) : heavySanction(chance)
}

function lightSanction(chance: Chance): Sanction {
  const fine = chance.between(2, 30) * 100
  return chance.pick<Sanction>([
    { ...simple, kinds: '警告', content: '警告' },
    { ...simple, kinds: '罚款', content: fineText(fine), fine },
    { ...ordinary, kinds: '通报批评', content: '通报批评' },
    { ...ordinary, kinds: '警告、罚款', content: `警告；${fineText(fine)}`, fine },
  ])
}

function generalSanction(chance: Chance): Sanction {
  const fine = chance.between(7, 400) * 500
  const confiscated = chance.between(1, 900) * 100
  return chance.pick<Sanction>([
    { ...ordinary, kinds: '罚款', content: fineText(fine), fine },
    { ...ordinary, kinds: '罚款', content: fineText(fine), fine },
    {
      ...ordinary,
      kinds: '罚款、没收违法所得',
      content: `${fineText(fine)}；没收违法所得${yuanText(confiscated)}`,
      fine,
      confiscated,
    },
    {
      ...ordinary,
      kinds: '没收非法财物',
      content: `没收非法财物，价值${yuanText(confiscated)}`,
      confiscated,
    },
    { ...ordinary, kinds: '暂扣许可证件', content: '暂扣许可证件三个月', takesPermit: true },
  ])
}

function heavySanction(chance: Chance): Sanction {
  const fine = chance.between(20, 1_000) * 1_000
  return chance.pick<Sanction>([
    { ...ordinary, kinds: '罚款、责令停产停业', content: `责令停产停业整顿；${fineText(fine)}`, fine },
    { ...ordinary, kinds: '限制开展生产经营活动', content: '限制开展相关生产经营活动六个月' },
    {
      ...ordinary,
      kinds: '罚款、吊销许可证件',
      content: `吊销许可证件；${fineText(fine)}`,
      fine,
      takesPermit: true,
    },
  ])
}

function fineText(fine: number): string {
  return `罚款${yuanText(fine)}`
}

function yuanText(yuan: number): string {
  return `人民币${yuan}元`
}

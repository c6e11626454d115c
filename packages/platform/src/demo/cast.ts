// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual } from '../kernel/messages.ts'

/** Organisations whose story is told: the start page leads to them, and no dice are thrown about them. */
export type Part = {
  readonly role: Role
  /** Eight characters, the body of its organisation code. */
  readonly body: string
  readonly name: string
  /** What a reader finds on its page. */
  readonly why: Bilingual
}

export type Role = 'trusted' | 'penalised' | 'over' | 'misnamed' | 'linked' | 'renamed'

export const cast: readonly Part[] = [
  {
    role: 'trusted',
    body: 'DEMPLAY1',
    name: '演示市守诺精密机械制造有限公司',
    why: { zh: '守信良好：现为A级纳税人', en: 'In good standing: an A-grade taxpayer today' },
  },
  {
    role: 'penalised',
    body: 'DEMPLAY2',
    name: '演示市晴川食品有限公司',
    why: { zh: '有一条公示期内的行政处罚', en: 'One administrative penalty, still published' },
  },
  {
    role: 'over',
    body: 'DEMPLAY3',
    name: '演示市远途物流有限公司',
    why: {
      zh: '处罚公示期已满：不再显示',
      en: 'Its penalty was published for its term, and is shown no more',
    },
  },
  {
    role: 'misnamed',
    body: 'DEMPLAY4',
    name: '演示市恒岳建筑工程有限公司',
    why: {
      zh: '一条处罚所列名称与登记不符：查实前不公示',
      en: 'A penalty names it otherwise than the register: held back until confirmed',
    },
  },
  {
    role: 'linked',
    body: 'DEMPLAY5',
    name: '演示市双桥化工有限公司',
    why: {
      zh: '处罚分别以现号码和旧号码报来：关联后合为一页',
      en: 'Penalties that came under its number and under old ones: linked, they are one page',
    },
  },
  {
    role: 'renamed',
    body: 'DEMPLAY6',
    name: '演示市新港供应链管理有限公司',
    why: {
      zh: '登记名称变更过：可按收录时间回看',
      en: 'It changed its registered name: look back at what was known before',
    },
  },
]

/** What the renamed one was called when the first files came. */
export const FORMER_NAME = '演示市新港贸易有限公司'

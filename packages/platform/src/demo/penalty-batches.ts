// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, civilDate, yearOf } from '../kernel/civil-date.ts'
import { type DemoBatch, encodeUtf8 } from './demo-batch.ts'
import { encodeGb18030 } from './encode-gb18030.ts'
import type { DemoOrganisation } from './organisations.ts'
import { type DemoParticipant, getDemoParticipant } from './participants.ts'
import { type DemoPenalty, inventPenalties } from './penalties.ts'
import { demoResidentId, inventPersonName } from './persons.ts'
import { seededChance } from './seeded-chance.ts'
import { writeCsv } from './write-csv.ts'

/** The template's columns; those about natural persons are filled in files about them, and of some companies. */
export const penaltyHeadings = [
  ...[
    '行政相对人名称',
    '行政相对人类别',
    '行政相对人代码_1(统一社会信用代码)',
    '法定代表人',
    '法定代表人证件号码',
    '证件类型',
    '证件号码',
  ],
  ...[
    '行政处罚决定书名称',
    '行政处罚决定书文号',
    '违法行为类型',
    '违法事实',
    '处罚依据',
    '处罚类别',
    '处罚内容',
  ],
  ...['罚款金额(万元)', '没收违法所得、没收非法财物的金额(万元)', '暂扣或吊销证照名称及编号', '处罚决定日期'],
  ...['处罚有效期', '公示截止期', '处罚机关', '处罚机关统一社会信用代码', '数据来源单位'],
  ...['数据来源单位统一社会信用代码', '处罚程序', '备注'],
] as const

const shares: readonly (readonly [code: string, count: number])[] = [
  ['demo-market-regulation', 850],
  ['demo-tax', 250],
  ['demo-ecology', 350],
  ['demo-emergency', 300],
  ['demo-transport', 350],
  ['demo-housing', 250],
  ['demo-culture', 200],
  ['demo-customs', 150],
  ['demo-health', 250],
  ['demo-agriculture', 200],
]

/** Whom a shop meets; the other bodies penalise companies and co-operatives only. */
const meetShops = new Set(['demo-market-regulation', 'demo-tax', 'demo-culture', 'demo-health'])

/** Whose system still writes the encoding of before UTF-8. */
const GB18030_BODY = 'demo-transport'

/**
 * One file from each body that penalises, in the template of the double publicity. Decisions end before this month,
 * so that sending the world again within the month changes nothing.
 */
export function penaltyBatches(organisations: readonly DemoOrganisation[], today: CivilDate): DemoBatch[] {
  return shares.map(([code, count]) => {
    const body = getDemoParticipant(code)
    const chance = seededChance(`penalties ${code}`)
    const parties = meetShops.has(code)
      ? organisations
      : organisations.filter(({ kind }) => kind !== 'individual-business')
    const penalties = inventPenalties(body, count, parties, lastDecisionDay(today), chance)
    const text = writeCsv(
      penaltyHeadings,
      penalties.map((one) => penaltyCells(body, one)),
    )
    return penaltyBatch(body, code === GB18030_BODY ? encodeGb18030(text) : encodeUtf8(text))
  })
}

export function penaltyBatch(body: DemoParticipant, csv: Uint8Array): DemoBatch {
  return {
    furnisher: body.code,
    type: 'cn.administrative-penalty',
    profile: 'shuanggongshi-penalty',
    title: { zh: `${body.name.zh}：行政处罚信息`, en: `${body.name.en}: penalties` },
    csv,
  }
}

export function lastDecisionDay(today: CivilDate): CivilDate {
  return civilDate(yearOf(today), Number(today.slice(5, 7)), 1)
}

export function penaltyCells(body: DemoParticipant, penalty: DemoPenalty): string[] {
  const { organisation } = penalty
  return [
    ...[penalty.partyName, partyKind(organisation), organisation.uscc, ...representativeOf(organisation)],
    ...['', '', ...decisionCells(body, { ...penalty, permitMark: organisation.uscc.slice(-6) })],
  ]
}

/** Some systems know who represents a company, and its number; the same one each time. */
function representativeOf({ kind, uscc }: DemoOrganisation): [name: string, id: string] {
  const chance = seededChance(`representative ${uscc}`)
  if (kind !== 'company' || !chance.happens(0.3)) return ['', '']
  const name = inventPersonName(chance)
  const bornOn = civilDate(chance.between(1955, 1995), chance.between(1, 12), chance.between(1, 28))
  return [name, demoResidentId(bornOn, chance.between(0, 999))]
}

type Decision = Pick<DemoPenalty, 'offence' | 'sanction' | 'decidedOn' | 'decisionNumber'> & {
  readonly permitMark: string
}

/** What the template says behind the party: the same of organisations and persons. */
export function decisionCells(body: DemoParticipant, penalty: Decision): string[] {
  const { offence, sanction, decidedOn } = penalty
  return [
    ...[sanction.decisionName, penalty.decisionNumber, offence.kind, factsText(offence.kind)],
    ...[`《${offence.law}》有关规定`, sanction.kinds, sanction.content],
    ...[tenThousands(sanction.fine), tenThousands(sanction.confiscated)],
    ...[sanction.takesPermit ? `${offence.permit}（演示${penalty.permitMark}）` : ''],
    ...[
      dayText(body, decidedOn),
      '',
      '',
      body.name.zh,
      body.uscc,
      body.name.zh,
      body.uscc,
      sanction.procedure,
      '',
    ],
  ]
}

function partyKind({ kind }: DemoOrganisation): string {
  return kind === 'individual-business' ? '个体工商户' : '法人及非法人组织'
}

function factsText(offence: string): string {
  return `经查，当事人存在“${offence}”的行为，\n有现场检查笔录、证据照片等为证。（演示数据）`
}

function tenThousands(yuan: number): string {
  return yuan === 0 ? '' : String(yuan / 10_000)
}

/** Each system writes days its own way. */
function dayText(body: DemoParticipant, day: CivilDate): string {
  const [year, month, date] = day.split('-').map(Number)
  if (body.code === 'demo-culture') return `${year}年${month}月${date}日`
  return body.code === 'demo-customs' ? `${year}/${month}/${date}` : day
}

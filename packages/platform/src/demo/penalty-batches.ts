// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import { type DemoBatch, demoBatch } from './demo-batch.ts'
import { type DemoWorld, HISTORY_DAYS } from './demo-world.ts'
import type { DemoOrganisation } from './organisations.ts'
import { type DemoParticipant, getDemoParticipant } from './participants.ts'
import { type DemoPenalty, inventPenalties } from './penalties.ts'
import { representativeOf } from './representatives.ts'
import { seededChance } from './seeded-chance.ts'
import type { TableForm } from './write-table.ts'

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

type Output = {
  readonly count: number
  /** What its system writes; CSV in UTF-8 when left out. */
  readonly form?: TableForm
  /** Its system sends by itself instead of a clerk. */
  readonly pushes?: boolean
  /** Whom it meets; companies and co-operatives when left out. */
  readonly meets?: (organisation: DemoOrganisation) => boolean
}

const anybody = (): boolean => true
const named =
  (trade: RegExp) =>
  ({ name }: DemoOrganisation): boolean =>
    trade.test(name)

const outputs: Readonly<Record<string, Output>> = {
  'demo-market-regulation': { count: 2_600, meets: anybody },
  'demo-civil-affairs': { count: 40 },
  'demo-tax': { count: 500, meets: anybody },
  'demo-ecology': { count: 700 },
  'demo-emergency': { count: 600, form: 'csv-with-mark' },
  'demo-transport': { count: 3_000, form: 'csv-gb18030', meets: named(/物流|运输|汽车|贸易/) },
  'demo-housing': { count: 600, meets: named(/建筑|装饰|房地产|物业/) },
  'demo-culture': { count: 350, meets: anybody },
  'demo-customs': {
    count: 300,
    form: 'json-lines',
    pushes: true,
    meets: named(/贸易|电子|机械|服装|新材料/),
  },
  'demo-health': { count: 450, meets: anybody },
  'demo-drug': { count: 300, meets: named(/医|药/) },
  'demo-fire': { count: 500, meets: anybody },
  'demo-urban-management': { count: 1_200, meets: anybody },
  'demo-natural-resources': { count: 250, form: 'json-lines', pushes: true },
  'demo-water': { count: 200 },
  'demo-labour': { count: 500, form: 'csv-gb18030', meets: anybody },
  'demo-statistics': { count: 250, form: 'xlsx' },
  'demo-grain': { count: 150, meets: named(/食|粮|餐|农/) },
  'demo-agriculture': { count: 350 },
}

/** Sends one file, the last: whoever finds it there knows that all others were sent too. */
export const lastSender = 'demo-agriculture'

/** From each body what it decided before the city began to collect, and from all but the last what it decided since. */
export function penaltyBatches(world: DemoWorld): DemoBatch[] {
  return Object.entries(outputs).flatMap(([code, output]) => {
    const body = getDemoParticipant(code)
    const penalties = penaltiesOf(world, body)
    if (code === lastSender) return [penaltyBatch(world, body, output, penalties, 0)]
    const isOld = ({ decidedOn }: DemoPenalty): boolean => decidedOn < world.turnOn
    const parts = [
      [penalties.filter(isOld), HISTORY_DAYS],
      [penalties.filter((one) => !isOld(one)), 0],
    ] as const
    return parts
      .filter(([some]) => some.length > 0)
      .map(([some, daysAgo]) => penaltyBatch(world, body, output, some, daysAgo))
  })
}

/** All of one body, the oldest first. */
export function penaltiesOf(world: DemoWorld, body: DemoParticipant): DemoPenalty[] {
  const { count, meets } = present(outputs[body.code], 'the body penalises')
  const parties = world.organisations.filter((one) =>
    meets ? meets(one) : one.kind === 'company' || one.kind === 'cooperative',
  )
  const chance = seededChance(`penalties ${body.code}`)
  return inventPenalties(body, world.portion(count), parties, world.lastOn, chance)
}

function penaltyBatch(
  world: DemoWorld,
  body: DemoParticipant,
  { form = 'csv', pushes = false }: Output,
  penalties: readonly DemoPenalty[],
  daysAgo: number,
): DemoBatch {
  const until = addDays(daysAgo === 0 ? world.lastOn : world.turnOn, -1)
  return demoBatch({
    ...aboutPenalties(body),
    key: `penalties-until-${until}`,
    title: {
      zh: `${body.name.zh}：行政处罚信息（至${until}）`,
      en: `${body.name.en}: penalties until ${until}`,
    },
    daysAgo,
    door: pushes ? 'push' : 'file',
    content: { form, headings: penaltyHeadings, rows: penalties.map((one) => penaltyCells(body, one)) },
  })
}

export function aboutPenalties({ code }: DemoParticipant): Pick<DemoBatch, 'furnisher' | 'type' | 'profile'> {
  return { furnisher: code, type: 'cn.administrative-penalty', profile: 'shuanggongshi-penalty' }
}

export function penaltyCells(body: DemoParticipant, penalty: DemoPenalty): string[] {
  const { organisation } = penalty
  return [
    ...[penalty.partyName, partyKind(organisation), organisation.uscc, ...knownRepresentative(organisation)],
    ...['', '', ...decisionCells(body, { ...penalty, permitMark: organisation.uscc.slice(-6) })],
  ]
}

/** Some systems know who represents a company, and its number. */
function knownRepresentative(organisation: DemoOrganisation): [name: string, id: string] {
  const chance = seededChance(`representative ${organisation.uscc}`)
  if (organisation.kind !== 'company' || !chance.happens(0.3)) return ['', '']
  const { name, residentId } = representativeOf(organisation)
  return [name, residentId]
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

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate, yearOf } from '../kernel/civil-date.ts'
import { type DemoBatch, demoBatch } from './demo-batch.ts'
import { type DemoWorld, HISTORY_DAYS } from './demo-world.ts'
import { drugs, laboratories } from './name-parts/drugs.ts'
import type { DemoOrganisation } from './organisations.ts'
import { getDemoParticipant } from './participants.ts'
import { type Chance, seededChance } from './seeded-chance.ts'

const SAMPLES = 5_400
const DAYS_BACK = 1_500
const FAILED_SHARE = 0.02
const drug = getDemoParticipant('demo-drug')

export const samplingHeadings = [
  ...['药品品名', '标示生产企业', '统一社会信用代码', '生产批号', '被抽样单位', '检验依据'],
  ...['检验结果', '不合格项目', '检验机构', '文书文号', '文书日期', '核查处置机关', '备注'],
] as const

export type DemoSample = {
  readonly producer: DemoOrganisation
  readonly product: string
  readonly batch: string
  readonly source: string
  readonly sampledOn: CivilDate
  readonly failed: string | null
  readonly laboratory: string
}

/** Samples of five years; of one that failed, the finding with which the authority ended the matter. */
export function samplingBatch(world: DemoWorld): DemoBatch {
  const samples = inventSamples(world, world.portion(SAMPLES), world.turnOn, seededChance('samples'))
  const rows = samples.map((sample, at) => {
    if (sample.failed === null) return sampleCells(sample, ['', '', ''])
    const year = yearOf(sample.sampledOn)
    const finding = [`${drug.mark}核查〔${year}〕${at + 1}号`, addDays(sample.sampledOn, 20), drug.name.zh]
    return sampleCells(sample, finding)
  })
  return demoBatch({
    ...aboutSamples,
    key: 'samples',
    title: { zh: `${drug.name.zh}：药品抽检结果`, en: `${drug.name.en}: results of sampling` },
    daysAgo: HISTORY_DAYS,
    content: { form: 'csv', headings: samplingHeadings, rows },
  })
}

export const aboutSamples = {
  furnisher: drug.code,
  type: 'cn.product-sampling',
  profile: 'drug-sampling',
} as const

export function inventSamples(
  { organisations }: DemoWorld,
  count: number,
  lastDay: CivilDate,
  chance: Chance,
): DemoSample[] {
  const isAlive = ({ endedOn }: DemoOrganisation): boolean => endedOn === null
  const producers = organisations.filter(({ kind, name }) => kind === 'company' && name.includes('医药'))
  const shops = organisations.filter(({ name }) => name.includes('药店') || name.includes('社区卫生'))
  return Array.from({ length: count }, (_, at) => {
    const sampledOn = addDays(lastDay, -chance.between(25, DAYS_BACK))
    return {
      producer: chance.pick(producers.filter(isAlive)),
      product: chance.pick<string>(drugs),
      // Part of the number by which a sample is known again.
      batch: `${sampledOn.replaceAll('-', '').slice(2, 6)}${String(at + 1).padStart(4, '0')}`,
      source: chance.pick(shops).name,
      sampledOn,
      failed: chance.happens(FAILED_SHARE) ? chance.pick(['含量测定', '微生物限度', '溶出度', '性状']) : null,
      laboratory: chance.pick<string>(laboratories),
    }
  })
}

export function sampleCells(sample: DemoSample, finding: readonly string[]): string[] {
  const { product, producer, batch, source, failed, laboratory } = sample
  return [
    ...[product, producer.name, producer.uscc, batch, source, '企业注册标准（演示）'],
    ...[failed === null ? '符合规定' : '不符合规定', failed ?? '', laboratory, ...finding, ''],
  ]
}

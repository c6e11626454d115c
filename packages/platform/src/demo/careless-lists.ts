// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, yearOf } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import { change, type Slip, withWrongCheck, write } from './careless-penalties.ts'
import { type DemoBatch, demoBatch, encodeUtf8 } from './demo-batch.ts'
import type { DemoWorld } from './demo-world.ts'
import { getDemoParticipant } from './participants.ts'
import { aboutPenalties, penaltyHeadings } from './penalty-batches.ts'
import { registrationCells, registrationHeadings } from './registration-batches.ts'
import { aboutSamples, inventSamples, sampleCells, samplingHeadings } from './sampling-batches.ts'
import { seededChance } from './seeded-chance.ts'
import { latestTaxYear } from './tax-batches.ts'
import { csvLine } from './write-csv.ts'

const ROWS = 24

/** Old results, typed from paper. */
export function carelessResults({ organisations, day }: DemoWorld): DemoBatch {
  const tax = getDemoParticipant('demo-tax')
  // A year of its own, before those of the tidy files: what holds here must not correct what they say.
  const year = latestTaxYear(day) - 5
  const headings = ['taxpayer_id', 'name', 'year', 'grade', 'result_on', 'tax_authority']
  const rows = organisations
    .filter(({ kind, endedOn, role }) => kind === 'company' && endedOn === null && role === null)
    .filter(({ registeredOn }) => yearOf(registeredOn) <= year)
    .slice(0, ROWS)
    .map(({ uscc, name }) => [uscc, name, String(year), 'B', `${year + 1}-04-20`, tax.name.zh])
  const slips: readonly Slip[] = [
    change(0, (id) => `L${id}`),
    change(0, withWrongCheck),
    change(0, (id) => `${id}0`),
    write(2, String(yearOf(day))),
    write(3, 'E'),
    write(3, 'D'),
    write(4, `${year + 1}-13-01`),
    write(1, ''),
    (cells) => cells.splice(5, 1),
  ]
  return demoBatch({
    key: 'careless-results',
    furnisher: tax.code,
    type: 'cn.tax-credit-result',
    profile: 'default',
    title: { zh: `${tax.name.zh}：历史结果补报（有差错）`, en: `${tax.name.en}: old results, with faults` },
    daysAgo: 62,
    careless: true,
    content: csvOf(headings, spoil(rows, slips)),
  })
}

export function carelessRegister({ organisations, day }: DemoWorld): DemoBatch {
  const registry = getDemoParticipant('demo-civil-affairs')
  const rows = organisations
    .filter(({ registrar }) => registrar === registry.code)
    .slice(0, ROWS)
    .map(registrationCells)
  const at = (heading: (typeof registrationHeadings)[number]): number => registrationHeadings.indexOf(heading)
  const slips: readonly Slip[] = [
    // The registry may confirm a number whose check fails: that is its own to know. One that is cut short it may not.
    change(at('uscc'), (code) => code.slice(1)),
    write(at('registered_on'), '二〇一九年三月'),
    write(at('ended_on'), '1999-01-01'),
    write(at('division'), '110000'),
    write(at('division'), '9999'),
    write(at('registered_capital_currency'), '比特币'),
    write(at('name'), ''),
    write(at('registered_on'), addDays(day, 300)),
  ]
  return demoBatch({
    key: 'careless-register',
    furnisher: registry.code,
    type: 'cn.registration',
    profile: 'default',
    title: {
      zh: `${registry.name.zh}：名录更新（有差错）`,
      en: `${registry.name.en}: an update, with faults`,
    },
    daysAgo: 12,
    careless: true,
    content: csvOf(registrationHeadings, spoil(rows, slips)),
  })
}

/** A sheet that names the producer on the label alone: a name is no number, so nearly all of it waits. */
export function carelessSamples(world: DemoWorld): DemoBatch {
  const drug = getDemoParticipant('demo-drug')
  const samples = inventSamples(world, ROWS, addDays(world.day, -30), seededChance('careless samples'))
  const rows = samples.map((sample, at) => {
    const cells = sampleCells({ ...sample, batch: `补${sample.batch}`, failed: '含量测定' }, ['', '', ''])
    return at === 0 ? cells : cells.with(samplingHeadings.indexOf('统一社会信用代码'), '')
  })
  return demoBatch({
    ...aboutSamples,
    key: 'careless-samples',
    title: {
      zh: `${drug.name.zh}：不合格名单（没有号码）`,
      en: `${drug.name.en}: failed samples without numbers`,
    },
    daysAgo: 5,
    careless: true,
    content: csvOf(samplingHeadings, rows),
  })
}

/** Two files of which no row can be read: another system's headings, and a header alone. */
export function uselessFiles(): DemoBatch[] {
  const urban = getDemoParticipant('demo-urban-management')
  const water = getDemoParticipant('demo-water')
  return [
    demoBatch({
      ...aboutPenalties(urban),
      key: 'other-headings',
      title: { zh: `${urban.name.zh}：表头不符的文件`, en: `${urban.name.en}: a file with other headings` },
      daysAgo: 6,
      careless: true,
      content: csvOf(['单位', '编号', '事项', '金额'], [['演示单位', '1', '占道经营', '200']]),
    }),
    demoBatch({
      ...aboutPenalties(water),
      key: 'header-only',
      title: { zh: `${water.name.zh}：只有表头的文件`, en: `${water.name.en}: a header and nothing else` },
      daysAgo: 2,
      careless: true,
      content: csvOf(penaltyHeadings, []),
    }),
  ]
}

/** Every second row is spoilt until each slip was made once; at the end the first row comes a second time. */
function spoil(rows: readonly string[][], slips: readonly Slip[]): string[][] {
  const spoilt = rows.map((tidy, at) => {
    const cells = [...tidy]
    if (at % 2 === 1) slips[(at - 1) / 2]?.(cells)
    return cells
  })
  return [...spoilt, present(spoilt[0], 'there are rows')]
}

function csvOf(headings: readonly string[], rows: readonly string[][]): Uint8Array {
  return encodeUtf8([headings, ...rows].map((cells) => `${csvLine(cells)}\r\n`).join(''))
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate, civilDate, daysBetween } from '../kernel/civil-date.ts'
import { columnOf } from './careless-penalties.ts'
import { type DemoBatch, demoBatch } from './demo-batch.ts'
import type { DemoWorld } from './demo-world.ts'
import { getDemoParticipant } from './participants.ts'
import { inventPenalties } from './penalties.ts'
import { aboutPenalties, penaltyCells, penaltyHeadings } from './penalty-batches.ts'
import { seededChance } from './seeded-chance.ts'
import { type SheetCell, writeWorkbook } from './write-workbook.ts'

const body = { ...getDemoParticipant('demo-housing'), mark: '演建补' }
const DAYS_AGO = 40
const ROWS = 24

/** What a spreadsheet does to what is typed into it. */
const damages: readonly (readonly [heading: (typeof penaltyHeadings)[number], cell: SheetCell])[] = [
  ['行政相对人代码_1(统一社会信用代码)', '9.19999E+17'],
  // A number of eighteen digits as a spreadsheet keeps it: three of them are gone.
  ['法定代表人证件号码', 999999198001010000],
  ['处罚决定日期', serialOf(civilDate(2024, 5, 6))],
  ['罚款金额(万元)', { formula: 'SUM(O2:O3)', value: '7.5' }],
  ['处罚内容', { error: '#N/A' }],
  ['处罚机关', { error: '#REF!' }],
  ['罚款金额(万元)', '2.8万元'],
]

/** A sheet that went through many hands: numbers turned into others, formulas, errors, merged and hidden rows. */
export async function carelessWorkbook(world: DemoWorld): Promise<DemoBatch> {
  const companies = world.organisations.filter(({ kind }) => kind === 'company')
  const lastDay = addDays(world.day, -DAYS_AGO - 5)
  const penalties = inventPenalties(body, ROWS, companies, lastDay, seededChance('careless workbook'))
  const rows = penalties.map((penalty, at): SheetCell[] => {
    const cells: SheetCell[] = penaltyCells(body, penalty)
    const damage = at % 2 === 1 ? damages[(at - 1) / 2] : undefined
    if (damage) cells.splice(columnOf(damage[0]), 1, damage[1])
    return cells
  })
  // Column Q holds the permits: merged over two rows, it is not sure whose it is.
  const sheet = { rows: [penaltyHeadings, ...rows], merged: ['K20:K21'], hidden: [23] }
  return demoBatch({
    ...aboutPenalties(body),
    key: 'careless-workbook',
    title: { zh: `${body.name.zh}：电子表格（有差错）`, en: `${body.name.en}: a spreadsheet, with damage` },
    daysAgo: DAYS_AGO,
    careless: true,
    content: await writeWorkbook(sheet),
  })
}

/** How a spreadsheet counts days. */
function serialOf(day: CivilDate): number {
  return daysBetween(civilDate(1899, 12, 30), day)
}

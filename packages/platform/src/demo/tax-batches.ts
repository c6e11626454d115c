// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, civilDate, yearOf } from '../kernel/civil-date.ts'
import { type DemoBatch, demoBatch } from './demo-batch.ts'
import type { DemoWorld } from './demo-world.ts'
import type { DemoOrganisation } from './organisations.ts'
import { getDemoParticipant } from './participants.ts'
import { type Chance, seededChance } from './seeded-chance.ts'

export type TaxGrade = 'A' | 'B' | 'M' | 'C' | 'D'

type Graded = { readonly organisation: DemoOrganisation; readonly grade: TaxGrade }

const RESULT_YEARS = 5
const LIST_YEARS = 5
const tax = getDemoParticipant('demo-tax')
const resultHeadings = [
  ...['taxpayer_id', 'name', 'year', 'grade', 'result_on', 'notice_number', 'notice_on', 'tax_authority'],
]
const listHeadings = ['record_id', 'taxpayer_id', 'name', 'year', 'tax_authority']

/** The year last evaluated: results come in April of the year behind it. */
export function latestTaxYear(today: CivilDate): number {
  const year = yearOf(today)
  return today >= civilDate(year, 4, 30) ? year - 1 : year - 2
}

/** Results of five years, and their lists of A grades: only the newest list is still shown. */
export function taxBatches({ organisations, day }: DemoWorld): DemoBatch[] {
  const latest = latestTaxYear(day)
  const years = Array.from({ length: RESULT_YEARS }, (_, at) => latest - RESULT_YEARS + 1 + at)
  const graded = years.map((year) => ({ year, all: gradeYear(organisations, year) }))
  const results = graded.flatMap(({ year, all }) => resultRows(all, year))
  return [
    resultBatch(results, years),
    ...graded.slice(-LIST_YEARS).map(({ year, all }) => listBatch(all, year)),
  ]
}

function gradeYear(organisations: readonly DemoOrganisation[], year: number): Graded[] {
  const chance = seededChance(`tax ${year}`)
  const lastDay = civilDate(year, 12, 31)
  return organisations
    .filter(({ kind }) => kind === 'company' || kind === 'cooperative')
    .filter(({ registeredOn, endedOn }) => registeredOn <= lastDay && (endedOn === null || endedOn > lastDay))
    .map((organisation) => ({ organisation, grade: gradeOf(organisation, year, chance) }))
}

function gradeOf({ registeredOn, fortune, role }: DemoOrganisation, year: number, chance: Chance): TaxGrade {
  const luck = fortune + (chance.fraction() - 0.5) * 0.3
  if (role !== null) return role === 'trusted' || role === 'over' ? 'A' : 'B'
  if (yearOf(registeredOn) === year) return 'M'
  if (luck > 0.75) return 'A'
  if (luck > 0.3) return 'B'
  if (luck > 0.16) return 'M'
  return luck > 0.07 ? 'C' : 'D'
}

function resultRows(graded: readonly Graded[], year: number): string[][] {
  const resultOn = civilDate(year + 1, 4, 20)
  const noticeOn = civilDate(year + 1, 4, 25)
  return graded.map(({ organisation, grade }, at) => {
    const notice = grade === 'D' ? [`${tax.mark}信通〔${year + 1}〕${at + 1}号`, noticeOn] : ['', '']
    return [organisation.uscc, organisation.name, String(year), grade, resultOn, ...notice, tax.name.zh]
  })
}

/** A long file: it goes in parts. */
function resultBatch(rows: readonly string[][], years: readonly number[]): DemoBatch {
  const span = `${years[0]}–${years.at(-1)}`
  return demoBatch({
    key: 'results',
    furnisher: tax.code,
    type: 'cn.tax-credit-result',
    profile: 'default',
    title: { zh: `${tax.name.zh}：${span}年度评价结果`, en: `${tax.name.en}: results of ${span}` },
    daysAgo: 0,
    door: 'parts',
    content: { form: 'csv', headings: resultHeadings, rows },
  })
}

function listBatch(graded: readonly Graded[], year: number): DemoBatch {
  const rows = graded
    .filter(({ grade }) => grade === 'A')
    .map(({ organisation: { uscc, name } }, at) => {
      return [`A${year}-${String(at + 1).padStart(5, '0')}`, uscc, name, String(year), tax.name.zh]
    })
  return demoBatch({
    key: `a-grades-${year}`,
    furnisher: tax.code,
    type: 'cn.tax-a-grade-list',
    profile: 'default',
    title: { zh: `${tax.name.zh}：${year}年度A级名单`, en: `${tax.name.en}: A-grade list of ${year}` },
    daysAgo: 0,
    content: { form: 'csv', headings: listHeadings, rows },
  })
}

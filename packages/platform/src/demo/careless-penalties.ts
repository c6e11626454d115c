// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate, yearOf } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import { type DemoBatch, demoBatch, encodeUtf8 } from './demo-batch.ts'
import type { DemoWorld } from './demo-world.ts'
import { getDemoParticipant } from './participants.ts'
import { inventPenalties } from './penalties.ts'
import { aboutPenalties, penaltyCells, penaltyHeadings } from './penalty-batches.ts'
import { seededChance } from './seeded-chance.ts'
import { csvLine } from './write-csv.ts'

export type Slip = (cells: string[]) => void

export const columnOf = (heading: (typeof penaltyHeadings)[number]): number =>
  penaltyHeadings.indexOf(heading)

export function write(column: number, text: string): Slip {
  return (cells) => cells.splice(column, 1, text)
}

export function change(column: number, how: (cell: string) => string): Slip {
  return (cells) => cells.splice(column, 1, how(present(cells[column], 'the row has the cell')))
}

/** The code with another last symbol: just one keystroke beside the right one. */
export function withWrongCheck(number: string): string {
  return number.slice(0, -1) + (number.endsWith('1') ? '2' : '1')
}

const body = getDemoParticipant('demo-ecology')
const number = columnOf('行政相对人代码_1(统一社会信用代码)')
const decidedAt = columnOf('处罚决定日期')

/** The penalty ended before it began, it says: a doubt, which two officers may overrule. */
const doubtfulEnd = (end: string): Slip => write(columnOf('处罚有效期'), end)

const DOUBTS = 7
function slipsOn(day: CivilDate): readonly Slip[] {
  return [
    change(number, withWrongCheck),
    change(number, (code) => code.slice(0, 17)),
    write(number, ''),
    write(columnOf('行政处罚决定书文号'), ''),
    write(columnOf('行政处罚决定书文号'), '已送达'),
    write(decidedAt, `${yearOf(day) - 1}-02-30`),
    write(decidedAt, `${yearOf(day) + 1}-01-15`),
    doubtfulEnd('2001-01-01'),
    doubtfulEnd('2002-02-02'),
    doubtfulEnd('2003-03-03'),
    write(columnOf('处罚类别'), '口头教育'),
    write(columnOf('罚款金额(万元)'), '贰万元'),
    write(columnOf('罚款金额(万元)'), '-3'),
    write(columnOf('行政相对人类别'), '自然人'),
    write(columnOf('行政相对人名称'), ''),
    write(columnOf('处罚机关'), ''),
    (cells) => cells.push('多出的一格', ''),
    (cells) => cells.splice(-2),
  ]
}

/** Every second row is spoilt; the header is row 1. */
export function rowOfSlip(slip: number): number {
  return slip * 2 + 3
}

/** Of the recent file. */
export const doubtfulRows = [DOUBTS, DOUBTS + 1, DOUBTS + 2].map(rowOfSlip)

const files = {
  /** Its rows are near the end of their term. */
  old: { daysAgo: 84, rows: 24, mark: '演环补', slips: 8 },
  recent: { daysAgo: 9, rows: 40, mark: '演环续', slips: 18 },
} as const
export type CarelessFile = keyof typeof files

/** A file as a clerk in a hurry sends it. */
export function carelessPenalties(world: DemoWorld, which: CarelessFile): DemoBatch {
  const { daysAgo, slips } = files[which]
  const lines = tidyRows(world, which).map((tidy, at) => {
    const cells = [...tidy]
    const slip = at % 2 === 1 && at < slips * 2 ? slipsOn(world.day)[(at - 1) / 2] : undefined
    slip?.(cells)
    return csvLine(cells)
  })
  const first = present(lines[0], 'there are rows')
  const last = present(tidyRows(world, which).at(-1), 'there are rows')
  const unclosed = `"${last.map((cell) => cell.replace(/["\r\n]/g, ' ')).join(',')}`
  const text = [csvLine(penaltyHeadings), ...lines.slice(0, -1), first, unclosed]
  return demoBatch({
    ...aboutPenalties(body),
    key: `careless-${which}`,
    title: { zh: `${body.name.zh}：补报（有差错）`, en: `${body.name.en}: late rows, with faults` },
    daysAgo,
    careless: true,
    content: encodeUtf8(text.map((line) => `${line}\r\n`).join('')),
  })
}

/** What the clerk mends a row to. */
export function tidyRow(world: DemoWorld, which: CarelessFile, row: number): readonly string[] {
  return present(tidyRows(world, which)[row - 2], 'the file has the row')
}

function tidyRows(world: DemoWorld, which: CarelessFile): readonly (readonly string[])[] {
  const { daysAgo, rows, mark } = files[which]
  const companies = world.organisations.filter(({ kind }) => kind === 'company')
  const chance = seededChance(`careless ${which}`)
  const penalties = inventPenalties(body, rows, companies, addDays(world.day, -daysAgo - 5), chance)
  return penalties.map((one) => penaltyCells({ ...body, mark }, one))
}

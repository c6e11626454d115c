// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, yearOf } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import { type DemoBatch, encodeUtf8 } from './demo-batch.ts'
import type { DemoOrganisation } from './organisations.ts'
import { getDemoParticipant } from './participants.ts'
import { inventPenalties } from './penalties.ts'
import { lastDecisionDay, penaltyBatch, penaltyCells, penaltyHeadings } from './penalty-batches.ts'
import { seededChance } from './seeded-chance.ts'
import { latestTaxYear } from './tax-batches.ts'
import { csvLine } from './write-csv.ts'

const ROWS = 40

/** Two files as a clerk in a hurry sends them: more than half of the rows hold, the others fail each in its way. */
export function carelessBatches(organisations: readonly DemoOrganisation[], today: CivilDate): DemoBatch[] {
  return [carelessPenalties(organisations, today), carelessResults(organisations, today)]
}

type Slip = (cells: string[]) => void

function carelessPenalties(organisations: readonly DemoOrganisation[], today: CivilDate): DemoBatch {
  const body = { ...getDemoParticipant('demo-ecology'), mark: '演环补' }
  const last = lastDecisionDay(today)
  const penalties = inventPenalties(body, ROWS, organisations, last, seededChance('careless penalties'))
  const at = (heading: (typeof penaltyHeadings)[number]): number => penaltyHeadings.indexOf(heading)
  const code = at('行政相对人代码_1(统一社会信用代码)')
  const blank =
    (column: number): Slip =>
    (cells) =>
      cells.splice(column, 1, '')
  const write =
    (column: number, text: string): Slip =>
    (cells) =>
      cells.splice(column, 1, text)
  const slips: readonly Slip[] = [
    (cells) => cells.splice(code, 1, withWrongCheck(present(cells[code], 'the row has a number'))),
    (cells) => cells.splice(code, 1, present(cells[code], 'the row has a number').slice(0, 17)),
    blank(code),
    blank(at('行政处罚决定书文号')),
    write(at('处罚决定日期'), `${yearOf(last)}-02-30`),
    write(at('处罚决定日期'), `${yearOf(today) + 1}-01-15`),
    write(at('处罚有效期'), '2001-01-01'),
    write(at('处罚类别'), '口头教育'),
    write(at('罚款金额(万元)'), '贰万元'),
    write(at('行政相对人类别'), '自然人'),
    blank(at('行政相对人名称')),
    blank(at('处罚机关')),
    (cells) => cells.push('多出的一格', ''),
    (cells) => cells.splice(-2),
  ]
  const lines = spoil(
    penalties.map((one) => penaltyCells(body, one)),
    slips,
  )
  const title = { zh: `${body.name.zh}：补报（有差错）`, en: `${body.name.en}: late rows, with faults` }
  return { ...penaltyBatch(body, toCsv(penaltyHeadings, lines)), title }
}

function carelessResults(organisations: readonly DemoOrganisation[], today: CivilDate): DemoBatch {
  const tax = getDemoParticipant('demo-tax')
  // A year of its own, before those of the tidy files: what holds here must not correct what they say.
  const year = latestTaxYear(today) - 5
  const headings = ['taxpayer_id', 'name', 'year', 'grade', 'result_on', 'tax_authority']
  const rows = organisations
    .filter(({ kind, endedOn }) => kind === 'company' && endedOn === null)
    .filter(({ registeredOn }) => yearOf(registeredOn) <= year)
    .slice(0, ROWS)
    .map(({ uscc, name }) => [uscc, name, String(year), 'B', `${year + 1}-04-20`, tax.name.zh])
  const slips: readonly Slip[] = [
    (cells) => cells.splice(0, 1, `L${cells[0]}`),
    (cells) => cells.splice(0, 1, withWrongCheck(present(cells[0], 'the row has a number'))),
    (cells) => cells.splice(0, 1, `${cells[0]}0`),
    (cells) => cells.splice(2, 1, String(yearOf(today))),
    (cells) => cells.splice(3, 1, 'E'),
    (cells) => cells.splice(3, 1, 'D'),
    (cells) => cells.splice(4, 1, `${year + 1}-13-01`),
    (cells) => cells.splice(1, 1, ''),
    (cells) => cells.splice(5, 1),
  ]
  return {
    furnisher: tax.code,
    type: 'cn.tax-credit-result',
    profile: 'default',
    title: { zh: `${tax.name.zh}：历史结果补报（有差错）`, en: `${tax.name.en}: old results, with faults` },
    csv: toCsv(headings, spoil(rows, slips)),
  }
}

/** Every second row is spoilt until each slip was made once; then one row stands twice, and a quote never closes. */
function spoil(rows: readonly string[][], slips: readonly Slip[]): string[] {
  const lines = rows.map((cells, at) => {
    const slip = at % 2 === 1 ? slips[(at - 1) / 2] : undefined
    slip?.(cells)
    return csvLine(cells)
  })
  const first = present(lines[0], 'there are rows')
  const last = present(rows.at(-1), 'there are rows')
  return [...lines.slice(0, -1), first, `"${last.map(asOneLine).join(',')}`]
}

function asOneLine(cell: string): string {
  return cell.replace(/["\r\n]/g, ' ')
}

function toCsv(headings: readonly string[], lines: readonly string[]): Uint8Array {
  return encodeUtf8([csvLine(headings), ...lines].map((line) => `${line}\r\n`).join(''))
}

/** The code with another last symbol: just one keystroke beside the right one. */
function withWrongCheck(uscc: string): string {
  return uscc.slice(0, 17) + (uscc.endsWith('1') ? '2' : '1')
}

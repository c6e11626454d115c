// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { type Bilingual, render } from '../kernel/messages.ts'
import { refuse } from '../kernel/refusal.ts'
import { type ConformFinding, type ConformTotals, faultMessages } from '../modules/collection/index.ts'
import { refusalMessages } from '../refusal-messages.ts'
import type { CliIo } from './command.ts'

export type ConformReport = {
  tell(finding: ConformFinding): Promise<void>
  end(totals: ConformTotals): Promise<void>
}

/** What a terminal shows row by row; all findings are in `--json` and `--out`. */
const SHOWN_MAX = 100

type Told = {
  readonly row: number
  readonly weight: 'fault' | 'note'
  readonly code: string
  readonly rule: string | null
  readonly column: string | null
  readonly field: string | null
  readonly says: Bilingual
  readonly hint: Bilingual | null
}

export function openReport(
  io: CliIo,
  options: { readonly json: boolean; readonly out: LineWriter | null; readonly regionTested: boolean },
): ConformReport {
  const write = lineWriter(io.stdout)
  const counts = new Map<string, { told: Told; rows: number }>()
  let shown = 0
  return {
    async tell(finding) {
      const told = inWords(finding)
      const key = `${told.weight} ${told.code} ${told.rule ?? ''}`
      const counted = counts.get(key)
      if (counted) counted.rows++
      else counts.set(key, { told, rows: 1 })
      if (options.out) await options.out(csvLine(told))
      if (options.json) await write(JSON.stringify({ finding: told }))
      else if (told.weight === 'fault' && shown++ < SHOWN_MAX) await write(shownLine(told))
    },
    async end(totals) {
      await options.out?.end()
      const sorted = [...counts.values()].sort((a, b) => order(a.told, b.told))
      if (options.json) {
        const rules = sorted.map(({ told, rows }) => ({
          weight: told.weight,
          code: told.code,
          rule: told.rule,
          count: rows,
        }))
        await write(JSON.stringify({ totals: { ...totals, regionTested: options.regionTested, rules } }))
        return
      }
      if (shown > SHOWN_MAX) await write(`… ${shown - SHOWN_MAX} more 还有更多：--out FAULTS.csv`)
      for (const { told, rows } of sorted) {
        const sign = told.weight === 'fault' ? '✗' : '·'
        await write(`${sign} ${told.code} ${told.rule ?? '-'}  ×${rows}`)
      }
      await writeTotals(write, totals, options.regionTested)
    },
  }
}

async function writeTotals(write: LineWriter, totals: ConformTotals, regionTested: boolean): Promise<void> {
  const { rows, faulty, encoding, refusal, notChecked } = totals
  if (refusal !== null) {
    const says = refusalMessages[refusal]?.says
    await write(`${refusal}  ${says?.zh ?? ''} ${says?.en ?? ''}`)
  }
  await write(`rows 行数 ${rows} · faulty 差错行 ${faulty} · encoding 编码 ${encoding}`)
  const left = [...notChecked, ...(regionTested ? [] : ['RGN'])]
  await write(
    `离线未检查 not checked offline: ${left.join(', ')}；登记机关确认过的号码 numbers that registration confirmed`,
  )
  await write(faulty === 0 && refusal === null ? '通过 clean' : '有差错 faulty')
}

function order(a: Told, b: Told): number {
  const [one, other] = [`${a.weight} ${a.code} ${a.rule}`, `${b.weight} ${b.code} ${b.rule}`]
  return one < other ? -1 : 1
}

function inWords({ rowNo, weight, item }: ConformFinding): Told {
  const { code, rule, column, field, facts } = item
  const message = faultMessages[code]
  const both = (text: Bilingual): Bilingual => ({
    zh: render(text, 'zh', facts),
    en: render(text, 'en', facts),
  })
  return {
    row: rowNo,
    weight,
    code,
    rule,
    column,
    field,
    says: message ? both(message.says) : { zh: code, en: code },
    hint: message?.hint ? both(message.hint) : null,
  }
}

function shownLine({ row, column, code, rule, says, hint }: Told): string {
  const place = column === null ? '' : ` [${column}]`
  const advice = hint === null ? '' : `\n      ${hint.zh} / ${hint.en}`
  return `  row 第 ${row} 行${place}  ${code} ${rule ?? ''}\n      ${says.zh} / ${says.en}${advice}`
}

export type LineWriter = ((line: string) => Promise<void>) & { end(): Promise<void> }

/** Waits when the reader is slow, so that a million findings never wait in memory. */
function lineWriter(stream: NodeJS.WritableStream): LineWriter {
  const write = async (line: string): Promise<void> => {
    if (!stream.write(`${line}\n`)) await once(stream, 'drain')
  }
  return Object.assign(write, { end: async () => void 0 })
}

const columns = ['row', 'weight', 'code', 'rule', 'column', 'field', 'zh', 'en', 'hint_zh', 'hint_en']

/**
 * The CSV of all findings, for spreadsheets: with a byte order mark.
 * @throws Refusal FILE_UNWRITABLE
 */
export async function faultsFile(file: string): Promise<LineWriter> {
  const stream = createWriteStream(file)
  await once(stream, 'open').catch(() => {
    throw refuse('FILE_UNWRITABLE', { file })
  })
  const write = lineWriter(stream)
  await write(`\uFEFF${columns.join(',')}`)
  return Object.assign((line: string) => write(line), {
    end: async () => {
      stream.end()
      await finished(stream)
    },
  })
}

function csvLine(told: Told): string {
  const { row, weight, code, rule, column, field, says, hint } = told
  const cells = [row, weight, code, rule, column, field, says.zh, says.en, hint?.zh, hint?.en]
  return cells.map((cell) => csvCell(String(cell ?? ''))).join(',')
}

/** A heading is the furnisher's: one that a spreadsheet would take for a formula is made text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

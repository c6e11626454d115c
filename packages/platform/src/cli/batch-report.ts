// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual } from '../kernel/messages.ts'
import { Refusal } from '../kernel/refusal.ts'
import type { CliIo } from './command.ts'
import { callNode } from './node-link.ts'

/** The parts of the node's answer that the command line shows. */
export type BatchAnswer = {
  readonly id: string
  readonly state: string
  readonly type: string
  readonly format: string
  readonly encoding: string
  readonly counts: {
    readonly rows: number | null
    readonly accepted: number
    readonly corrected: number
    readonly unchanged: number
    readonly withdrawn: number
    readonly faulty: number | null
  }
  readonly faultsKept: number
  readonly absent: number
  readonly namesDisagreeing: number
  readonly subjectsMade: number
  readonly codes: readonly {
    readonly code: string
    readonly weight: string
    readonly rows: number
    readonly says: Bilingual
  }[]
  readonly refusal: {
    readonly code: string
    readonly says: Bilingual
    readonly hint: Bilingual | null
  } | null
  readonly receipt: string | null
}

type FindingAnswer = {
  readonly row: number
  readonly faults: readonly {
    readonly code: string
    readonly column: string | null
    readonly says: Bilingual
    readonly hint: Bilingual | null
  }[]
  readonly offered: readonly { readonly scheme: string; readonly value: string }[]
}

const FAULTS_SHOWN = 20

export function isFinished(batch: BatchAnswer): boolean {
  return ['completed', 'refused', 'stuck'].includes(batch.state)
}

export async function printBatch(
  batch: BatchAnswer,
  location: string,
  headers: Record<string, string>,
  io: CliIo,
): Promise<void> {
  const write = (line: string): void => void io.stdout.write(`${line}\n`)
  write(`batch 批次        ${batch.id}`)
  write(`state 状态        ${batch.state}`)
  write(`format 格式       ${batch.format}`)
  write(`encoding 编码     ${batch.encoding}`)
  for (const [name, title] of countTitles) write(`${title} ${batch.counts[name] ?? '-'}`)
  if (batch.absent > 0) write(`absent 未列而撤回  ${batch.absent}`)
  if (batch.faultsKept < (batch.counts.faulty ?? 0)) {
    write(
      `details kept 保留明细 ${batch.faultsKept} (差错过多，仅保留部分明细；行数统计完整。 counts are of all)`,
    )
  }
  write(`names disagreeing 名称不符  ${batch.namesDisagreeing}`)
  write(`subjects made 新主体        ${batch.subjectsMade}`)
  if (batch.refusal) {
    write(`refused 未接收    ${batch.refusal.says.zh}\n                  ${batch.refusal.says.en}`)
    if (batch.refusal.hint) write(`                  ${batch.refusal.hint.zh} ${batch.refusal.hint.en}`)
  }
  for (const { code, weight, rows, says } of batch.codes)
    write(`  ${weight === 'fault' ? '✗' : '·'} ${code}  ×${rows}  ${says.zh} / ${says.en}`)
  await printFaults(location, headers, write).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.code !== 'SCOPE_MISSING') throw error
    write('  差错明细须用可查阅的密钥（batches:read） / details of the rows need a key that may read')
  })
  if (batch.receipt) write(`receipt 回执\n${batch.receipt}`)
}

const countTitles = [
  ['rows', 'rows 行数         '],
  ['accepted', 'accepted 新增     '],
  ['corrected', 'corrected 更正    '],
  ['unchanged', 'unchanged 未变    '],
  ['withdrawn', 'withdrawn 撤回    '],
  ['faulty', 'faulty 差错       '],
] as const

async function printFaults(
  location: string,
  headers: Record<string, string>,
  write: (line: string) => void,
): Promise<void> {
  const page = await callNode<{ items: FindingAnswer[]; next: number | null }>(
    `${location}/faults?limit=${FAULTS_SHOWN}`,
    { headers },
  )
  for (const finding of page.items) {
    for (const { code, column, says, hint } of finding.faults) {
      write(`  row 第 ${finding.row} 行${column === null ? '' : ` [${column}]`}  ${code}`)
      write(`      ${says.zh} ${hint?.zh ?? ''}\n      ${says.en} ${hint?.en ?? ''}`)
    }
    for (const { scheme, value } of finding.offered) write(`      是否应为 meant to be?  ${scheme} ${value}`)
  }
  if (page.next !== null) write(`  … more at ${location}/faults?after=${page.next}`)
}

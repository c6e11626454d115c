// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { refuse } from '../kernel/refusal.ts'
import { type BatchAnswer, isFinished, printBatch } from './batch-report.ts'
import type { CliIo, Command } from './command.ts'
import { callNode, findKey, findNode } from './node-link.ts'
import { openProgress } from './progress.ts'
import { type FileToSend, formatOfName, sendFile } from './send-file.ts'

const usage = `probity submit --furnisher F --type T [--profile P] [--operation record|withdraw|replace]
         [--as-of INSTANT] [--period P] [--format csv|xlsx|jsonl] [--idempotency-key K]
         [--data DIR] [--no-wait] [--json] FILE`
const details = {
  zh: `  --operation        record 新增与更正（默认）；withdraw 按本单位编号撤回；replace 整期替换
  --as-of            所述情况截至的时刻，如 2026-04-01T08:00:00+08:00；默认为收到时
  --period           整期替换的是哪一期，只与 replace 同用
  --format           文件格式；默认按文件名，认不出则由节点按内容识别
  --idempotency-key  本次报送的唯一编号：同一编号、同一文件重发，仍是同一批次
  大于 32 MiB 的文件自动分段上传，中断后从断点继续。`,
  en: `  --operation        record: new and corrected (standard); withdraw: by your own numbers; replace: a whole period
  --as-of            as of when you say this, such as 2026-04-01T08:00:00+08:00; standard: when it arrives
  --period           the period that is replaced; with replace only
  --format           of the file; standard: by its name, else the node recognises it
  --idempotency-key  yours for this sending: the same key and file again are the same batch
  A file above 32 MiB goes in parts by itself, and goes on where it was when the line broke.`,
} as const
const POLL_MS = 200

export const submitCommand: Command = {
  name: 'submit',
  summary: { zh: '报送一个批次并等待回执', en: 'send a batch and wait for its receipt' },
  usage,
  details,
  run: submit,
}

const options = {
  furnisher: { type: 'string' },
  type: { type: 'string' },
  profile: { type: 'string', default: 'default' },
  operation: { type: 'string' },
  'as-of': { type: 'string' },
  period: { type: 'string' },
  format: { type: 'string' },
  'idempotency-key': { type: 'string' },
  data: { type: 'string' },
  'no-wait': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

async function submit(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [file] = positionals
  if (!file || positionals.length > 1 || !values.furnisher || !values.type) throw refuse('USAGE', { usage })
  const { size: bytes } = await stat(file).catch(() => {
    throw refuse('FILE_UNREADABLE', { file })
  })
  const format = formatOfName(file, values.format)
  const link = await findNode(values.data, io)
  const headers = { authorization: `Bearer ${await findKey(link, values.furnisher, io)}` }
  const sending: FileToSend = {
    file,
    bytes,
    format,
    headers,
    idempotencyKey: values['idempotency-key'] ?? null,
    query: queryOf(values),
  }
  const progress = openProgress(io, bytes)
  try {
    const id = await sendFile(link.url, sending, { onSent: (sent) => progress.sent(sent) })
    const location = `${link.url}/v1/batches/${id}`
    const batch = await follow(location, headers, values['no-wait'], (state) => progress.show(state))
    progress.end()
    if (values.json) io.stdout.write(`${JSON.stringify(batch)}\n`)
    else await printBatch(batch, location, headers, io)
    return batch.state === 'refused' || batch.state === 'stuck' ? 1 : 0
  } finally {
    progress.end()
  }
}

function queryOf(values: {
  type?: string | undefined
  profile: string
  operation?: string | undefined
  'as-of'?: string | undefined
  period?: string | undefined
}): Record<string, string> {
  const named = {
    type: values.type,
    profile: values.profile,
    operation: values.operation,
    asOf: values['as-of'],
    period: values.period,
  }
  return Object.fromEntries(
    Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

async function follow(
  location: string,
  headers: Record<string, string>,
  once: boolean,
  show: (batch: BatchAnswer) => void,
): Promise<BatchAnswer> {
  for (;;) {
    const batch = await callNode<BatchAnswer>(location, { headers })
    show(batch)
    if (once || isFinished(batch)) return batch
    await delay(POLL_MS)
  }
}

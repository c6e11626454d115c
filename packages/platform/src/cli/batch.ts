// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { refuse } from '../kernel/refusal.ts'
import { type BatchAnswer, printBatch } from './batch-report.ts'
import type { CliIo, Command } from './command.ts'
import { callNode, download, findKey, findNode } from './node-link.ts'

const usage =
  'probity batch --furnisher F [--data DIR] [--json] BATCH-ID | probity batch faults --furnisher F [--out FILE.csv|FILE.xlsx] [--data DIR] BATCH-ID'

export const batchCommand: Command = {
  name: 'batch',
  summary: {
    zh: '查看一个批次的进度、差错与回执；batch faults 下载带批注的差错行',
    en: 'show the progress, faults and receipt of a batch; batch faults saves the faulty rows, annotated',
  },
  usage,
  run: async (args: string[], io: CliIo): Promise<number> => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        furnisher: { type: 'string' },
        data: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const isFile = positionals[0] === 'faults'
    const [id, ...others] = isFile ? positionals.slice(1) : positionals
    if (!id || others.length > 0 || !values.furnisher) throw refuse('USAGE', { usage })
    if (values.out !== undefined && !isFile) throw refuse('USAGE', { usage })
    const link = await findNode(values.data, io)
    const headers = { authorization: `Bearer ${await findKey(link, values.furnisher, io)}` }
    const location = `${link.url}/v1/batches/${encodeURIComponent(id)}`
    const batch = await callNode<BatchAnswer>(location, { headers })
    if (isFile) await saveFaults(batch, location, headers, values.out, io)
    else if (values.json) io.stdout.write(`${JSON.stringify(batch)}\n`)
    else await printBatch(batch, location, headers, io)
    return 0
  },
}

/** As the name asks, else as the batch came: a workbook for a workbook. */
async function saveFaults(
  batch: BatchAnswer,
  location: string,
  headers: Record<string, string>,
  out: string | undefined,
  io: CliIo,
): Promise<void> {
  const named = /\.(csv|xlsx)$/i.exec(out ?? '')?.[1]?.toLowerCase()
  const ending = named ?? (batch.format === 'xlsx' ? 'xlsx' : 'csv')
  const file = out ?? `${batch.id}-faults.${ending}`
  const body = await download(`${location}/faults.${ending}`, { headers })
  await pipeline(body, createWriteStream(file, { mode: 0o600 })).catch(() => {
    throw refuse('FILE_UNWRITABLE', { file })
  })
  io.stdout.write(`${file}\n`)
}

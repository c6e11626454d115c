// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseArgs } from 'node:util'
import { refuse } from '../kernel/refusal.ts'
import { type BatchAnswer, printBatch } from './batch-report.ts'
import type { CliIo, Command } from './command.ts'
import { callNode, findKey, findNode } from './node-link.ts'

const usage = 'probity batch --furnisher F [--data DIR] [--json] BATCH-ID'

export const batchCommand: Command = {
  name: 'batch',
  summary: { zh: '查看一个批次的进度、差错与回执', en: 'show the progress, faults and receipt of a batch' },
  usage,
  run: async (args: string[], io: CliIo): Promise<number> => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        furnisher: { type: 'string' },
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const [id] = positionals
    if (!id || !values.furnisher) throw refuse('USAGE', { usage })
    const link = await findNode(values.data, io)
    const headers = { authorization: `Bearer ${await findKey(link, values.furnisher, io)}` }
    const location = `${link.url}/v1/batches/${encodeURIComponent(id)}`
    const batch = await callNode<BatchAnswer>(location, { headers })
    if (values.json) io.stdout.write(`${JSON.stringify(batch)}\n`)
    else await printBatch(batch, location, headers, io)
    return 0
  },
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { refuse } from '../kernel/refusal.ts'
import { type BatchAnswer, isFinished, printBatch } from './batch-report.ts'
import type { CliIo, Command } from './command.ts'
import { callNode, findKey, findNode } from './node-link.ts'
import { openProgress } from './progress.ts'

const usage = 'probity submit --furnisher F --type T [--profile P] [--data DIR] [--no-wait] [--json] FILE'
const POLL_MS = 200

export const submitCommand: Command = {
  name: 'submit',
  summary: { zh: '报送一个批次并等待回执', en: 'send a batch and wait for its receipt' },
  usage,
  run: submit,
}

async function submit(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      furnisher: { type: 'string' },
      type: { type: 'string' },
      profile: { type: 'string', default: 'default' },
      data: { type: 'string' },
      'no-wait': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const [file] = positionals
  if (!file || positionals.length > 1 || !values.furnisher || !values.type) throw refuse('USAGE', { usage })
  const size = await stat(file).catch(() => {
    throw refuse('FILE_UNREADABLE', { file })
  })
  const link = await findNode(values.data, io)
  const headers = { authorization: `Bearer ${await findKey(link, values.furnisher, io)}` }
  const progress = openProgress(io, size.size)
  const query = new URLSearchParams({ type: values.type, profile: values.profile })
  const { id } = await callNode<{ id: string }>(`${link.url}/v1/batches?${query}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    duplex: 'half',
  })
  let batch: BatchAnswer
  for (;;) {
    batch = await callNode<BatchAnswer>(`${link.url}/v1/batches/${id}`, { headers })
    progress.show(batch)
    if (values['no-wait'] || isFinished(batch)) break
    await delay(POLL_MS)
  }
  progress.end()
  if (values.json) io.stdout.write(`${JSON.stringify(batch)}\n`)
  else await printBatch(batch, `${link.url}/v1/batches/${id}`, headers, io)
  return batch.state === 'refused' ? 1 : 0
}

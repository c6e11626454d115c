// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { systemClock } from '../kernel/clock.ts'
import { type Database, openDatabase } from '../kernel/db/database.ts'
import { type BatchId, parseId } from '../kernel/ids.ts'
import { refuse } from '../kernel/refusal.ts'
import { listStuck, retryBatch } from '../modules/collection/index.ts'
import { type BatchAnswer, printBatch } from './batch-report.ts'
import type { CliIo, Command } from './command.ts'
import { callNode, download, findKey, findNode } from './node-link.ts'

const usage = `probity batch --furnisher F [--data DIR] [--json] BATCH-ID
       probity batch faults --furnisher F [--out FILE.csv|FILE.xlsx] [--data DIR] BATCH-ID
       probity batch list --stuck [--data DIR] [--json]
       probity batch retry BATCH-ID [--data DIR]`

export const batchCommand: Command = {
  name: 'batch',
  summary: {
    zh: '查看一个批次的进度、差错与回执；batch faults 下载带批注的差错行',
    en: 'show the progress, faults and receipt of a batch; batch faults saves the faulty rows, annotated',
  },
  usage,
  details: {
    zh: '  list --stuck  运营者用：列出节点多次尝试失败、已搁置的批次\n  retry         运营者用：排除原因后重新处理',
    en: '  list --stuck  for the operator: batches the node has given up after many tries\n  retry         for the operator: try again once the cause is mended',
  },
  run: async (args: string[], io: CliIo): Promise<number> => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        furnisher: { type: 'string' },
        data: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
        stuck: { type: 'boolean', default: false },
      },
    })
    const [word, id] = positionals
    if (word === 'list' && values.stuck) return printStuck(values.data, values.json, io)
    if (word === 'retry' && id) return retry(values.data, id, io)
    const isFile = word === 'faults'
    const [batchId, ...others] = isFile ? positionals.slice(1) : positionals
    if (!batchId || others.length > 0 || !values.furnisher) throw refuse('USAGE', { usage })
    if (values.out !== undefined && !isFile) throw refuse('USAGE', { usage })
    const link = await findNode(values.data, io)
    const headers = { authorization: `Bearer ${await findKey(link, values.furnisher, io)}` }
    const location = `${link.url}/v1/batches/${encodeURIComponent(batchId)}`
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

/** On the machine of the node: who may read its folder sees batches of every furnisher. */
async function printStuck(dataDir: string | undefined, json: boolean, io: CliIo): Promise<number> {
  const stuck = await onDatabase(dataDir, io, (database) => listStuck(database))
  for (const batch of stuck) {
    const { batchId, type, state, receivedAt, stuckAt } = batch
    io.stdout.write(
      json ? `${JSON.stringify(batch)}\n` : `${batchId}\t${type}\t${state}\t${receivedAt}\t${stuckAt}\n`,
    )
  }
  return 0
}

async function retry(dataDir: string | undefined, id: string, io: CliIo): Promise<number> {
  const batchId = parseId<BatchId>(id)
  await onDatabase(dataDir, io, (database) => database.transact((tx) => retryBatch(tx, batchId)))
  io.stdout.write(`已重新排队 / queued again: ${batchId}\n`)
  return 0
}

async function onDatabase<T>(
  dataDir: string | undefined,
  io: CliIo,
  act: (database: Database) => Promise<T>,
): Promise<T> {
  const link = await findNode(dataDir, io)
  const database = openDatabase({ ...link.database, clock: systemClock(), applicationName: 'probity-batch' })
  try {
    return await act(database)
  } finally {
    await database.close()
  }
}

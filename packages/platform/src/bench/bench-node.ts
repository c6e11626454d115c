// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningNode, startNode } from '../app.ts'
import { loadConfig } from '../kernel/config.ts'
import { startEmbeddedPostgres } from '../kernel/db/embedded-postgres.ts'
import { ensureDatabase } from '../kernel/db/ensure-database.ts'
import type { BatchId } from '../kernel/ids.ts'
import { createLogger } from '../kernel/logger.ts'
import { type Actor, apiScopes, type BodyActor } from '../modules/access/index.ts'
import { type BatchProgress, getBatchProgress, receiveBatch } from '../modules/collection/index.ts'
import { actorOfBody, registerParticipant } from '../modules/participants/index.ts'

export type BenchNode = {
  readonly node: RunningNode
  readonly ownerUrl: string
  furnisher(code: string, ...functions: string[]): Promise<BodyActor>
  /** Through the door to the receipt. */
  submit(actor: Actor, type: string, file: string | AsyncIterable<Uint8Array>): Promise<BatchProgress>
  stop(): Promise<void>
}

/** A whole node in demo mode without the demo world, on a durable database of its own. */
export async function openBenchNode(today: string, judges = 2): Promise<BenchNode> {
  const folder = await mkdtemp(join(tmpdir(), 'probity-bench-'))
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'server'), log: () => undefined })
  const config = loadConfig(
    ['--data', join(folder, 'var'), '--port', '0', '--empty', '--today', today, '--judges', String(judges)],
    {
      DATABASE_URL: server.url,
      KEYS_DATABASE_URL: await ensureDatabase(server, 'probity_keys'),
    },
  )
  const node = await startNode(config, createLogger({ level: 'error' }))
  const { database, collection } = node.house
  return {
    node,
    ownerUrl: server.url,
    furnisher: async (code, ...functions) => {
      const input = {
        code,
        name: { zh: code, en: code },
        kind: 'department',
        functions,
        division: '999999',
      } as const
      return actorOfBody(await database.transact((tx) => registerParticipant(tx, input)), apiScopes)
    },
    submit: async (actor, type, file) => {
      const batchId = await receiveBatch(collection, actor, {
        type,
        profile: 'default',
        source: typeof file === 'string' ? oneBuffer(file) : file,
      })
      return finished(node, actor, batchId)
    },
    stop: async () => {
      await node.stop()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function* oneBuffer(csv: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(csv)
}

async function finished(node: RunningNode, actor: Actor, batchId: BatchId): Promise<BatchProgress> {
  for (;;) {
    const progress = await getBatchProgress(node.house.collection, actor, batchId)
    if (progress.batch.state === 'completed') return progress
    if (progress.batch.state === 'refused')
      throw new Error(`a bench batch was refused: ${progress.batch.refusal}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../kernel/db/database.ts'
import type { BatchId } from '../kernel/ids.ts'
import type { Bilingual } from '../kernel/messages.ts'
import { OutageError, present, Refusal } from '../kernel/refusal.ts'
import { type Actor, apiScopes, findKey, issueApiKey } from '../modules/access/index.ts'
import { type CollectionContext, getBatchProgress, receiveBatch } from '../modules/collection/index.ts'
import { actorOfBody, findParticipantByCode, registerParticipant } from '../modules/participants/index.ts'
import { admitOfficers } from './admit-officers.ts'
import { demoBatches } from './batches.ts'
import type { DemoBatch } from './demo-batch.ts'
import { type DemoParticipant, demoParticipants } from './participants.ts'

export type DemoHouse = { readonly collection: CollectionContext; readonly database: Database }

export type DemoOptions = {
  /** Where each participant's key is left, readable by the owner only. */
  readonly keysDir: string
  readonly progress: (done: number, total: number, title: Bilingual) => void
  /** Whoever stops the node need not wait: the next start goes on. */
  readonly signal?: AbortSignal
}

const POLL_MS = 50
const WAIT_MS_MAX = 120_000

/**
 * Fills a demo node by the acts that any furnisher uses, so that it holds nothing a real one could not. Killed half
 * way it may simply be called again (`needsDemoWorld` tells when): who is registered stays, and a batch sent twice
 * changes nothing. Caller has started the node's deliverer.
 * @throws OutageError when the batches are not done in two minutes
 */
export async function makeDemoWorld(house: DemoHouse, options: DemoOptions): Promise<void> {
  await mkdir(options.keysDir, { recursive: true, mode: 0o700 })
  const actors = new Map<string, Actor>()
  for (const one of demoParticipants) actors.set(one.code, await admit(house.database, one, options.keysDir))
  await admitOfficers(house.database, options.keysDir)

  const batches = demoBatches(house.database.clock.today())
  const sent: { readonly batch: DemoBatch; readonly actor: Actor; readonly batchId: BatchId }[] = []
  for (const batch of batches) {
    if (options.signal?.aborted) return
    const actor = present(actors.get(batch.furnisher), 'the furnisher was admitted')
    const { type, profile } = batch
    const batchId = await receiveBatch(house.collection, actor, { type, profile, source: once(batch.csv) })
    sent.push({ batch, actor, batchId })
  }
  const deadlineMs = house.database.clock.nowMs() + WAIT_MS_MAX
  for (const [at, { batch, actor, batchId }] of sent.entries()) {
    await waitFor(house, actor, batchId, deadlineMs, options.signal)
    if (options.signal?.aborted) return
    options.progress(at + 1, sent.length, batch.title)
  }
}

async function admit(database: Database, one: DemoParticipant, keysDir: string): Promise<Actor> {
  const { code, name, kind, functions, division } = one
  const known = await findParticipantByCode(database, code)
  const participant =
    known ??
    (await database.transact((tx) => registerParticipant(tx, { code, name, kind, functions, division })))
  const { participantId } = participant
  const file = join(keysDir, `${code}.key`)
  if (!(await opens(database, file, participantId))) {
    const key = await database.transact((tx) =>
      issueApiKey(tx, { participantId, scopes: apiScopes, expiresOn: null }),
    )
    await writePrivately(file, `${key}\n`)
  }
  return actorOfBody(participant, apiScopes)
}

/** Whether the file holds a key of this participant: a folder may be older than the database, or the other way. */
async function opens(database: Database, file: string, participantId: number): Promise<boolean> {
  const key = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  try {
    const { clock } = database
    const found = await findKey(database, key.trim(), { today: clock.today(), now: clock.now() })
    return found?.participantId === participantId
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** Whole or not at all, and never readable by others, not even for the moment of writing. */
async function writePrivately(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function waitFor(
  house: DemoHouse,
  actor: Actor,
  batchId: BatchId,
  deadlineMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  while (!signal?.aborted) {
    const { batch } = await getBatchProgress(house.collection, actor, batchId)
    if (batch.state === 'completed' || batch.state === 'refused') return
    if (house.database.clock.nowMs() > deadlineMs) {
      throw new OutageError(`the demo world is not ready after ${WAIT_MS_MAX / 1000} seconds`)
    }
    await pause(POLL_MS)
  }
}

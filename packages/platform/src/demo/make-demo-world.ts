// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { join } from 'node:path'
import { addDays } from '../kernel/civil-date.ts'
import type { Database } from '../kernel/db/database.ts'
import type { BatchId } from '../kernel/ids.ts'
import type { Bilingual } from '../kernel/messages.ts'
import { present } from '../kernel/refusal.ts'
import type { CollectionContext } from '../modules/collection/index.ts'
import { findParticipantByCode } from '../modules/participants/index.ts'
import { type Actors, admitEverybody } from './admit.ts'
import type { Stage } from './demo-act.ts'
import type { DemoBatch } from './demo-batch.ts'
import { sketchWorld } from './demo-world.ts'
import { openDiary } from './diary.ts'
import { NodeOnDay } from './node-on-day.ts'
import { demoParticipants } from './participants.ts'
import { planWorld, type Scene } from './plan-world.ts'
import { sendBatch } from './send-batch.ts'

export type DemoHouse = { readonly collection: CollectionContext; readonly database: Database }

export type DemoOptions = {
  /** Where each participant's key is left, readable by the owner only, and when the world began. */
  readonly dataDir: string
  readonly progress: (done: number, total: number, title: Bilingual) => void
  /** Whoever stops the node need not wait: the next start goes on. */
  readonly signal?: AbortSignal
  /** Of the whole world; tests do with a small part. */
  readonly share?: number
}

/**
 * Fills a demo node by the acts that any furnisher uses, so that it holds nothing a real one could not, under a clock
 * that is set back for what happened before today. Killed half way it may simply be called again (`needsDemoWorld`
 * tells when): who is registered stays, what was sent is known by its key, what was done is not done twice.
 * Caller has not started the node's own work.
 * @throws OutageError when a batch is not done in two minutes
 */
export async function makeDemoWorld(house: DemoHouse, options: DemoOptions): Promise<void> {
  const { database, collection } = house
  const { dataDir, signal, share } = options
  const [first] = demoParticipants
  const isBegun = first && (await findParticipantByCode(database, first.code)) !== undefined
  const diary = await openDiary(dataDir, isBegun === true, database.clock.today())
  const world = sketchWorld(diary.firstDay, share)
  const actors = await admitEverybody(database, join(dataDir, 'keys'))
  const scenes = await planWorld(world)
  const total = sizeOf(scenes)
  let done = sizeOf(scenes.slice(0, diary.scenesPlayed))
  for (const [at, scene] of scenes.entries()) {
    if (at < diary.scenesPlayed) continue
    if (signal?.aborted) return
    const node = await NodeOnDay.start(collection, addDays(world.day, -scene.daysAgo))
    try {
      const stage = setStage(node, scenes, actors, signal)
      await play(stage, scene, signal, (title) => options.progress(++done, total, title))
    } finally {
      await node.stop()
    }
    if (!signal?.aborted) await diary.note(at + 1)
  }
}

function sizeOf(scenes: readonly Scene[]): number {
  return scenes.reduce((sum, { batches, acts }) => sum + batches.length + acts.length, 0)
}

function setStage(
  node: NodeOnDay,
  scenes: readonly Scene[],
  actorOf: Actors,
  signal: AbortSignal | undefined,
): Stage {
  const batches = scenes.flatMap((scene) => scene.batches)
  return {
    collection: node.collection,
    actorOf,
    // Sent again under its key, a batch is the one that it was.
    batchOf: async (code, key) => {
      const batch = batches.find((one) => one.furnisher === code && one.key === key)
      return sendBatch(node.collection, actorOf(code), present(batch, 'somebody sends it'))
    },
    settle: (actor, batchId) => node.settle(actor, batchId, signal),
  }
}

async function play(
  stage: Stage,
  { batches, acts }: Scene,
  signal: AbortSignal | undefined,
  tell: (title: Bilingual) => void,
): Promise<void> {
  const sent: (readonly [DemoBatch, BatchId])[] = []
  for (const batch of batches) {
    if (signal?.aborted) return
    sent.push([batch, await sendBatch(stage.collection, stage.actorOf(batch.furnisher), batch)])
  }
  for (const [{ furnisher, title }, batchId] of sent) {
    await stage.settle(stage.actorOf(furnisher), batchId)
    if (signal?.aborted) return
    tell(title)
  }
  for (const { title, perform } of acts) {
    await perform(stage)
    if (signal?.aborted) return
    tell(title)
  }
}

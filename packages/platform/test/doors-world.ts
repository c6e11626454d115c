// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../src/kernel/civil-date.ts'
import type { BatchId } from '../src/kernel/ids.ts'
import type { CollectionContext } from '../src/modules/collection/index.ts'
import { findStoredBatch } from '../src/modules/collection/index.ts'
import { asKey } from '../src/modules/files/index.ts'
import { newUscc, type Participant } from './http-world.ts'
import { openWorld, type World } from './world.ts'

/** The world with two bodies that furnish registrations, for tests of how files come in. */
export type DoorsWorld = World & {
  readonly registry: Participant
  readonly other: Participant
  /** The file as it lies in the spool, opened. */
  spooledBytes(context: CollectionContext, batchId: BatchId): Promise<Buffer>
  passHours(hours: number): void
}

export const type = 'cn.registration'
export const heading = 'uscc,name,registered_on\n'

export async function openDoorsWorld(): Promise<DoorsWorld> {
  const world = await openWorld()
  const { database, clock } = world
  return {
    ...world,
    registry: await world.furnisher('registry', 'registration-authority'),
    other: await world.furnisher('other', 'registration-authority'),
    spooledBytes: async (context, batchId) => {
      const batch = await findStoredBatch(database, batchId)
      if (!batch) throw new Error('no such batch')
      const parts: Buffer[] = []
      for await (const part of context.spool.read(batchId, asKey(context.nodeKey.unwrap(batch.keyWrapped))))
        parts.push(part)
      return Buffer.concat(parts)
    },
    passHours: (hours) => clock.set(new Date(clock.nowMs() + hours * 3_600_000).toISOString() as Instant),
  }
}

export function csvOf(rows: number): string {
  return heading + Array.from({ length: rows }, () => `${newUscc()},演示门有限公司,2020-01-02\n`).join('')
}

export async function* once(bytes: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(bytes)
}

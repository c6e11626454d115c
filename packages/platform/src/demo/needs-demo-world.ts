// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { listOwnBatches } from '../modules/collection/index.ts'
import { actorOfBody, listParticipants } from '../modules/participants/index.ts'
import type { DemoHouse } from './make-demo-world.ts'
import { demoParticipants } from './participants.ts'
import { lastSender } from './penalty-batches.ts'

/**
 * Whether the demo world is still to be made: the node has nobody yet, or was killed before all was sent. What was
 * sent the node itself takes to its end. A node filled by its operator is left alone.
 */
export async function needsDemoWorld({ collection, database }: DemoHouse): Promise<boolean> {
  const known = await listParticipants(database)
  if (known.length === 0) return true
  if (!known.some(({ code }) => code === demoParticipants[0]?.code)) return false
  const last = known.find(({ code }) => code === lastSender)
  if (!last) return true
  const actor = actorOfBody(last, ['batches:read'])
  return (await listOwnBatches(collection, actor, { before: null, limit: 1 })).length === 0
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Branded, EventId } from '../ids.ts'
import { newId } from '../ids.ts'
import type { Tx } from './database.ts'
import { insertEvent } from './outbox-store.ts'

export type NodeId = Branded<string, 'NodeId'>

export type OutboxEvent = {
  readonly kind: string
  readonly payload: Record<string, unknown>
  readonly eventId: EventId
}

/**
 * What a higher module does when a lower one has told something. Must bear being called twice for one event, and
 * should end soon once the signal is given: the node is stopping, or another node holds the lease now.
 */
export type Subscriber = (event: OutboxEvent, signal: AbortSignal) => Promise<void>

/**
 * Tells other modules, in the transaction of the act itself.
 * @param onNode set when only that node can do the work
 * @param lane of one lane one event is worked on at a time, in order
 */
export async function publish(
  tx: Tx,
  kind: string,
  payload: Record<string, unknown>,
  onNode: NodeId | null = null,
  lane: string | null = null,
): Promise<EventId> {
  const eventId = newId<EventId>(tx.clock.nowMs())
  await insertEvent(tx, { eventId, kind, payload, onNode, lane, at: tx.clock.now() })
  return eventId
}

/** What is published, with the event's own payload, when an event has failed too often and is tried no more. */
export function stuckKind(kind: string): string {
  return `${kind}.stuck`
}

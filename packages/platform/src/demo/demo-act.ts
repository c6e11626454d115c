// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { BatchId } from '../kernel/ids.ts'
import type { Bilingual } from '../kernel/messages.ts'
import { Refusal } from '../kernel/refusal.ts'
import type { Actor, BodyActor } from '../modules/access/index.ts'
import type { CollectionContext } from '../modules/collection/index.ts'

/** What people do in the demo city besides sending files. Done again after a kill, it changes nothing that is done. */
export type DemoAct = {
  readonly daysAgo: number
  readonly title: Bilingual
  readonly perform: (stage: Stage) => Promise<void>
}

/** The node as on the day of the act, with everybody who acts. */
export type Stage = {
  readonly collection: CollectionContext
  /** An account such as `clerk-1`, or the machine of the body when left out. */
  actorOf(code: string, holder?: string): BodyActor
  /** The batch that was sent under this key of this body. */
  batchOf(code: string, key: string): Promise<BatchId>
  /** Waits until a batch is at its end. */
  settle(actor: Actor, batchId: BatchId): Promise<void>
}

/** An act that was done before the node was killed is refused: just what repeating it is to come to. */
export async function unlessDone(codes: readonly string[], act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Refusal) || !codes.includes(error.code)) throw error
  }
}

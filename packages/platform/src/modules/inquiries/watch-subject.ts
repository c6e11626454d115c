// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import { type Branded, newId, type SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope, isBody } from '../access/index.ts'
import { findWatch, insertWatch, insertWatchEnd } from './alarm-store.ts'
import { inquirerOf } from './inquiry.ts'
import { assertSupervisor } from './lodging.ts'

export type WatchId = Branded<string, 'WatchId'>

/**
 * Has questions about a subject looked at: by the supervisor, about somebody whom everybody knows; by a keeper of
 * accounts, about one of the own people of its body.
 * @throws Refusal SUPERVISOR_ONLY, SCOPE_MISSING
 */
export async function watchSubject(
  tx: Tx,
  actor: Actor,
  asked: { readonly subjectId: SubjectId; readonly watch: 'colleague' | 'public-eye' },
): Promise<WatchId> {
  const watchId = newId<WatchId>(tx.clock.nowMs())
  const placed = asked.watch === 'colleague' ? keeperOf(actor) : supervisorOf(actor)
  await insertWatch(tx, { ...asked, watchId, ...placed })
  return watchId
}

/** @throws Refusal SUPERVISOR_ONLY, SCOPE_MISSING, WATCH_UNKNOWN */
export async function endWatch(
  tx: Tx,
  actor: Actor,
  ended: { readonly subjectId: SubjectId; readonly watchId: WatchId },
): Promise<void> {
  const found = await findWatch(tx, ended.subjectId, ended.watchId)
  const { participantId, staff } = found?.participantId == null ? supervisorOf(actor) : keeperOf(actor)
  if (!found || found.participantId !== participantId) throw refuse('WATCH_UNKNOWN')
  await insertWatchEnd(tx, { ...ended, staff })
}

type Placed = { readonly participantId: number | null; readonly staff: string }

function supervisorOf(actor: Actor): Placed {
  return { participantId: null, staff: assertSupervisor(actor, 'supervision:order').staff }
}

function keeperOf(actor: Actor): Placed {
  const { staff } = inquirerOf(actor)
  if (!isBody(actor) || !hasScope(actor, 'staff:keep') || staff === null)
    throw refuse('SCOPE_MISSING', { scope: 'staff:keep' })
  return { participantId: actor.participantId, staff }
}

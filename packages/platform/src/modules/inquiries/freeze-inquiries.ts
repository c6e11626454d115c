// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import { type Branded, newId } from '../../kernel/ids.ts'
import type { Actor } from '../access/index.ts'
import { findFreeze, insertFreeze, insertFreezeEnds } from './bars-store.ts'
import { inquirerOf } from './inquiry.ts'
import { moveSubject } from './move-subject.ts'
import { ownSubjectOf } from './own-affairs.ts'

export type FreezeId = Branded<string, 'FreezeId'>
export type Freeze = { readonly freezeId: FreezeId; readonly frozenAt: Instant }

/**
 * From the commit on no lender, and no bureau for one, gets an answer about the subject, whatever it has consented to.
 * Frozen twice is frozen.
 * @throws Refusal OWN_AFFAIRS_ONLY
 */
export async function freezeInquiries(tx: Tx, actor: Actor): Promise<void> {
  const subjectId = ownSubjectOf(actor, 'authorisations:manage')
  if (await findFreeze(tx, subjectId)) return
  const tick = await moveSubject(tx, subjectId)
  const freezeId = newId<FreezeId>(tx.clock.nowMs())
  await insertFreeze(tx, tick, { subjectId, freezeId, kind: actor.kind, staff: inquirerOf(actor).staff })
}

/** @throws Refusal OWN_AFFAIRS_ONLY */
export async function unfreezeInquiries(tx: Tx, actor: Actor): Promise<void> {
  const subjectId = ownSubjectOf(actor, 'authorisations:manage')
  const tick = await moveSubject(tx, subjectId)
  await insertFreezeEnds(tx, tick, { subjectId, kind: actor.kind, staff: inquirerOf(actor).staff })
}

/** @throws Refusal OWN_AFFAIRS_ONLY */
export async function findOwnFreeze(on: { readonly query: Query }, actor: Actor): Promise<Freeze | null> {
  return (await findFreeze(on, ownSubjectOf(actor, 'inquiries:read'))) ?? null
}

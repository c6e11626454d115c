// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { instantOf } from '../../kernel/civil-date.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { newId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { ActId, ActingOfficer, TwoOfficerAct } from './two-officer-act.ts'
import { findOpenAct, insertAct, lockReference } from './workflow-store.ts'

export type NewAct = Pick<TwoOfficerAct, 'kind' | 'reference' | 'content'> & { readonly daysOpen: number }

/**
 * Proposes an act; nothing happens until another officer seconds it.
 * Caller: has asked whether this officer may propose this kind, and puts neither personal data nor free text into it.
 * @throws Refusal ACT_ALREADY_PROPOSED while a proposal about the same reference is open
 */
export async function proposeAct(tx: Tx, officer: ActingOfficer, act: NewAct): Promise<ActId> {
  const nowMs = tx.clock.nowMs()
  await lockReference(tx, act.kind, act.reference)
  const open = await findOpenAct(tx, act.kind, act.reference, tx.clock.now())
  if (open) throw refuse('ACT_ALREADY_PROPOSED', { act: open.actId })
  const actId = newId<ActId>(nowMs)
  await insertAct(tx, {
    actId,
    kind: act.kind,
    reference: act.reference,
    content: act.content,
    proposerId: officer.participantId,
    proposer: officer.holder,
    proposedAt: tx.clock.now(),
    expiresAt: instantOf(nowMs + act.daysOpen * 86_400_000),
  })
  return actId
}

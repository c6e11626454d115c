// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type ActId, type ActingOfficer, assertOpen, type TwoOfficerAct } from './two-officer-act.ts'
import { findAct, insertOutcome } from './workflow-store.ts'

/**
 * Seconds a proposal: from here on it takes effect, once.
 * Caller: has asked whether this officer may second this kind for this proposer, and does the act in the same
 * transaction.
 * @throws Refusal ACT_UNKNOWN, ACT_DECIDED, ACT_EXPIRED, SECOND_OFFICER_SAME
 */
export async function secondAct(
  tx: Tx,
  officer: ActingOfficer,
  kind: string,
  actId: ActId,
): Promise<TwoOfficerAct> {
  const act = await findAct(tx, actId)
  assertOpen(act, kind, tx.clock.now())
  if (act.proposerId === officer.participantId && act.proposer === officer.holder)
    throw refuse('SECOND_OFFICER_SAME', { holder: officer.holder })
  // Of two who decide at once the first to write decides; the other finds the row there.
  const decided = await insertOutcome(tx, actId, 'seconded', officer)
  if (!decided) throw refuse('ACT_DECIDED', { outcome: 'seconded' })
  return act
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type ActId, type ActingOfficer, assertOpen } from './two-officer-act.ts'
import { findAct, insertOutcome } from './workflow-store.ts'

/**
 * Ends a proposal without effect: another officer declines it, or the proposer takes it back.
 * Caller: has asked whether this officer may decide about this kind for this proposer.
 * @throws Refusal ACT_UNKNOWN, ACT_DECIDED, ACT_EXPIRED
 */
export async function declineAct(tx: Tx, officer: ActingOfficer, kind: string, actId: ActId): Promise<void> {
  const act = await findAct(tx, actId)
  assertOpen(act, kind, tx.clock.now())
  const decided = await insertOutcome(tx, actId, 'declined', officer)
  if (!decided) throw refuse('ACT_DECIDED', { outcome: 'declined' })
}

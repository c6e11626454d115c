// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../../kernel/db/database.ts'
import { takeTick } from '../../kernel/db/tick.ts'
import { type GroundId, newId, type ProposalId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Officer } from '../access/index.ts'
import { queueEntry } from '../transparency-log/index.ts'
import { endGrounds, findProposal, insertDecision, insertGround } from './link-store.ts'
import { relink } from './link-subjects.ts'
import { assertPossible } from './propose-link.ts'

/**
 * Decides a proposal as another officer than the one who made it: from then on the two are read as one, or no longer.
 * Records that came meanwhile stay with the subject their own number led to.
 * Caller has seen that the officer may.
 * @throws Refusal LINK_PROPOSAL_UNKNOWN, LINK_SAME_OFFICER, LINK_PROPOSAL_DECIDED, and what a proposal is refused for
 */
export async function decideLink(
  database: Database,
  officer: Officer,
  proposalId: ProposalId,
  decision: 'approved' | 'rejected',
): Promise<void> {
  await database.transact(async (tx) => {
    const proposal = await findProposal(tx, proposalId)
    if (!proposal) throw refuse('LINK_PROPOSAL_UNKNOWN')
    const { proposedBy, joiningId, otherId, act } = proposal
    if (proposedBy.participantId === officer.participantId && proposedBy.holder === officer.holder) {
      throw refuse('LINK_SAME_OFFICER')
    }
    if (decision === 'rejected') {
      if (!(await insertDecision(tx, proposalId, decision, officer, null)))
        throw refuse('LINK_PROPOSAL_DECIDED')
      return
    }
    const tick = await takeTick(tx)
    if (!(await insertDecision(tx, proposalId, decision, officer, tick)))
      throw refuse('LINK_PROPOSAL_DECIDED')
    await assertPossible(tx, proposal)
    if (act === 'part') {
      await endGrounds(tx, joiningId, otherId, proposalId, tick)
    } else {
      const groundId = newId<GroundId>(tx.clock.nowMs())
      const about = { memberId: otherId, canonicalId: joiningId, groundId, reason: 'two-officers' as const }
      await insertGround(tx, { ...about, assertedBy: null, proposalId }, tick)
    }
    await relink(tx, tick, [joiningId, otherId])
    const kind = act === 'link' ? 'subjects.linked' : 'subjects.parted'
    await queueEntry(tx, kind, `${proposalId} ${act} ${otherId} ${joiningId} ${tick}`)
  })
}

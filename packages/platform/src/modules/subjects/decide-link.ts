// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database, Query, Tx } from '../../kernel/db/database.ts'
import { type Tick, takeTick } from '../../kernel/db/tick.ts'
import { type GroundId, newId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope, officerOf } from '../access/index.ts'
import { queueEntry } from '../transparency-log/index.ts'
import { type ActId, declineAct, findAct, secondAct, type TwoOfficerAct } from '../workflow/index.ts'
import { LINK_KIND, proposalOf } from './link-proposal.ts'
import { endGrounds, insertGround } from './link-store.ts'
import { relink } from './link-subjects.ts'
import { decisionWitness } from './link-witness.ts'
import { assertPossible } from './propose-link.ts'

/**
 * Another officer of the same body seconds: from then on the two are read as one, or no longer. Records that came
 * meanwhile stay with the subject their own number led to.
 * @returns the tick as of which readers see it
 * @throws Refusal SCOPE_MISSING, HOLDER_MISSING, ACT_UNKNOWN, ACT_DECIDED, ACT_EXPIRED, SECOND_OFFICER_SAME, and what a
 *   proposal is refused for
 */
export async function secondLink(database: Database, actor: Actor, actId: ActId): Promise<Tick> {
  if (!hasScope(actor, 'links:decide')) throw refuse('SCOPE_MISSING', { scope: 'links:decide' })
  const officer = officerOf(actor)
  return database.transact(async (tx) => {
    await assertOwn(tx, actor.participantId, actId)
    const act = await secondAct(tx, officer, LINK_KIND, actId)
    const tick = await takeTick(tx)
    await takeEffect(tx, act, officer.holder, tick)
    return tick
  })
}

/**
 * Another officer declines, or the proposer takes it back.
 * @throws Refusal SCOPE_MISSING, HOLDER_MISSING, ACT_UNKNOWN, ACT_DECIDED, ACT_EXPIRED
 */
export async function declineLink(database: Database, actor: Actor, actId: ActId): Promise<void> {
  const may = hasScope(actor, 'links:decide') || hasScope(actor, 'links:propose')
  if (!may) throw refuse('SCOPE_MISSING', { scope: 'links:decide' })
  const officer = officerOf(actor)
  await database.transact(async (tx) => {
    await assertOwn(tx, actor.participantId, actId)
    await declineAct(tx, officer, LINK_KIND, actId)
  })
}

/** @throws Refusal ACT_UNKNOWN also for another body's: that it exists is not the asker's business */
async function assertOwn(on: { readonly query: Query }, participantId: number, actId: ActId): Promise<void> {
  const act = await findAct(on, actId)
  if (!act || act.kind !== LINK_KIND || act.proposerId !== participantId) throw refuse('ACT_UNKNOWN')
}

/** Caller holds the tick lock: what is possible cannot change any more. */
async function takeEffect(tx: Tx, seconded: TwoOfficerAct, seconder: string, tick: Tick): Promise<void> {
  const { actId, act, joiningId, otherId } = proposalOf(seconded)
  await assertPossible(tx, { act, joiningId, otherId })
  if (act === 'part') await endGrounds(tx, joiningId, otherId, actId, tick)
  else {
    const groundId = newId<GroundId>(tx.clock.nowMs())
    const about = { memberId: otherId, canonicalId: joiningId, groundId, reason: 'two-officers' as const }
    await insertGround(tx, { ...about, assertedBy: null, actId }, tick)
  }
  await relink(tx, tick, [joiningId, otherId])
  const kind = act === 'link' ? 'subjects.linked' : 'subjects.parted'
  await queueEntry(tx, kind, decisionWitness(seconded, seconder, tick))
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../../kernel/db/database.ts'
import { takeTick } from '../../kernel/db/tick.ts'
import { type GroundId, newId, type SubjectId } from '../../kernel/ids.ts'
import { queueEntry } from '../transparency-log/index.ts'
import { insertGround, listGrounds } from './link-store.ts'
import { relink } from './link-subjects.ts'
import { assertionWitness } from './link-witness.ts'
import { assertOfOneKind } from './propose-link.ts'

/** An organisation which now bears one number formerly bore, or also bears, another. */
export type AssertedLink = {
  readonly canonicalId: SubjectId
  readonly memberId: SubjectId
}

/**
 * Reads two subjects as one because the authority that registers them says so: the one link besides the computed that
 * needs no officers.
 * Caller has seen that the participant registers the canonical one.
 * @returns false when it had been said before, and holds
 * @throws Refusal SUBJECT_UNKNOWN, LINK_SAME_SUBJECT, LINK_ACROSS_KINDS
 */
export async function linkAsserted(
  database: Database,
  registrar: { readonly participantId: number },
  asserted: AssertedLink,
): Promise<boolean> {
  const { canonicalId, memberId } = asserted
  return database.transact(async (tx) => {
    await assertOfOneKind(tx, canonicalId, memberId)
    const isKnown = async (): Promise<boolean> =>
      (await listGrounds(tx, [memberId])).some(
        (ground) =>
          ground.reason === 'registration-authority' &&
          ground.memberId === memberId &&
          ground.canonicalId === canonicalId,
      )
    if (await isKnown()) return false
    const tick = await takeTick(tx)
    // Again under the lock: another may have said the same meanwhile.
    if (await isKnown()) return false
    const groundId = newId<GroundId>(tx.clock.nowMs())
    const about = { memberId, canonicalId, groundId, reason: 'registration-authority' as const }
    await insertGround(tx, { ...about, assertedBy: registrar.participantId, actId: null }, tick)
    await relink(tx, tick, [canonicalId, memberId])
    await queueEntry(tx, 'subjects.linked', assertionWitness({ groundId, memberId, canonicalId, tick }))
    return true
  })
}

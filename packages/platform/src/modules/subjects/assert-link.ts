// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../../kernel/db/database.ts'
import { takeTick } from '../../kernel/db/tick.ts'
import { type GroundId, newId, type SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { queueEntry } from '../transparency-log/index.ts'
import { findFunctions, insertGround, listGrounds } from './link-store.ts'
import { relink } from './link-subjects.ts'
import type { DirectoryIdentifier } from './subject.ts'
import { findIdentifiers, findKinds } from './subject-store.ts'

/** The registrar says that an organisation which now bears one number formerly bore, or also bears, another. */
export type AssertedLink = {
  readonly number: DirectoryIdentifier
  readonly formerNumber: DirectoryIdentifier
}

/**
 * Reads two subjects as one because the authority that registers them says so: the one link besides the computed that
 * needs no officers.
 * @returns false when the same authority had said so before
 * @throws Refusal LINK_NOT_REGISTRAR, SUBJECT_UNKNOWN, LINK_SAME_SUBJECT, LINK_ACROSS_KINDS
 */
export async function linkAsserted(
  database: Database,
  catalogue: Catalogue,
  registrar: { readonly participantId: number },
  { number, formerNumber }: AssertedLink,
): Promise<boolean> {
  return database.transact(async (tx) => {
    const functions = await findFunctions(tx, registrar.participantId)
    const registers = catalogue.recordTypes
      .flatMap((type) => type.furnishers)
      .some((rule) => rule.ownsRegistration && functions.includes(rule.function))
    if (!registers) throw refuse('LINK_NOT_REGISTRAR')
    const found = await findIdentifiers(tx, [number, formerNumber])
    const idOf = ({ scheme, value }: DirectoryIdentifier): SubjectId => {
      const row = found.find((one) => one.scheme === scheme && one.value === value)
      if (!row) throw refuse('SUBJECT_UNKNOWN')
      return row.subjectId
    }
    const [canonicalId, memberId] = [idOf(number), idOf(formerNumber)]
    if (canonicalId === memberId) throw refuse('LINK_SAME_SUBJECT')
    const kinds = await findKinds(tx, [canonicalId, memberId])
    if (kinds.get(canonicalId) !== kinds.get(memberId)) throw refuse('LINK_ACROSS_KINDS')

    const known = await listGrounds(tx, [memberId])
    const isKnown = known.some(
      (ground) =>
        ground.reason === 'registration-authority' &&
        ground.memberId === memberId &&
        ground.canonicalId === canonicalId,
    )
    if (isKnown) return false

    const tick = await takeTick(tx)
    const groundId = newId<GroundId>(tx.clock.nowMs())
    const about = { memberId, canonicalId, groundId, reason: 'registration-authority' as const }
    await insertGround(tx, { ...about, assertedBy: registrar.participantId, proposalId: null }, tick)
    await relink(tx, tick, [canonicalId, memberId])
    await queueEntry(tx, 'subjects.linked', `${groundId} ${about.reason} ${memberId} ${canonicalId} ${tick}`)
    return true
  })
}

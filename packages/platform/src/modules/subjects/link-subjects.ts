// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import { type LinkId, newId, type SubjectId } from '../../kernel/ids.ts'
import { endLink, findApart, findCanonical, findKinds, insertLink, listMembers } from './subject-store.ts'

export type Pair = { readonly joining: SubjectId; readonly other: SubjectId }

/** Those pairs, once each, that are not read as one yet: most were linked when they first came. */
export async function findUnlinked(tx: Tx, pairs: readonly Pair[]): Promise<Pair[]> {
  if (pairs.length === 0) return []
  const once = [...new Map(pairs.map((pair) => [`${pair.joining} ${pair.other}`, pair])).values()]
  return findApart(tx, once)
}

/**
 * Reads two subjects as one because one's number was computed from the other's. The links stay flat: whoever was
 * read with the joining subject is now read with the canonical one.
 * Caller holds the tick lock, so no other act links at the same time.
 * @returns false when they already are one, or are of different kinds: a person is never joined to their shop
 */
export async function linkComputed(
  tx: Tx,
  tick: Tick,
  joining: SubjectId,
  other: SubjectId,
): Promise<boolean> {
  const canonicalId = await findCanonical(tx, joining)
  const joined = await findCanonical(tx, other)
  if (canonicalId === joined) return false
  const kinds = await findKinds(tx, [canonicalId, joined])
  if (kinds.get(canonicalId) !== kinds.get(joined)) return false

  const reason = 'computed-from-number'
  for (const member of await listMembers(tx, joined)) {
    await endLink(tx, member, tick)
    await insertLink(tx, { ...newLink(tx), memberId: member.memberId, canonicalId, reason, tick })
  }
  await insertLink(tx, { ...newLink(tx), memberId: joined, canonicalId, reason, tick })
  return true
}

function newLink(tx: Tx): { linkId: LinkId } {
  return { linkId: newId<LinkId>(tx.clock.nowMs()) }
}

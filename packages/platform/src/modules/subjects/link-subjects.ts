// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import { type GroundId, type LinkId, newId, type SubjectId } from '../../kernel/ids.ts'
import { flatLinks } from './flat-links.ts'
import {
  endLink,
  findUncomputed,
  type Ground,
  insertGround,
  insertLink,
  listGrounds,
  listLinks,
} from './link-store.ts'

export type Pair = { readonly joining: SubjectId; readonly other: SubjectId }

/** Those pairs, once each, that are not joined yet: most were when they first came. */
export async function findUnlinked(tx: Tx, pairs: readonly Pair[]): Promise<Pair[]> {
  if (pairs.length === 0) return []
  const once = [...new Map(pairs.map((pair) => [`${pair.joining} ${pair.other}`, pair])).values()]
  return findUncomputed(tx, once)
}

/**
 * Reads two subjects as one because one's number was computed from the other's.
 * Caller took the pair from `findUnlinked`, so both are of one kind, and holds the tick lock, so that no other act
 * links at the same time.
 */
export async function linkComputed(tx: Tx, tick: Tick, joining: SubjectId, other: SubjectId): Promise<void> {
  const groundId = newId<GroundId>(tx.clock.nowMs())
  const about = { memberId: other, canonicalId: joining, reason: 'computed-from-number' } as const
  await insertGround(tx, { ...about, groundId, assertedBy: null, actId: null }, tick)
  await relink(tx, tick, [joining, other])
}

/**
 * Makes the links of everybody concerned follow from the grounds in force: ends those that no longer do, makes those
 * that are missing. No record is touched: each keeps the subject its own number led to.
 * Caller holds the tick lock.
 */
export async function relink(tx: Tx, tick: Tick, changed: readonly SubjectId[]): Promise<void> {
  const { grounds, members } = await loadGroup(tx, changed)
  const wanted = flatLinks(grounds)
  for (const link of await listLinks(tx, members)) {
    if (wanted.get(link.memberId) === link.canonicalId) wanted.delete(link.memberId)
    else await endLink(tx, link, tick)
  }
  for (const [memberId, canonicalId] of wanted) {
    const ground = grounds.find((one) => one.memberId === memberId || one.canonicalId === memberId)
    const reason = ground?.reason ?? 'two-officers'
    await insertLink(tx, { memberId, canonicalId, linkId: newId<LinkId>(tx.clock.nowMs()), reason }, tick)
  }
}

/** Everybody who is, or until now was, read together with the subjects. */
async function loadGroup(
  tx: Tx,
  subjects: readonly SubjectId[],
): Promise<{ grounds: Ground[]; members: SubjectId[] }> {
  const members = new Set(subjects)
  for (;;) {
    const known = [...members]
    const grounds = await listGrounds(tx, known)
    for (const { memberId, canonicalId } of [...grounds, ...(await listLinks(tx, known))]) {
      members.add(memberId).add(canonicalId)
    }
    if (members.size === known.length) return { grounds, members: known }
  }
}

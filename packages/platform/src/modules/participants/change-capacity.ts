// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import type { AccountId, PowerId, StaffId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import {
  type AssuranceLevel,
  type Capacity,
  findPower,
  type OpenedSession,
  type Session,
  type Sessions,
} from '../access/index.ts'
import { listPosts } from './recognise-actor.ts'

export type AskedCapacity =
  | { readonly as: 'staff'; readonly staffId: StaffId }
  | { readonly as: 'agent'; readonly powerId: PowerId }

/**
 * From now on the account acts as something else, under a new session: whoever knew the old one's token has nothing.
 * Into one's own file there is no such way: it is proven by a sign-in of its own.
 * @param required how surely the person must be known for each
 * @throws Refusal POST_UNKNOWN, POWER_UNKNOWN, ASSURANCE_TOO_LOW, SESSION_UNKNOWN
 */
export async function changeCapacity(
  tx: Tx,
  sessions: Sessions,
  session: Session & { readonly accountId: AccountId },
  asked: AskedCapacity,
  required: { readonly staff: AssuranceLevel; readonly agent: AssuranceLevel },
): Promise<OpenedSession> {
  const needed = required[asked.as]
  if (session.assurance < needed) throw refuse('ASSURANCE_TOO_LOW', { needed, given: session.assurance })
  return sessions.replace(tx, session, await capacityOf(tx, session.accountId, asked))
}

async function capacityOf(tx: Tx, accountId: AccountId, asked: AskedCapacity): Promise<Capacity> {
  if (asked.as === 'staff') {
    const post = (await listPosts(tx, accountId, tx.clock)).find((one) => one.staffId === asked.staffId)
    if (!post) throw refuse('POST_UNKNOWN')
    return { as: 'staff', staffId: post.staffId, jurisdiction: post.jurisdiction }
  }
  const power = await findPower(tx, { ...asked, accountId }, tx.clock.today(), tx.clock.now())
  if (!power) throw refuse('POWER_UNKNOWN')
  return { as: 'agent', powerId: power.powerId, subjectId: power.subjectId }
}

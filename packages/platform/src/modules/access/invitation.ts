// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { instantOf } from '../../kernel/civil-date.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { AccountId, PowerId, StaffId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { holdAccess } from './access-end.ts'
import { findInvitation, type InvitedTo, insertInvitation, insertInvitationUse } from './access-store.ts'
import { hashOf, newSecret } from './secret.ts'

const HOURS_OPEN = 72
const SHAPE = /^[A-Za-z0-9_-]{43}$/

/**
 * A code by which an account takes a post or a power. It names nobody: who makes it hands it over in person, and the
 * identity provider says who took it.
 * @returns the code, shown this once
 */
export async function invite(tx: Tx, to: InvitedTo, id: StaffId | PowerId): Promise<string> {
  const code = newSecret()
  const endsAt = instantOf(tx.clock.nowMs() + HOURS_OPEN * 3_600_000)
  await insertInvitation(tx, hashOf(code), to, id, endsAt)
  return code
}

/**
 * Takes what the code invites to; once, and for good.
 * @throws Refusal CODE_UNKNOWN also for one that was used or is over: which of them is nobody's business
 */
export async function takeInvitation(
  tx: Tx,
  code: string,
  accountId: AccountId,
): Promise<{ readonly to: InvitedTo; readonly id: string }> {
  if (!SHAPE.test(code)) throw refuse('CODE_UNKNOWN')
  const asked = await findInvitation(tx, hashOf(code), tx.clock.now())
  if (!asked) throw refuse('CODE_UNKNOWN')
  await holdAccess(tx, [asked.id])
  const invited = await findInvitation(tx, hashOf(code), tx.clock.now())
  if (!invited || !(await insertInvitationUse(tx, hashOf(code), invited.id, accountId)))
    throw refuse('CODE_UNKNOWN')
  return invited
}

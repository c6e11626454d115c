// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import type { AccountId, StaffId } from '../../kernel/ids.ts'
import { takeInvitation } from '../access/index.ts'
import { takePost } from './staff.ts'

/**
 * An account takes the post or the power that its code invites to.
 * @throws Refusal CODE_UNKNOWN, POST_OF_OTHER, OPERATOR_APART
 */
export async function redeemCode(
  tx: Tx,
  accountId: AccountId,
  code: string,
): Promise<{ readonly to: 'post' | 'power'; readonly id: string }> {
  const invited = await takeInvitation(tx, code, accountId)
  if (invited.to === 'post') await takePost(tx, invited.id as StaffId, accountId)
  return invited
}

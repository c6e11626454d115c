// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../../kernel/db/database.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Capacity, listPowersOfAccount } from '../access/index.ts'
import { listPosts } from './recognise-actor.ts'

/** As what an officer acts who has just signed in: the only post there is; of several they choose, and of none none. */
export async function firstPost(database: Database, accountId: AccountId): Promise<Capacity> {
  const [post, ...others] = await listPosts(database, accountId, database.clock)
  if (!post || others.length > 0) return { as: 'none' }
  return { as: 'staff', staffId: post.staffId, jurisdiction: post.jurisdiction }
}

/** The same for whoever holds powers. */
export async function firstPower(database: Database, accountId: AccountId): Promise<Capacity> {
  const { clock } = database
  const [power, ...others] = await listPowersOfAccount(database, accountId, clock.today(), clock.now())
  if (!power || others.length > 0) return { as: 'none' }
  return { as: 'agent', powerId: power.powerId, subjectId: power.subjectId }
}

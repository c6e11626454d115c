// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope } from '../access/index.ts'
import type { Notice, NoticeId } from './notice.ts'
import { listNotices } from './notices-store.ts'

/** Newest first. @throws Refusal SCOPE_MISSING */
export async function listOwnNotices(
  on: { readonly query: Query },
  actor: Actor,
  page: { readonly before: NoticeId | null; readonly limit: number },
): Promise<Notice[]> {
  if (!hasScope(actor, 'batches:read')) throw refuse('SCOPE_MISSING', { scope: 'batches:read' })
  return listNotices(on, actor.participantId, page.before, page.limit)
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope, isBody } from '../access/index.ts'
import type { Notice, NoticeId } from './notice.ts'
import { listNotices } from './notices-store.ts'

/** Whose work the notices of a body are: one of these opens them. */
const opening = ['batches:read', 'authorisations:lodge', 'supervision:read'] as const

/** Newest first. @throws Refusal SCOPE_MISSING */
export async function listOwnNotices(
  on: { readonly query: Query },
  actor: Actor,
  page: { readonly before: NoticeId | null; readonly limit: number },
): Promise<Notice[]> {
  if (!isBody(actor) || !opening.some((scope) => hasScope(actor, scope)))
    throw refuse('SCOPE_MISSING', { scope: opening[0] })
  return listNotices(on, actor.participantId, page.before, page.limit)
}

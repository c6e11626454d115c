// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Actor, PowerScope } from '../access/index.ts'

/**
 * Whose affairs somebody sees to: their own, or as an agent those of the subject whose power names this.
 * @throws Refusal OWN_AFFAIRS_ONLY
 */
export function ownSubjectOf(actor: Actor, scope: PowerScope): SubjectId {
  if (actor.kind === 'subject') return actor.subjectId
  if (actor.kind === 'agent' && actor.power.scopes.includes(scope)) return actor.power.subjectId
  throw refuse('OWN_AFFAIRS_ONLY', { scope })
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope } from '../access/index.ts'
import { isInert } from '../catalogue/index.ts'
import { getParticipant } from '../participants/index.ts'
import { hasStandingRecord } from '../records/index.ts'
import { findLinkable, linkAsserted } from '../subjects/index.ts'
import type { CollectionContext } from './collection-context.ts'
import { registersFor } from './furnisher-rules.ts'

/** In the words of the register: the number now borne, and one formerly or also borne. */
export type StatedLink = { readonly number: string; readonly formerNumber: string }

/**
 * The body that registers an organisation says that another number is its, too. Its word is enough, and only about
 * those of whom it has itself furnished a registration that stands.
 * @returns false when it had been said before, and holds
 * @throws Refusal SCOPE_MISSING, LINK_NOT_REGISTRAR, LINK_OF_PERSON, NUMBER_AMBIGUOUS, SUBJECT_UNKNOWN,
 *   LINK_NOT_REGISTERED, LINK_SAME_SUBJECT, LINK_ACROSS_KINDS
 */
export async function assertLink(
  context: Pick<CollectionContext, 'database' | 'catalogues' | 'demo'>,
  actor: Actor,
  { number, formerNumber }: StatedLink,
): Promise<boolean> {
  if (!hasScope(actor, 'links:assert')) throw refuse('SCOPE_MISSING', { scope: 'links:assert' })
  const { database, catalogues } = context
  const body = await getParticipant(database, actor.participantId)
  const types = catalogues
    .current()
    .catalogue.recordTypes.filter((type) => !isInert(type, context) && registersFor(type, body))
    .map((type) => type.code)
  if (types.length === 0) throw refuse('LINK_NOT_REGISTRAR')
  const canonicalId = await findLinkable(database, number)
  const memberId = await findLinkable(database, formerNumber)
  const registered = { furnisherId: body.participantId, types, subjectId: canonicalId }
  if (!(await hasStandingRecord(database, registered))) throw refuse('LINK_NOT_REGISTERED')
  return linkAsserted(database, body, { canonicalId, memberId })
}

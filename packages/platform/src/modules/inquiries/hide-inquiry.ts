// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate } from '../../kernel/civil-date.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Actor, ActorKind } from '../access/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { Inquiry } from './inquiry.ts'
import { termOf } from './inquiry-terms.ts'

/** Who investigates. */
const investigators: readonly ActorKind[] = ['court', 'department', 'supervisor']

/**
 * Hides an investigation's inquiry from its subject: on a numbered document, until a day at most so far off as the city
 * allows. On that day it shows by itself, and nothing can prolong it.
 * @throws Refusal HIDING_NOT_YOURS, HIDING_TERM, HIDING_DOCUMENT_MISSING
 */
export function hideInquiry(
  actor: Actor,
  catalogue: Catalogue,
  division: string,
  asked: { readonly until: CivilDate; readonly document: string },
  today: CivilDate,
): NonNullable<Inquiry['hidden']> {
  if (!investigators.includes(actor.kind)) throw refuse('HIDING_NOT_YOURS')
  const daysMax = termOf(catalogue, division, 'hidden-inquiries', 'days')
  if (daysMax === null) throw refuse('HIDING_NOT_YOURS')
  const latest = addDays(today, daysMax)
  if (asked.until <= today || asked.until > latest) throw refuse('HIDING_TERM', { latest })
  const document = asked.document.trim()
  if (document === '') throw refuse('HIDING_DOCUMENT_MISSING')
  return { until: asked.until, document }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { refuse } from '../../kernel/refusal.ts'
import { type Actor, isBody } from './actor.ts'

/** A human account of a participant. `holder` names the account, such as `clerk-1`, never a natural person. */
export type Officer = { readonly participantId: number; readonly holder: string }

const HOLDER = /^[a-z][a-z0-9-]{0,31}$/

/** @throws Refusal HOLDER_MALFORMED */
export function parseHolder(text: string): string {
  if (!HOLDER.test(text)) throw refuse('HOLDER_MALFORMED')
  return text
}

/**
 * Where two officers are asked for, a key without a holder is nobody: it could be held by both.
 * @throws Refusal HOLDER_MISSING
 */
export function officerOf(actor: Actor): Officer {
  if (!isBody(actor) || !actor.holder) throw refuse('HOLDER_MISSING')
  return { participantId: actor.participantId, holder: actor.holder }
}

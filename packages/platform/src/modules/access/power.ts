// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addYears, type CivilDate } from '../../kernel/civil-date.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { newId, type PowerId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { endAccess } from './access-end.ts'
import { insertPower, isPowerOf } from './access-store.ts'
import { type Actor, type PowerScope, powerScopes, type SubjectActor } from './actor.ts'
import { invite } from './invitation.ts'

/** Ours: a power that nobody remembers giving is none. */
const YEARS_MAX = 1

/** @throws Refusal OWN_FILE_ONLY: an agent gives no power on, and nobody else has one to give */
export function subjectOf(actor: Actor): SubjectActor {
  if (actor.kind !== 'subject') throw refuse('OWN_FILE_ONLY')
  return actor
}

/**
 * A subject lets somebody act in its name: for some acts, until a day, whoever takes the code.
 * @throws Refusal OWN_FILE_ONLY, POWER_SCOPE_UNKNOWN, POWER_TERM
 */
export async function givePower(
  tx: Tx,
  actor: Actor,
  input: { readonly scopes: readonly string[]; readonly until: CivilDate },
): Promise<{ readonly powerId: PowerId; readonly code: string }> {
  const { subjectId } = subjectOf(actor)
  const scopes = [...new Set(input.scopes)].map(parsePowerScope)
  const today = tx.clock.today()
  if (scopes.length === 0) throw refuse('POWER_SCOPE_UNKNOWN', { known: powerScopes.join(', ') })
  if (input.until <= today || input.until > addYears(today, YEARS_MAX))
    throw refuse('POWER_TERM', { latest: addYears(today, YEARS_MAX) })
  const powerId = newId<PowerId>(tx.clock.nowMs())
  await insertPower(tx, { powerId, subjectId, scopes, until: input.until })
  return { powerId, code: await invite(tx, 'power', powerId) }
}

/**
 * Takes a power back, at once.
 * @throws Refusal OWN_FILE_ONLY, POWER_UNKNOWN
 */
export async function endPower(tx: Tx, actor: Actor, powerId: PowerId): Promise<void> {
  const { subjectId } = subjectOf(actor)
  if (!(await isPowerOf(tx, subjectId, powerId))) throw refuse('POWER_UNKNOWN')
  await endAccess(tx, powerId)
}

function parsePowerScope(text: string): PowerScope {
  const scope = powerScopes.find((known) => known === text)
  if (!scope) throw refuse('POWER_SCOPE_UNKNOWN', { known: powerScopes.join(', ') })
  return scope
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Branded } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'

export type ActId = Branded<string, 'ActId'>

/** Of the shape of `access.Officer`, which lies on this level. */
export type ActingOfficer = { readonly participantId: number; readonly holder: string }

export type TwoOfficerAct = {
  readonly actId: ActId
  /** What is proposed, in the words of the module that owns it, such as `quarantine.release`. */
  readonly kind: string
  readonly reference: string
  readonly content: Readonly<Record<string, unknown>>
  readonly proposerId: number
  readonly proposer: string
  readonly proposedAt: Instant
  readonly expiresAt: Instant
  readonly outcome: 'seconded' | 'declined' | null
  readonly decider: string | null
}

/** @throws Refusal ACT_UNKNOWN, ACT_DECIDED, ACT_EXPIRED */
export function assertOpen(
  act: TwoOfficerAct | undefined,
  kind: string,
  now: Instant,
): asserts act is TwoOfficerAct {
  if (!act || act.kind !== kind) throw refuse('ACT_UNKNOWN')
  if (act.outcome !== null) throw refuse('ACT_DECIDED', { outcome: act.outcome })
  if (act.expiresAt <= now) throw refuse('ACT_EXPIRED', { expiredAt: act.expiresAt })
}

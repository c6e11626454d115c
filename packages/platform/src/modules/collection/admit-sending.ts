// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Instant, parseInstant } from '../../kernel/civil-date.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope } from '../access/index.ts'
import {
  getProfile,
  getRecordType,
  isInert,
  parsePeriod,
  periodForm,
  type RecordType,
} from '../catalogue/index.ts'
import { getParticipant, type Participant } from '../participants/index.ts'
import type { BatchDoor, BatchFormat, BatchOperation } from './batch.ts'
import type { CollectionContext } from './collection-context.ts'
import { rulesFor } from './furnisher-rules.ts'

/** What a furnisher says of what it sends, whichever door it comes by. */
export type Sending = {
  readonly type: string
  readonly profile: string
  /** Left out: as its bytes show. */
  readonly format?: BatchFormat | undefined
  readonly operation?: BatchOperation | undefined
  /** Left out: when it arrives. */
  readonly statedAt?: Instant | undefined
  readonly period?: string | undefined
  readonly door?: BatchDoor | undefined
  readonly idempotencyKey?: string | undefined
  readonly correctsBatchId?: BatchId | undefined
}

/** A sending that may come in: by whom, of what, and judged by which version of the catalogue. */
export type Admitted = {
  readonly furnisher: Participant
  readonly type: string
  readonly profile: string
  readonly catalogueVersion: string
}

/**
 * Whether this body may furnish this at all: asked before the first byte is taken.
 * @throws Refusal SCOPE_MISSING, RECORD_TYPE_UNKNOWN, PROFILE_UNKNOWN, RECORD_TYPE_INERT, FURNISHER_NOT_ENTITLED,
 *   OPERATION_NOT_POSSIBLE,
 *   PERIOD_MALFORMED, PERIOD_NOT_EXPECTED, STATED_AT_FUTURE
 */
export async function admitSending(
  context: CollectionContext,
  actor: Actor,
  sending: Sending,
): Promise<Admitted> {
  if (!hasScope(actor, 'batches:send')) throw refuse('SCOPE_MISSING', { scope: 'batches:send' })
  const furnisher = await getParticipant(context.database, actor.participantId)
  const { catalogue, version } = context.catalogues.current()
  const type = getRecordType(catalogue, sending.type)
  const profile = getProfile(catalogue, type, sending.profile)
  if (isInert(type, { demo: context.demo })) throw refuse('RECORD_TYPE_INERT', { type: type.code })
  assertEntitled(furnisher, type)
  assertOperation(sending, type, context.database.clock.now())
  return { furnisher, type: type.code, profile: profile.code, catalogueVersion: version }
}

function assertEntitled(furnisher: Participant, type: RecordType): void {
  if (rulesFor(type, furnisher.functions).length === 0)
    throw refuse('FURNISHER_NOT_ENTITLED', { furnisher: furnisher.code, type: type.code })
}

function assertOperation({ operation, period, statedAt }: Sending, type: RecordType, now: Instant): void {
  if (operation === 'replace') {
    if (type.period === null) throw refuse('OPERATION_NOT_POSSIBLE', { type: type.code })
    if (!parsePeriod(type.period, period ?? ''))
      throw refuse('PERIOD_MALFORMED', { form: periodForm(type.period) })
  } else if (period !== undefined) {
    throw refuse('PERIOD_NOT_EXPECTED')
  }
  if (statedAt !== undefined && Date.parse(parseInstant(statedAt)) > Date.parse(now))
    throw refuse('STATED_AT_FUTURE', { statedAt })
}

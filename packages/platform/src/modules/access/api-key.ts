// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash, randomBytes } from 'node:crypto'
import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import { type KeyId, newId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, type BodyKind, bodyActor } from './actor.ts'

const SHAPE = /^probity_[A-Za-z0-9_-]{43}$/

/** What a furnisher's machine needs. */
export const furnishingScopes = ['batches:send', 'batches:read'] as const

/** What a body may do with its key. */
export const apiScopes = [
  ...furnishingScopes,
  'quarantine:propose',
  'quarantine:release',
  'links:propose',
  'links:decide',
  'links:assert',
] as const

/**
 * Makes a credential for a machine of a participant.
 * @returns the key itself: shown this once, stored only as its hash
 */
export async function issueApiKey(
  tx: Tx,
  input: {
    readonly participantId: number
    readonly scopes: readonly string[]
    readonly expiresOn: CivilDate | null
    /** The account that acts with it, such as `clerk-1`; left out for a machine. */
    readonly holder?: string | null
  },
): Promise<string> {
  const key = `probity_${randomBytes(32).toString('base64url')}`
  await tx.query(
    `insert into api_keys (key_id, participant_id, key_hash, scopes, made_at, expires_on, holder)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      newId<KeyId>(tx.clock.nowMs()),
      input.participantId,
      hashOf(key),
      input.scopes,
      tx.clock.now(),
      input.expiresOn,
      input.holder ?? null,
    ],
  )
  return key
}

/**
 * Who holds this key today.
 * @throws Refusal API_KEY_MISSING, API_KEY_UNKNOWN (also for an expired one: which of both is nobody's business)
 */
export async function authenticate(
  on: { readonly query: Query },
  header: string | undefined,
  today: CivilDate,
): Promise<Actor> {
  const key = /^Bearer (\S+)$/.exec(header ?? '')?.[1]
  if (key === undefined) throw refuse('API_KEY_MISSING')
  if (!SHAPE.test(key)) throw refuse('API_KEY_UNKNOWN')
  // 256 bits of chance: a plain hash suffices, and looking up by it leaks no timing of the key.
  const rows = await on.query<KeyHolder>(
    `select k.key_id as "keyId", k.participant_id as "participantId", k.scopes, k.holder, p.kind,
       p.division as jurisdiction
     from api_keys k join v_participants p on p.participant_id = k.participant_id
     where k.key_hash = $1 and (k.expires_on is null or k.expires_on > $2::date)`,
    [hashOf(key), today],
  )
  const [holder] = rows
  if (!holder) throw refuse('API_KEY_UNKNOWN')
  return bodyActor(holder)
}

type KeyHolder = {
  keyId: KeyId
  participantId: number
  scopes: string[]
  holder: string | null
  kind: BodyKind
  jurisdiction: string
}

function hashOf(key: string): Buffer {
  return hash('sha256', key, 'buffer')
}

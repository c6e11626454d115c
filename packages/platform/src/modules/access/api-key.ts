// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, type Instant, instantOf } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import { type KeyId, newId, type StaffId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { endAccess } from './access-end.ts'
import { findKeyByHash, insertKey, listKeysOf } from './access-store.ts'
import { hashOf, newSecret } from './secret.ts'

const PREFIX = 'probity_'
const SHAPE = /^probity_[A-Za-z0-9_-]{43}$/
const DAY_MS = 86_400_000

/** The longest that the key before may still be used beside its successor. */
export const OVERLAP_DAYS_MAX = 30

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

export type NewKey = {
  /** Null: of the operator, not of a body. */
  readonly participantId: number | null
  readonly scopes: readonly string[]
  /** The first day on which it holds no more; null only where the house itself made it, in demo mode or for tests. */
  readonly expiresOn: CivilDate | null
  /** The account that acts with it, such as `clerk-1`; left out for a machine. */
  readonly holder?: string | null
  /** The post behind the holder: what its roles no longer allow, the key no longer does. */
  readonly staffId?: StaffId | null
  readonly replaces?: KeyId | null
  readonly note?: string
}

export type FoundKey = {
  readonly keyId: KeyId
  readonly participantId: number | null
  readonly scopes: readonly string[]
  readonly holder: string | null
  readonly staffId: StaffId | null
}

/** What may be known of a key by its owner: never the key. */
export type KeyLine = Omit<FoundKey, 'participantId'> & {
  readonly note: string
  readonly madeAt: Instant
  readonly expiresOn: CivilDate | null
  readonly replaces: KeyId | null
  readonly endsAt: Instant | null
}

export type IssuedKey = { readonly keyId: KeyId; readonly key: string }

/**
 * Makes a credential for a machine, or for an officer at the command line. Caller has asked whether it may be given.
 * @returns the key itself: shown this once, stored only as its hash
 */
export async function issueKey(tx: Tx, input: NewKey): Promise<IssuedKey> {
  const key = PREFIX + newSecret()
  const keyId = newId<KeyId>(tx.clock.nowMs())
  await insertKey(tx, keyId, hashOf(key), input)
  return { keyId, key }
}

/** @returns the key alone, for those who keep nothing else of it */
export async function issueApiKey(tx: Tx, input: NewKey): Promise<string> {
  return (await issueKey(tx, input)).key
}

/**
 * A successor with the same scopes; the older goes on for the days of overlap, so that machines can be changed over.
 * Caller has seen that the key is of the one who asks.
 * @throws Refusal KEY_ENDED
 */
export async function rotateKey(
  tx: Tx,
  old: KeyLine & { readonly participantId: number | null },
  terms: { readonly expiresOn: CivilDate; readonly overlapDays: number },
): Promise<IssuedKey> {
  if (old.endsAt !== null || (old.expiresOn !== null && old.expiresOn <= tx.clock.today()))
    throw refuse('KEY_ENDED')
  const { participantId, scopes, holder, staffId, note, keyId } = old
  await endAccess(tx, keyId, { endsAt: instantOf(tx.clock.nowMs() + terms.overlapDays * DAY_MS) })
  const { expiresOn } = terms
  return issueKey(tx, { participantId, scopes, holder, staffId, note, expiresOn, replaces: keyId })
}

/** A text that is no key of ours is asked of no database. */
export function isKeyShaped(text: string): boolean {
  return SHAPE.test(text)
}

/** Who holds this key now; undefined also for one that has ended: which of both is nobody's business. */
export async function findKey(
  on: { readonly query: Query },
  key: string,
  at: { readonly today: CivilDate; readonly now: Instant },
): Promise<FoundKey | undefined> {
  return isKeyShaped(key) ? findKeyByHash(on, hashOf(key), at.today, at.now) : undefined
}

export { listKeysOf }

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { calculateJwkThumbprint, importJWK, type JWK } from 'jose'
import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import { type KeyId, newId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { endAccess } from './access-end.ts'
import * as store from './client-store.ts'

const CLIENT_ID = /^[a-z0-9][a-z0-9-]{1,62}$/
/** Kinds of keys whose signatures stand; the parts of each that are public, and no other part is taken. */
const publicParts: Readonly<Record<string, readonly string[]>> = {
  EC: ['kty', 'crv', 'x', 'y'],
  OKP: ['kty', 'crv', 'x'],
  RSA: ['kty', 'n', 'e'],
}
const curves = ['P-256', 'P-384', 'Ed25519']
const RSA_BITS_MIN = 2048

export type Client = {
  readonly clientId: string
  readonly participantId: number
  readonly scopes: readonly string[]
  readonly madeAt: Instant
}

export type ClientKey = {
  readonly keyId: KeyId
  readonly clientId: string
  readonly thumbprint: string
  readonly expiresOn: CivilDate
  readonly endsAt: Instant | null
}

export type NewClientKey = { readonly publicKey: unknown; readonly expiresOn: CivilDate }

/**
 * A machine of a body that proves itself by signing. Caller has asked whether the scopes may be given.
 * @throws Refusal CLIENT_ID_MALFORMED, CLIENT_ID_TAKEN, CLIENT_KEY_MALFORMED, CLIENT_KEY_KNOWN
 */
export async function registerClient(
  tx: Tx,
  client: Omit<Client, 'madeAt'>,
  key: NewClientKey,
): Promise<{ readonly keyId: KeyId }> {
  if (!CLIENT_ID.test(client.clientId)) throw refuse('CLIENT_ID_MALFORMED')
  if (!(await store.insertClient(tx, client))) throw refuse('CLIENT_ID_TAKEN', { client: client.clientId })
  return addClientKey(tx, client.clientId, key)
}

/**
 * A further public key: beside the older ones, until each is ended or expires.
 * @throws Refusal CLIENT_KEY_MALFORMED, CLIENT_KEY_KNOWN
 */
export async function addClientKey(
  tx: Tx,
  clientId: string,
  { publicKey, expiresOn }: NewClientKey,
): Promise<{ readonly keyId: KeyId }> {
  const jwk = await parsePublicKey(publicKey)
  const keyId = newId<KeyId>(tx.clock.nowMs())
  const thumbprint = await calculateJwkThumbprint(jwk)
  // One key of two clients would let either be the other.
  if (!(await store.insertClientKey(tx, { keyId, clientId, thumbprint, expiresOn }, jwk)))
    throw refuse('CLIENT_KEY_KNOWN')
  return { keyId }
}

/** @throws Refusal CLIENT_KEY_UNKNOWN also for another body's */
export async function endClientKey(tx: Tx, participantId: number, keyId: KeyId): Promise<void> {
  const own = await listClientKeys(tx, participantId)
  if (!own.some((key) => key.keyId === keyId)) throw refuse('CLIENT_KEY_UNKNOWN')
  await endAccess(tx, keyId)
}

export function listClients(on: { readonly query: Query }, participantId: number): Promise<Client[]> {
  return store.listClients(on, participantId)
}

export function listClientKeys(on: { readonly query: Query }, participantId: number): Promise<ClientKey[]> {
  return store.listClientKeys(on, participantId)
}

/** The secret part, if somebody sent it along, is refused and not merely dropped: it has been shown. */
async function parsePublicKey(given: unknown): Promise<JWK> {
  if (typeof given !== 'object' || given === null) throw refuse('CLIENT_KEY_MALFORMED')
  const jwk = given as JWK
  const parts = publicParts[jwk.kty ?? '']
  if (!parts || 'd' in given || 'k' in given || 'p' in given) throw refuse('CLIENT_KEY_MALFORMED')
  if (jwk.crv !== undefined && !curves.includes(jwk.crv)) throw refuse('CLIENT_KEY_MALFORMED')
  const bits = Buffer.from(jwk.n ?? '', 'base64url').length * 8
  if (jwk.kty === 'RSA' && bits < RSA_BITS_MIN) throw refuse('CLIENT_KEY_MALFORMED')
  const bare = Object.fromEntries(
    parts.map((part) => [part, (given as Record<string, unknown>)[part]]),
  ) as JWK
  try {
    await importJWK(bare, algorithmOf(bare))
  } catch {
    // Whatever the library finds wrong with it, it is no public key.
    throw refuse('CLIENT_KEY_MALFORMED')
  }
  return bare
}

/** One algorithm a key, never the one that the signed text names for itself. */
export function algorithmOf(jwk: JWK): string {
  if (jwk.kty === 'RSA') return 'PS256'
  if (jwk.kty === 'OKP') return 'EdDSA'
  return jwk.crv === 'P-384' ? 'ES384' : 'ES256'
}

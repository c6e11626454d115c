// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { decodeJwt, errors, importJWK, type JWTPayload, jwtVerify } from 'jose'
import { instantOf } from '../../kernel/civil-date.ts'
import type { Database } from '../../kernel/db/database.ts'
import { type KeyId, newId, type SessionId } from '../../kernel/ids.ts'
import { Refusal, refuse } from '../../kernel/refusal.ts'
import { algorithmOf, type Client } from './client.ts'
import { findClient, listKeysInForce } from './client-store.ts'
import type { FailureCounts } from './failure-count.ts'
import { hashOf, newSecret } from './secret.ts'
import type { Session } from './session.ts'
import { insertAssertion, insertSession } from './session-store.ts'

const MINUTES = 10
/** A statement that stays good for longer would have to be remembered for longer. */
const SECONDS_MAX = 300
const SKEW_SECONDS = 30
const BYTES_MAX = 8_000

export type TokenRequest = {
  readonly assertion: string
  /** Left out: all that the client may. */
  readonly scopes?: readonly string[]
  /** By which names this node is meant. */
  readonly audiences: readonly string[]
  readonly place: string
}

export type AccessToken = {
  readonly token: string
  readonly expiresInSeconds: number
  readonly scopes: readonly string[]
}

/**
 * Gives a client that has proved itself by signing a token for a few minutes (RFC 7523). Each statement is taken once.
 * @throws Refusal CLIENT_UNPROVEN whatever it is that does not hold; SCOPE_MISSING, SIGN_IN_HELD
 */
export async function exchangeAssertion(
  database: Database,
  failures: FailureCounts,
  request: TokenRequest,
): Promise<AccessToken> {
  await failures.assertFree(request.place)
  try {
    const proved = await verified(database, request)
    const { client, payload } = proved
    const scopes = request.scopes ?? client.scopes
    const beyond = scopes.find((scope) => !client.scopes.includes(scope))
    if (beyond !== undefined) throw refuse('SCOPE_MISSING', { scope: beyond })
    const endsAt = instantOf((payload.exp as number) * 1000 + SKEW_SECONDS * 1000)
    if (!(await insertAssertion(database, hashOf(`${client.clientId} ${payload.jti}`), endsAt)))
      throw refuse('CLIENT_UNPROVEN')
    return await openToken(database, proved, scopes)
  } catch (error) {
    if (error instanceof Refusal) await failures.add(request.place)
    throw error
  }
}

type Verified = { readonly client: Client; readonly keyId: KeyId; readonly payload: JWTPayload }

async function verified(database: Database, { assertion, audiences }: TokenRequest): Promise<Verified> {
  const clientId = claimedBy(assertion)
  const client = clientId === undefined ? undefined : await findClient(database, clientId)
  if (!client) throw refuse('CLIENT_UNPROVEN')
  const { clock } = database
  for (const { keyId, publicKey } of await listKeysInForce(
    database,
    client.clientId,
    clock.today(),
    clock.now(),
  )) {
    const algorithm = algorithmOf(publicKey)
    const checked = await jwtVerify(assertion, await importJWK(publicKey, algorithm), {
      algorithms: [algorithm],
      issuer: client.clientId,
      subject: client.clientId,
      audience: [...audiences],
      currentDate: new Date(clock.nowMs()),
      clockTolerance: SKEW_SECONDS,
      maxTokenAge: SECONDS_MAX,
      requiredClaims: ['jti', 'iat', 'exp'],
    }).catch((error: unknown) => {
      if (error instanceof errors.JOSEError) return undefined
      throw error
    })
    if (checked && isShortLived(checked.payload)) return { client, keyId, payload: checked.payload }
  }
  throw refuse('CLIENT_UNPROVEN')
}

/** Only to find the keys by: nothing of it is believed before it is verified. */
function claimedBy(assertion: string): string | undefined {
  if (assertion.length > BYTES_MAX) return undefined
  try {
    return decodeJwt(assertion).sub
  } catch {
    // No JWT at all: nobody's.
    return undefined
  }
}

function isShortLived({ iat = 0, exp = 0, jti }: JWTPayload): boolean {
  return exp - iat <= SECONDS_MAX && typeof jti === 'string' && jti.length >= 16 && jti.length <= 200
}

async function openToken(
  database: Database,
  { client, keyId }: Verified,
  scopes: readonly string[],
): Promise<AccessToken> {
  const token = newSecret()
  const { clock } = database
  const session: Session = {
    sessionId: newId<SessionId>(clock.nowMs()),
    accountId: null,
    clientId: client.clientId,
    keyId,
    capacity: 'machine',
    staffId: null,
    subjectId: null,
    office: null,
    powerId: null,
    scopes,
    assurance: 0,
    jurisdiction: '',
    program: '',
    madeAt: clock.now(),
    usedAt: clock.now(),
    endsAt: instantOf(clock.nowMs() + MINUTES * 60_000),
  }
  await database.transact((tx) => insertSession(tx, hashOf(token), session))
  return { token: `${TOKEN_PREFIX}${token}`, expiresInSeconds: MINUTES * 60, scopes }
}

/** Tells a token from an API key at a glance, also for those who look for leaked secrets. */
export const TOKEN_PREFIX = 'probity-token_'

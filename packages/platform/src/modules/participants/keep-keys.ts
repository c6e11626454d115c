// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addYears, type CivilDate } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import type { KeyId, StaffId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import {
  type Actor,
  addClientKey,
  type BodyActor,
  type Client,
  type ClientKey,
  endAccess,
  endClientKey,
  hasScope,
  type IssuedKey,
  isBody,
  issueKey,
  type KeyLine,
  listClientKeys,
  listClients,
  listKeysOf,
  type NewClientKey,
  type OperatorActor,
  OVERLAP_DAYS_MAX,
  registerClient,
  rotateKey,
} from '../access/index.ts'
import { machineScopes } from './roles.ts'

const KEYS_SHOWN_MAX = 500
/** Ours: a key that nobody renews is a key that nobody minds. */
const YEARS_MAX = 1

type KeyTerms = { readonly scopes: readonly string[]; readonly expiresOn: CivilDate; readonly note: string }
type Named = { readonly staffId: StaffId; readonly holder: string }
type Officer = (BodyActor & Named) | (OperatorActor & Named)

/**
 * A key of a machine of the keeper's own body.
 * @throws Refusal SCOPE_MISSING, SCOPE_UNKNOWN, KEY_TERM
 */
export async function issueMachineKey(tx: Tx, actor: Actor, terms: KeyTerms): Promise<IssuedKey> {
  assertKeysKeeper(actor)
  assertScopes(terms.scopes, machineScopes(actor.kind))
  assertTerm(tx, terms.expiresOn)
  return issueKey(tx, { participantId: actor.participantId, ...terms })
}

/**
 * A key that the operator hands to a body's machine, so that it can begin to send. In a demo any key; a real node's
 * operator makes none that reads, nor one for an officer: those the body's own keeper makes.
 * @throws Refusal KEY_NOT_OPERATORS
 */
export async function issueFirstKey(
  tx: Tx,
  participantId: number,
  key: { readonly scopes: readonly string[]; readonly holder: string | null },
  isDemo: boolean,
): Promise<string> {
  if (isDemo) return (await issueKey(tx, { participantId, ...key, expiresOn: null })).key
  if (key.holder !== null || key.scopes.some((scope) => scope !== 'batches:send'))
    throw refuse('KEY_NOT_OPERATORS')
  const expiresOn = addYears(tx.clock.today(), YEARS_MAX)
  return (await issueKey(tx, { participantId, scopes: key.scopes, expiresOn })).key
}

/**
 * A key by which an officer acts at the command line. It can do no more than the officer's roles allow at the moment
 * of use, and is given only to somebody who has signed in: a key makes no further keys.
 * @throws Refusal NOT_SIGNED_IN, SCOPE_MISSING, KEY_TERM
 */
export async function issueOwnKey(tx: Tx, actor: Actor, terms: KeyTerms): Promise<IssuedKey> {
  const officer = signedInOfficer(actor)
  assertScopes(terms.scopes, officer.scopes)
  assertTerm(tx, terms.expiresOn)
  const { staffId, holder } = officer
  const participantId = participantOf(officer)
  return issueKey(tx, { participantId, staffId, holder, ...terms })
}

/**
 * A successor; the older key goes on for the days of overlap.
 * @throws Refusal SCOPE_MISSING, KEY_UNKNOWN, KEY_ENDED, KEY_TERM, KEY_OVERLAP
 */
export async function rotateOwnKey(
  tx: Tx,
  actor: Actor,
  keyId: KeyId,
  terms: { readonly expiresOn: CivilDate; readonly overlapDays: number },
): Promise<IssuedKey> {
  const old = await getOwnKey(tx, actor, keyId)
  assertTerm(tx, terms.expiresOn)
  if (terms.overlapDays > OVERLAP_DAYS_MAX) throw refuse('KEY_OVERLAP', { most: OVERLAP_DAYS_MAX })
  // Of an officer's key the officer alone: a successor shown to somebody else would be an account lent out.
  if (old.staffId !== null && signedInOfficer(actor).staffId !== old.staffId) throw refuse('KEY_UNKNOWN')
  return rotateKey(tx, old, terms)
}

/** @throws Refusal SCOPE_MISSING, KEY_UNKNOWN */
export async function endOwnKey(tx: Tx, actor: Actor, keyId: KeyId): Promise<void> {
  await getOwnKey(tx, actor, keyId)
  await endAccess(tx, keyId)
}

/** The keeper sees every key of the body; an officer their own. Never the key itself. */
export async function listOwnKeys(on: { readonly query: Query }, actor: Actor): Promise<KeyLine[]> {
  if (hasScope(actor, 'keys:keep'))
    return listKeysOf(on, { participantId: actor.participantId }, KEYS_SHOWN_MAX)
  if (!isOfficer(actor)) throw refuse('SCOPE_MISSING', { scope: 'keys:keep' })
  const participantId = participantOf(actor)
  return listKeysOf(on, { participantId, staffId: actor.staffId }, KEYS_SHOWN_MAX)
}

/** @throws Refusal SCOPE_MISSING, SCOPE_UNKNOWN, KEY_TERM, and those of `registerClient` */
export async function registerOwnClient(
  tx: Tx,
  actor: Actor,
  client: { readonly clientId: string; readonly scopes: readonly string[] },
  key: NewClientKey,
): Promise<{ readonly keyId: KeyId }> {
  assertKeysKeeper(actor)
  assertScopes(client.scopes, machineScopes(actor.kind))
  assertTerm(tx, key.expiresOn)
  return registerClient(tx, { ...client, participantId: actor.participantId }, key)
}

/** @throws Refusal SCOPE_MISSING, CLIENT_UNKNOWN, KEY_TERM, CLIENT_KEY_MALFORMED, CLIENT_KEY_KNOWN */
export async function addOwnClientKey(
  tx: Tx,
  actor: Actor,
  clientId: string,
  key: NewClientKey,
): Promise<{ readonly keyId: KeyId }> {
  const { clients } = await listOwnClients(tx, actor)
  if (!clients.some((client) => client.clientId === clientId)) throw refuse('CLIENT_UNKNOWN')
  assertTerm(tx, key.expiresOn)
  return addClientKey(tx, clientId, key)
}

/** @throws Refusal SCOPE_MISSING, CLIENT_KEY_UNKNOWN */
export async function endOwnClientKey(tx: Tx, actor: Actor, keyId: KeyId): Promise<void> {
  assertKeysKeeper(actor)
  await endClientKey(tx, actor.participantId, keyId)
}

/** @throws Refusal SCOPE_MISSING */
export async function listOwnClients(
  on: { readonly query: Query },
  actor: Actor,
): Promise<{ readonly clients: Client[]; readonly keys: ClientKey[] }> {
  assertKeysKeeper(actor)
  const { participantId } = actor
  return { clients: await listClients(on, participantId), keys: await listClientKeys(on, participantId) }
}

async function getOwnKey(
  tx: Tx,
  actor: Actor,
  keyId: KeyId,
): Promise<KeyLine & { readonly participantId: number | null }> {
  const own = (await listOwnKeys(tx, actor)).find((key) => key.keyId === keyId)
  if (!own) throw refuse('KEY_UNKNOWN')
  return { ...own, participantId: participantOf(actor) }
}

/** Null: the operator. */
function participantOf(actor: Actor): number | null {
  return isBody(actor) ? actor.participantId : null
}

function assertKeysKeeper(actor: Actor): asserts actor is BodyActor {
  if (!hasScope(actor, 'keys:keep')) throw refuse('SCOPE_MISSING', { scope: 'keys:keep' })
}

function isOfficer(actor: Actor): actor is Officer {
  return 'staffId' in actor && actor.staffId !== null && actor.holder !== null
}

function signedInOfficer(actor: Actor): Officer {
  if (!isOfficer(actor) || actor.sessionId === null) throw refuse('NOT_SIGNED_IN')
  return actor
}

function assertScopes(asked: readonly string[], allowed: readonly string[]): void {
  const beyond = asked.find((scope) => !allowed.includes(scope))
  if (beyond !== undefined || asked.length === 0)
    throw refuse('SCOPE_UNKNOWN', { scope: beyond ?? '', known: allowed.join(', ') })
}

function assertTerm(tx: Tx, expiresOn: CivilDate): void {
  const today = tx.clock.today()
  const latest = addYears(today, YEARS_MAX)
  if (expiresOn <= today || expiresOn > latest) throw refuse('KEY_TERM', { latest })
}

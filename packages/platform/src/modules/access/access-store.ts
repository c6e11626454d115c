// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import type { AccountId, KeyId, PowerId, StaffId, SubjectId } from '../../kernel/ids.ts'
import type { Power } from './actor.ts'
import type { FoundKey, KeyLine, NewKey } from './api-key.ts'

type Reader = { readonly query: Query }

/** Class of the advisory locks that keep an end and the acts of what it ends apart. */
const END_LOCK = 7010

export async function lockAlone(tx: Tx, id: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [END_LOCK, id])
}

export async function lockTogether(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query('select pg_advisory_xact_lock_shared($1, hashtext(id)) from unnest($2::text[]) as id', [
    END_LOCK,
    ids,
  ])
}

export async function insertEnd(tx: Tx, id: string, endsAt: Instant): Promise<void> {
  await tx.query(
    'insert into access_ends (ended_id, ends_at, written_at) values ($1, $2, $3) on conflict do nothing',
    [id, endsAt, tx.clock.now()],
  )
}

/** Two sign-ins at once of one account agree on its number. */
export async function findOrMakeAccount(tx: Tx, made: AccountId, index: Buffer): Promise<AccountId> {
  await tx.query(
    'insert into accounts (account_id, sign_in_index, made_at) values ($1, $2, $3) on conflict do nothing',
    [made, index, tx.clock.now()],
  )
  // A second statement, because the first cannot see what another transaction won.
  const rows = await tx.query<{ accountId: AccountId }>(
    'select account_id as "accountId" from accounts where sign_in_index = $1',
    [index],
  )
  return only(rows).accountId
}

export async function insertKey(tx: Tx, keyId: KeyId, hash: Buffer, key: NewKey): Promise<void> {
  await tx.query(
    `insert into api_keys
       (key_id, participant_id, key_hash, scopes, made_at, expires_on, holder, staff_id, replaces, note)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      keyId,
      key.participantId,
      hash,
      key.scopes,
      tx.clock.now(),
      key.expiresOn,
      key.holder ?? null,
      key.staffId ?? null,
      key.replaces ?? null,
      key.note ?? '',
    ],
  )
}

const isInForce = `(k.expires_on is null or k.expires_on > $2::date)
  and not exists (select 1 from access_ends e where e.ended_id = k.key_id and e.ends_at <= $3)`

export async function findKeyByHash(
  on: Reader,
  hash: Buffer,
  today: CivilDate,
  now: Instant,
): Promise<FoundKey | undefined> {
  const rows = await on.query<FoundKey>(
    `select k.key_id as "keyId", k.participant_id as "participantId", k.scopes, k.holder, k.staff_id as "staffId"
     from api_keys k where k.key_hash = $1 and ${isInForce}`,
    [hash, today, now],
  )
  return rows[0]
}

/** Of an API key, or of the key by which a client signed. */
export async function isKeyInForce(
  on: Reader,
  keyId: KeyId,
  today: CivilDate,
  now: Instant,
): Promise<boolean> {
  const rows = await on.query(
    `select 1 from (
       select key_id, expires_on from api_keys union all select key_id, expires_on from client_keys) k
     where k.key_id = $1 and ${isInForce}`,
    [keyId, today, now],
  )
  return rows.length === 1
}

/** Newest first; those that have ended too, for whoever looks back. */
export async function listKeysOf(
  on: Reader,
  owner: { readonly participantId: number | null; readonly staffId?: StaffId | null },
  limit: number,
): Promise<KeyLine[]> {
  return on.query<KeyLine>(
    `select k.key_id as "keyId", k.scopes, k.holder, k.staff_id as "staffId", k.note, k.made_at as "madeAt",
       k.expires_on as "expiresOn", k.replaces,
       (select min(e.ends_at) from access_ends e where e.ended_id = k.key_id) as "endsAt"
     from api_keys k
     where k.participant_id is not distinct from $1 and ($2::uuid is null or k.staff_id = $2)
     order by k.key_id desc limit $3`,
    [owner.participantId, owner.staffId ?? null, limit],
  )
}

export async function insertPower(tx: Tx, power: Power): Promise<void> {
  await tx.query(
    'insert into powers (subject_id, power_id, scopes, until_on, made_at) values ($1, $2, $3, $4, $5)',
    [power.subjectId, power.powerId, power.scopes, power.until, tx.clock.now()],
  )
}

const powerColumns = `p.power_id as "powerId", p.subject_id as "subjectId", p.scopes, p.until_on as until`
const powerHolds = `p.until_on > $2::date
  and not exists (select 1 from access_ends e where e.ended_id = p.power_id and e.ends_at <= $3)`

/** The power, while it holds, of the account that took it. */
export async function findPower(
  on: Reader,
  asked: { readonly powerId: PowerId; readonly accountId: AccountId | null },
  today: CivilDate,
  now: Instant,
): Promise<Power | undefined> {
  const rows = await on.query<Power>(
    `select ${powerColumns} from powers p join invitation_uses u on u.post_or_power_id = p.power_id
     where p.power_id = $1 and ${powerHolds} and u.account_id = $4`,
    [asked.powerId, today, now, asked.accountId],
  )
  return rows[0]
}

export async function listPowersOfAccount(
  on: Reader,
  accountId: AccountId,
  today: CivilDate,
  now: Instant,
): Promise<Power[]> {
  return on.query<Power>(
    `select ${powerColumns} from powers p join invitation_uses u on u.post_or_power_id = p.power_id
     where u.account_id = $1 and ${powerHolds} order by p.power_id limit 100`,
    [accountId, today, now],
  )
}

export type PowerLine = Power & { readonly isTaken: boolean; readonly endsAt: Instant | null }

export async function listPowersOfSubject(on: Reader, subjectId: SubjectId): Promise<PowerLine[]> {
  return on.query<PowerLine>(
    `select ${powerColumns},
       exists (select 1 from invitation_uses u where u.post_or_power_id = p.power_id) as "isTaken",
       (select min(e.ends_at) from access_ends e where e.ended_id = p.power_id) as "endsAt"
     from powers p where p.subject_id = $1 order by p.power_id desc limit 100`,
    [subjectId],
  )
}

export async function isPowerOf(on: Reader, subjectId: SubjectId, powerId: PowerId): Promise<boolean> {
  const rows = await on.query('select 1 from powers where subject_id = $1 and power_id = $2', [
    subjectId,
    powerId,
  ])
  return rows.length === 1
}

export type InvitedTo = 'post' | 'power'

export async function insertInvitation(
  tx: Tx,
  hash: Buffer,
  to: InvitedTo,
  id: string,
  endsAt: Instant,
): Promise<void> {
  await tx.query(
    `insert into invitations (code_hash, invites_to, post_or_power_id, ends_at, made_at)
     values ($1, $2, $3, $4, $5)`,
    [hash, to, id, endsAt, tx.clock.now()],
  )
}

export async function findInvitation(
  on: Reader,
  hash: Buffer,
  now: Instant,
): Promise<{ to: InvitedTo; id: string } | undefined> {
  const rows = await on.query<{ to: InvitedTo; id: string }>(
    `select i.invites_to as to, i.post_or_power_id as id from invitations i
     where i.code_hash = $1 and i.ends_at > $2
       and not exists (select 1 from invitation_uses u where u.post_or_power_id = i.post_or_power_id)
       and not exists (select 1 from access_ends e where e.ended_id = i.post_or_power_id and e.ends_at <= $2)`,
    [hash, now],
  )
  return rows[0]
}

/** @returns false when somebody was first */
export async function insertInvitationUse(
  tx: Tx,
  hash: Buffer,
  id: string,
  accountId: AccountId,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into invitation_uses (code_hash, post_or_power_id, account_id, used_at) values ($1, $2, $3, $4)
     on conflict do nothing returning code_hash`,
    [hash, id, accountId, tx.clock.now()],
  )
  return rows.length === 1
}

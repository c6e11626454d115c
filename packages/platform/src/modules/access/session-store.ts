// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import type { AccountId, SessionId } from '../../kernel/ids.ts'
import type { Session } from './session.ts'

type Reader = { readonly query: Query }

/** When a session is open: not over at this instant, and used after that one. */
export type Alive = { readonly now: Instant; readonly usedAfter: Instant }

const columns = `s.session_id as "sessionId", s.account_id as "accountId", s.client_id as "clientId",
  s.client_key_id as "keyId", s.capacity,
  s.staff_id as "staffId", s.subject_id as "subjectId", s.office, s.power_id as "powerId", s.scopes, s.assurance,
  s.jurisdiction, s.program, s.made_at as "madeAt", s.ends_at as "endsAt", s.used_at as "usedAt"`

const isOpen = 's.ended_at is null and s.ends_at > $2 and s.used_at > $3'

export async function insertSession(tx: Tx, hash: Buffer, session: Session): Promise<void> {
  await tx.query(
    `insert into sessions (session_id, token_hash, account_id, client_id, client_key_id, capacity, staff_id,
       subject_id, office, power_id, scopes, assurance, jurisdiction, program, made_at, ends_at, used_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      session.sessionId,
      hash,
      session.accountId,
      session.clientId,
      session.keyId,
      session.capacity,
      session.staffId,
      session.subjectId,
      session.office,
      session.powerId,
      session.scopes,
      session.assurance,
      session.jurisdiction,
      session.program,
      session.madeAt,
      session.endsAt,
      session.usedAt,
    ],
  )
}

export async function findSession(on: Reader, hash: Buffer, alive: Alive): Promise<Session | undefined> {
  const rows = await on.query<Session>(
    `select ${columns} from sessions s where s.token_hash = $1 and ${isOpen}`,
    [hash, alive.now, alive.usedAfter],
  )
  return rows[0]
}

export async function isSessionOpen(on: Reader, sessionId: SessionId, alive: Alive): Promise<boolean> {
  const rows = await on.query(`select 1 from sessions s where s.session_id = $1 and ${isOpen}`, [
    sessionId,
    alive.now,
    alive.usedAfter,
  ])
  return rows.length === 1
}

export async function listSessions(on: Reader, accountId: AccountId, alive: Alive): Promise<Session[]> {
  return on.query<Session>(
    `select ${columns} from sessions s where s.account_id = $1 and ${isOpen}
     order by s.session_id desc limit 200`,
    [accountId, alive.now, alive.usedAfter],
  )
}

export async function updateUsed(on: Reader, sessionId: SessionId, now: Instant): Promise<void> {
  // Not back: two requests may finish in another order than they came.
  await on.query('update sessions set used_at = $2 where session_id = $1 and used_at < $2', [sessionId, now])
}

/** @returns false when it is not of this account, or has ended already */
export async function endSession(
  tx: Tx,
  accountId: AccountId,
  sessionId: SessionId,
  reason: string,
  now: Instant,
): Promise<boolean> {
  const rows = await tx.query(
    `update sessions set ended_at = $4, end_reason = $3
     where session_id = $1 and account_id = $2 and ended_at is null returning session_id`,
    [sessionId, accountId, reason, now],
  )
  return rows.length === 1
}

export async function deleteOld(on: Reader, endedBefore: Instant, now: Instant): Promise<number> {
  await on.query('delete from sign_in_attempts where ends_at < $1', [now])
  await on.query('delete from client_assertions where ends_at < $1', [now])
  const rows = await on.query<{ count: number }>(
    `with gone as (delete from sessions where ends_at < $1 returning 1) select count(*) as count from gone`,
    [endedBefore],
  )
  return only(rows).count
}

export type Attempt = { readonly stateHash: Buffer; readonly browserHash: Buffer; readonly sealed: Buffer }

export async function insertAttempt(on: Reader, attempt: Attempt, endsAt: Instant): Promise<void> {
  await on.query(
    'insert into sign_in_attempts (state_hash, browser_hash, sealed, ends_at) values ($1, $2, $3, $4)',
    [attempt.stateHash, attempt.browserHash, attempt.sealed, endsAt],
  )
}

/** Taken once: of two who bring the same answer the second finds nothing. */
export async function takeAttempt(
  on: Reader,
  stateHash: Buffer,
  browserHash: Buffer,
  now: Instant,
): Promise<Buffer | undefined> {
  const rows = await on.query<{ sealed: Buffer }>(
    `delete from sign_in_attempts where state_hash = $1 and browser_hash = $2 and ends_at > $3
     returning sealed`,
    [stateHash, browserHash, now],
  )
  return rows[0]?.sealed
}

/** @returns false when it was taken before */
export async function insertAssertion(on: Reader, hash: Buffer, endsAt: Instant): Promise<boolean> {
  const rows = await on.query(
    `insert into client_assertions (assertion_hash, ends_at) values ($1, $2)
     on conflict do nothing returning assertion_hash`,
    [hash, endsAt],
  )
  return rows.length === 1
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Instant, instantOf } from '../../kernel/civil-date.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Database, Query, Tx } from '../../kernel/db/database.ts'
import {
  type AccountId,
  type KeyId,
  newId,
  type PowerId,
  type SessionId,
  type StaffId,
  type SubjectId,
} from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { lockAlone } from './access-store.ts'
import type { AssuranceLevel, SubjectActor } from './actor.ts'
import { hashOf, newSecret } from './secret.ts'
import * as store from './session-store.ts'

const MINUTE_MS = 60_000
/** Its use is written down at most so often: a page asks for many things at once. */
const USED_EVERY_MS = MINUTE_MS
const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** What a session acts as: one thing, for its whole life. */
export type Capacity =
  | { readonly as: 'none' }
  | { readonly as: 'staff'; readonly staffId: StaffId; readonly jurisdiction: string }
  | { readonly as: 'subject'; readonly subjectId: SubjectId; readonly office: SubjectActor['office'] }
  | { readonly as: 'agent'; readonly subjectId: SubjectId; readonly powerId: PowerId }

export type Session = {
  readonly sessionId: SessionId
  /** Null of a machine's. */
  readonly accountId: AccountId | null
  readonly clientId: string | null
  /** Of a machine: the key by which it proved itself. */
  readonly keyId: KeyId | null
  readonly capacity: Capacity['as'] | 'machine'
  readonly staffId: StaffId | null
  readonly subjectId: SubjectId | null
  readonly office: SubjectActor['office']
  readonly powerId: PowerId | null
  readonly scopes: readonly string[]
  readonly assurance: AssuranceLevel
  readonly jurisdiction: string
  readonly program: string
  readonly madeAt: Instant
  readonly endsAt: Instant
  readonly usedAt: Instant
}

export type SessionLimits = {
  /** Without a sign of life for so long it is over. */
  readonly idleMinutes: number
  /** Over after so long, however busy. */
  readonly hours: number
}

export type OpenedSession = { readonly token: string; readonly session: Session }

/** By whom, how surely, and on what program. */
export type SignedIn = Pick<Session, 'assurance' | 'jurisdiction' | 'program'> & {
  readonly accountId: AccountId
}

/** Opens, finds and ends sessions. A token is shown to the browser and stored as its hash. */
export class Sessions {
  readonly limits: SessionLimits
  readonly #database: Database

  constructor(database: Database, limits: SessionLimits) {
    this.#database = database
    this.limits = limits
  }

  /** Always under a new token: what a browser held before, or was given by somebody else, is never taken up. */
  async open(tx: Tx, who: SignedIn, capacity: Capacity, endsAt?: Instant): Promise<OpenedSession> {
    const nowMs = tx.clock.nowMs()
    const token = newSecret()
    const session: Session = {
      ...who,
      sessionId: newId<SessionId>(nowMs),
      clientId: null,
      keyId: null,
      capacity: capacity.as,
      staffId: capacity.as === 'staff' ? capacity.staffId : null,
      subjectId: capacity.as === 'subject' || capacity.as === 'agent' ? capacity.subjectId : null,
      office: capacity.as === 'subject' ? capacity.office : null,
      powerId: capacity.as === 'agent' ? capacity.powerId : null,
      jurisdiction: capacity.as === 'staff' ? capacity.jurisdiction : who.jurisdiction,
      scopes: [],
      madeAt: tx.clock.now(),
      usedAt: tx.clock.now(),
      endsAt: endsAt ?? instantOf(nowMs + this.limits.hours * 60 * MINUTE_MS),
    }
    await store.insertSession(tx, hashOf(token), session)
    return { token, session }
  }

  /** A session in place of another, as something else; it ends no later than that would have. */
  async replace(
    tx: Tx,
    old: Session & { readonly accountId: AccountId },
    capacity: Capacity,
  ): Promise<OpenedSession> {
    await this.end(tx, old.accountId, old.sessionId, 'replaced')
    const { accountId, assurance, jurisdiction, program, endsAt } = old
    return this.open(tx, { accountId, assurance, jurisdiction, program }, capacity, endsAt)
  }

  /** The session that a token opens now; undefined when there is none, or it has ended in any way. */
  async find(token: string): Promise<Session | undefined> {
    if (!TOKEN.test(token)) return undefined
    const { clock } = this.#database
    const session = await store.findSession(this.#database, hashOf(token), this.#alive(clock))
    if (session && clock.nowMs() - Date.parse(session.usedAt) >= USED_EVERY_MS)
      await store.updateUsed(this.#database, session.sessionId, clock.now())
    return session
  }

  /** Whether it is still open, as read in this transaction. */
  async isOpen(tx: Tx, sessionId: SessionId): Promise<boolean> {
    return store.isSessionOpen(tx, sessionId, this.#alive(tx.clock))
  }

  /** The open sessions of an account, newest first. */
  async list(accountId: AccountId): Promise<Session[]> {
    return store.listSessions(this.#database, accountId, this.#alive(this.#database.clock))
  }

  /**
   * Whoever acts by it at this moment is waited for; nobody acts by it after the commit.
   * @throws Refusal SESSION_UNKNOWN also for somebody else's
   */
  async end(
    tx: Tx,
    accountId: AccountId,
    sessionId: SessionId,
    reason: 'signed-out' | 'revoked' | 'replaced',
  ): Promise<void> {
    await lockAlone(tx, sessionId)
    const ended = await store.endSession(tx, accountId, sessionId, reason, tx.clock.now())
    if (!ended) throw refuse('SESSION_UNKNOWN')
  }

  #alive(clock: Clock): store.Alive {
    return { now: clock.now(), usedAfter: instantOf(clock.nowMs() - this.limits.idleMinutes * MINUTE_MS) }
  }
}

/** Sessions that ended long ago, and sign-ins that never came back. */
export async function forgetOldSessions(
  on: { readonly query: Query },
  clock: Clock,
  keptDays: number,
): Promise<number> {
  return store.deleteOld(on, instantOf(clock.nowMs() - keptDays * 86_400_000), clock.now())
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { KeyObject } from 'node:crypto'
import { instantOf } from '../../kernel/civil-date.ts'
import type { Database, Tx } from '../../kernel/db/database.ts'
import { type AccountId, newId } from '../../kernel/ids.ts'
import { Refusal, refuse } from '../../kernel/refusal.ts'
import { asKey, deriveKey, open, seal } from '../../kernel/sealing.ts'
import { findOrMakeAccount } from './access-store.ts'
import type { AssuranceLevel } from './actor.ts'
import type { FailureCounts } from './failure-count.ts'
import {
  type IdentityProvider,
  newProofSecrets,
  type ProofSecrets,
  type ProvenPerson,
} from './identity-provider.ts'
import { blindOf, hashOf, newSecret } from './secret.ts'
import type { Capacity, OpenedSession, Session, Sessions } from './session.ts'
import { insertAttempt, takeAttempt } from './session-store.ts'

const MINUTES_OPEN = 10

/** As what somebody wants to be signed in. What they may be is asked when they come back. */
export type Wanted =
  | { readonly as: 'staff' }
  | { readonly as: 'self' }
  | { readonly as: 'office'; readonly scheme: string; readonly number: string }
  | { readonly as: 'agent' }

export type Proven = {
  readonly accountId: AccountId
  readonly assurance: AssuranceLevel
  readonly person: ProvenPerson | null
}

/** What an account is, said by the modules that know: posts, own files, powers. */
export type Capacities = {
  /** How surely a person must be known, where this node stands. */
  level(wanted: Wanted): AssuranceLevel
  /** @throws Refusal when it is not what it wants to be */
  capacityOf(proven: Proven, wanted: Wanted): Promise<Capacity>
}

export type SignInParts = {
  readonly database: Database
  readonly provider: IdentityProvider
  readonly sessions: Sessions
  readonly failures: FailureCounts
  readonly capacities: Capacities
  /** The node's secret for what is asked of this module. */
  readonly secret: Uint8Array
  /** Six digits: the division whose parameters hold where a person acts for themself. */
  readonly jurisdiction: string
}

type Attempt = ProofSecrets & {
  readonly wanted: Wanted
  readonly returnTo: string
  readonly redirectUri: string
}

export type Asked = { readonly wanted: Wanted; readonly returnTo: string; readonly redirectUri: string }

export type Answered = {
  readonly url: URL
  /** What the browser was given when it asked. */
  readonly browser: string | undefined
  readonly place: string
  readonly program: string
  /** What it was signed in as before, if it was. */
  readonly before: Session | undefined
}

/** Signing in, as two steps with the identity provider between them. */
export class SignIns {
  readonly #parts: SignInParts
  readonly #sealing: KeyObject

  constructor(parts: SignInParts) {
    this.#parts = parts
    this.#sealing = asKey(deriveKey(parts.secret, 'sign-in'))
  }

  /**
   * @returns where the browser goes, and the secret by which it is known again when it comes back
   * @throws Refusal SIGN_IN_HELD, OutageError
   */
  async ask(asked: Asked, place: string): Promise<{ readonly url: URL; readonly browser: string }> {
    const { database, provider, failures, capacities } = this.#parts
    await failures.assertFree(place)
    const secrets = newProofSecrets()
    const url = await provider.askingUrl(asked.redirectUri, secrets, capacities.level(asked.wanted))
    const browser = newSecret()
    const stateHash = hashOf(secrets.state)
    const attempt: Attempt = { ...secrets, ...asked }
    await insertAttempt(
      database,
      {
        stateHash,
        browserHash: hashOf(browser),
        sealed: seal(this.#sealing, Buffer.from(JSON.stringify(attempt)), stateHash.toString('hex')),
      },
      instantOf(database.clock.nowMs() + MINUTES_OPEN * 60_000),
    )
    return { url, browser }
  }

  /**
   * Opens a session for whoever came back. An answer is taken once: a replayed one finds no attempt.
   * @throws Refusal SIGN_IN_HELD, SIGN_IN_UNKNOWN, SIGN_IN_GIVEN_UP, SIGN_IN_FAILED, ASSURANCE_TOO_LOW, and what the
   *   wanted capacity refuses with
   */
  async finish(answered: Answered): Promise<OpenedSession & { readonly returnTo: string }> {
    const { database, provider, sessions, failures, jurisdiction } = this.#parts
    await failures.assertFree(answered.place)
    try {
      const attempt = await this.#take(answered)
      // Whoever turns back at the provider has failed at nothing.
      if (answered.url.searchParams.get('error') === 'access_denied') throw refuse('SIGN_IN_GIVEN_UP')
      const proven = await this.#prove(provider, answered.url, attempt)
      const capacity = await this.#capacity(proven, attempt.wanted)
      const { accountId, assurance } = proven
      const { program, before } = answered
      const opened = await database.transact(async (tx) => {
        await endBefore(tx, sessions, before)
        return sessions.open(tx, { accountId, assurance, jurisdiction, program }, capacity)
      })
      await failures.forget(answered.place)
      return { ...opened, returnTo: attempt.returnTo }
    } catch (error) {
      if (error instanceof Refusal && error.code !== 'SIGN_IN_GIVEN_UP') await failures.add(answered.place)
      throw error
    }
  }

  /** Counted by account as well: whoever tries one organisation after the other does so from many places. */
  async #capacity(proven: Proven, wanted: Wanted): Promise<Capacity> {
    const { failures, capacities } = this.#parts
    const place = `account ${proven.accountId}`
    await failures.assertFree(place)
    const needed = capacities.level(wanted)
    if (proven.assurance < needed) throw refuse('ASSURANCE_TOO_LOW', { needed, given: proven.assurance })
    try {
      return await capacities.capacityOf(proven, wanted)
    } catch (error) {
      if (error instanceof Refusal) await failures.add(place)
      throw error
    }
  }

  async #take({ url, browser }: Answered): Promise<Attempt> {
    const { database } = this.#parts
    const state = url.searchParams.get('state')
    if (!state || !browser) throw refuse('SIGN_IN_UNKNOWN')
    const stateHash = hashOf(state)
    const sealed = await takeAttempt(database, stateHash, hashOf(browser), database.clock.now())
    if (!sealed) throw refuse('SIGN_IN_UNKNOWN')
    return JSON.parse(open(this.#sealing, sealed, stateHash.toString('hex')).toString()) as Attempt
  }

  async #prove(provider: IdentityProvider, url: URL, attempt: Attempt): Promise<Proven> {
    const answer = new URL(attempt.redirectUri)
    answer.search = url.search
    const { issuerSubject, assurance, person } = await provider.prove(answer, attempt)
    const accountId = await this.#parts.database.transact((tx) => this.accountOf(tx, issuerSubject))
    return { accountId, assurance, person }
  }

  /** The account that the provider knows by this word, whether or not it has ever signed in. */
  accountOf(tx: Tx, issuerSubject: string): Promise<AccountId> {
    const { provider, secret } = this.#parts
    const index = blindOf(secret, 'account', `${provider.settings.code} ${issuerSubject}`)
    return findOrMakeAccount(tx, newId<AccountId>(tx.clock.nowMs()), index)
  }
}

async function endBefore(tx: Tx, sessions: Sessions, before: Session | undefined): Promise<void> {
  if (!before?.accountId) return
  await sessions.end(tx, before.accountId, before.sessionId, 'replaced').catch((error: unknown) => {
    // It has ended meanwhile: so much the better.
    if (!(error instanceof Refusal)) throw error
  })
}

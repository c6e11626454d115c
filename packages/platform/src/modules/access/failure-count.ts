// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { instantOf } from '../../kernel/civil-date.ts'
import type { Database } from '../../kernel/db/database.ts'
import { refuse } from '../../kernel/refusal.ts'
import { addFailure, findHold, forgetFailures } from './failure-store.ts'
import { blindOf } from './secret.ts'

/** So many mistakes are human. */
const FREE_FAILURES = 5
const WAIT_MS_FIRST = 2_000
const WAIT_MS_MAX = 900_000
/** After so long without a failure a place begins anew. */
const FORGET_MS = 86_400_000

/** How long the next try has to wait: nothing at first, then twice as long each time. */
export function waitAfter(failures: number): number {
  if (failures <= FREE_FAILURES) return 0
  return Math.min(WAIT_MS_MAX, WAIT_MS_FIRST * 2 ** (failures - FREE_FAILURES - 1))
}

/**
 * Makes guessing slow, for all nodes over one database together. A place is an address, a client or an account; of
 * neither more is kept than a keyed hash.
 */
export class FailureCounts {
  readonly #database: Database
  readonly #key: Uint8Array

  constructor(database: Database, key: Uint8Array) {
    this.#database = database
    this.#key = key
  }

  /** @throws Refusal SIGN_IN_HELD */
  async assertFree(place: string): Promise<void> {
    const { clock } = this.#database
    const until = await findHold(this.#database, this.#index(place), clock.now())
    if (until !== undefined) {
      const retryAfterSeconds = Math.max(1, Math.ceil((Date.parse(until) - clock.nowMs()) / 1000))
      throw refuse('SIGN_IN_HELD', { retryAfterSeconds })
    }
  }

  /** One more; the wait that follows counts from now. */
  async add(place: string): Promise<void> {
    const { clock } = this.#database
    const nowMs = clock.nowMs()
    const waits = Array.from({ length: 20 }, (_, failures) => instantOf(nowMs + waitAfter(failures + 1)))
    await addFailure(this.#database, this.#index(place), {
      now: clock.now(),
      forgottenBefore: instantOf(nowMs - FORGET_MS),
      heldUntilAfter: waits,
    })
  }

  /** Somebody proved themselves here: what went before was a mistake. */
  async forget(place: string): Promise<void> {
    await forgetFailures(this.#database, this.#index(place))
  }

  #index(place: string): Buffer {
    return blindOf(this.#key, 'failure', place)
  }
}

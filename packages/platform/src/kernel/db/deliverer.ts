// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Instant, instantOf } from '../civil-date.ts'
import type { Logger } from '../logger.ts'
import { OutageError } from '../refusal.ts'
import type { Database } from './database.ts'
import { type NodeId, publish, type Subscriber, stuckKind } from './outbox.ts'
import {
  type ClaimedEvent,
  claimNextEvent,
  freeOwnClaims,
  hasDueEvent,
  markDelivered,
  type PutBack,
  putBackEvent,
  renewLease,
} from './outbox-store.ts'

const POLL_MS = 400
const LEASE_MS = 60_000
const OUTAGE_MS = 2_000
const BACKOFF_MS = [1_000, 5_000, 30_000, 120_000, 600_000] as const

export type DelivererOptions = {
  readonly database: Database
  readonly nodeId: NodeId
  readonly log: Logger
  readonly subscribers: ReadonlyMap<string, readonly Subscriber[]>
  /** How many events are worked on side by side. */
  readonly slots?: number
  /** After so many failures of its own an event is tried no more. */
  readonly failuresMax?: number
  readonly leaseMs?: number
}

/** Why the work in hand is to end: nothing of it has failed. */
export class WorkEnded extends Error {
  readonly why: 'stopping' | 'lease lost'

  constructor(why: 'stopping' | 'lease lost') {
    super(`the work was ended: ${why}`)
    this.name = 'WorkEnded'
    this.why = why
  }
}

/**
 * Delivers outbox events at least once, a few side by side, never two of one lane. A lease, renewed while a subscriber
 * works, keeps other nodes away; a lease lost ends the work. What this node had claimed when it was killed is free
 * again as soon as it starts.
 */
export class Deliverer {
  readonly #options: DelivererOptions
  readonly #leaseMs: number
  readonly #underWay = new Set<AbortController>()
  readonly #sleepers = new Set<() => void>()
  #running: Promise<unknown> | undefined
  #stopping = false

  constructor(options: DelivererOptions) {
    this.#options = options
    this.#leaseMs = options.leaseMs ?? LEASE_MS
  }

  async start(): Promise<void> {
    const { database, nodeId, slots = 2 } = this.#options
    await freeOwnClaims(database, nodeId, database.clock.now())
    this.#running = Promise.all(Array.from({ length: slots }, () => this.#loop()))
  }

  /** Looks at once instead of at the next poll: for the act that has just committed an event. */
  wake(): void {
    for (const wake of [...this.#sleepers]) wake()
  }

  /** Ends what is under way and puts it back; it goes on at the next start. */
  async stop(): Promise<void> {
    this.#stopping = true
    for (const work of this.#underWay) work.abort(new WorkEnded('stopping'))
    this.wake()
    await this.#running
  }

  async #loop(): Promise<void> {
    while (!this.#stopping) {
      const worked = await this.#deliverNext().catch((error: unknown) => {
        this.#options.log.error({ event: 'outbox.failed', err: error })
        return false
      })
      if (!worked) await this.#pause(POLL_MS)
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#stopping) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        this.#sleepers.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      this.#sleepers.add(wake)
    })
  }

  async #deliverNext(): Promise<boolean> {
    const claimed = await this.#claim()
    if (!claimed) return false
    const work = new AbortController()
    this.#underWay.add(work)
    if (this.#stopping) work.abort(new WorkEnded('stopping'))
    const renewing = this.#keepLease(claimed, work)
    try {
      for (const subscriber of this.#options.subscribers.get(claimed.kind) ?? []) {
        work.signal.throwIfAborted()
        await subscriber(claimed, work.signal)
      }
      await this.#settle((nodeId, at) => markDelivered(this.#options.database, nodeId, claimed, at))
    } catch (error) {
      await this.#putBack(claimed, error, work.signal)
    } finally {
      clearInterval(renewing)
      this.#underWay.delete(work)
    }
    return true
  }

  async #claim(): Promise<ClaimedEvent | undefined> {
    const { database, nodeId } = this.#options
    const { clock } = database
    if (!(await hasDueEvent(database, nodeId, clock.now()))) return undefined
    return database.transact((tx) => claimNextEvent(tx, nodeId, clock.now(), this.#inMs(this.#leaseMs)))
  }

  #keepLease(claimed: ClaimedEvent, work: AbortController): NodeJS.Timeout {
    const { database, nodeId } = this.#options
    let heldUntilMs = database.clock.nowMs() + this.#leaseMs
    return setInterval(async () => {
      const nextMs = database.clock.nowMs() + this.#leaseMs
      try {
        if (await renewLease(database, nodeId, claimed, instantOf(nextMs))) heldUntilMs = nextMs
        else work.abort(new WorkEnded('lease lost'))
      } catch {
        // Away for longer than the lease lasts: another node may hold it by now. The work itself reports the outage.
        if (database.clock.nowMs() > heldUntilMs) work.abort(new WorkEnded('lease lost'))
      }
    }, this.#leaseMs / 3)
  }

  async #putBack(claimed: ClaimedEvent, error: unknown, signal: AbortSignal): Promise<void> {
    const { log, failuresMax = BACKOFF_MS.length + 1 } = this.#options
    const { kind, attempts } = claimed
    if (signal.aborted && signal.reason instanceof WorkEnded) {
      log.info({ event: 'outbox.work-ended', kind, attempts, code: signal.reason.why.replace(' ', '-') })
      await this.#settle((nodeId, runAt) =>
        putBackEvent(this.#options.database, nodeId, claimed, { ...still(claimed), runAt }),
      )
      return
    }
    log.error({ event: 'outbox.delivery-failed', kind, attempts, err: error })
    const errorName = error instanceof Error ? error.name : 'unknown'
    if (error instanceof OutageError) {
      const runAt = this.#inMs(OUTAGE_MS)
      await this.#settle((nodeId) =>
        putBackEvent(this.#options.database, nodeId, claimed, { ...still(claimed), runAt, error: errorName }),
      )
      return
    }
    const failures = claimed.failures + 1
    const waitMs = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length) - 1] ?? BACKOFF_MS[0]
    const runAt = this.#inMs(waitMs)
    if (failures >= failuresMax) await this.#giveUp(claimed, { runAt, failures, error: errorName })
    else
      await this.#settle((nodeId) =>
        putBackEvent(this.#options.database, nodeId, claimed, {
          runAt,
          failures,
          error: errorName,
          stuckAt: null,
        }),
      )
  }

  /** Never tried for ever in silence: the event says that it is stuck, and so does whoever is told. */
  async #giveUp(claimed: ClaimedEvent, how: Omit<PutBack, 'stuckAt'>): Promise<void> {
    const { database, log } = this.#options
    log.error({ event: 'outbox.stuck', kind: claimed.kind, attempts: claimed.attempts, count: how.failures })
    await this.#settle((nodeId, stuckAt) =>
      database.transact(async (tx) => {
        const isOurs = await putBackEvent(tx, nodeId, claimed, { ...how, stuckAt })
        if (isOurs) await publish(tx, stuckKind(claimed.kind), { ...claimed.payload })
        return isOurs
      }),
    )
  }

  /** The end of a delivery is written even when the database was away meanwhile: a slot has nothing better to do. */
  async #settle(act: (nodeId: NodeId, at: Instant) => Promise<boolean>): Promise<void> {
    const { database, nodeId, log } = this.#options
    for (;;) {
      try {
        if (!(await act(nodeId, database.clock.now()))) log.warn({ event: 'outbox.lease-lost' })
        return
      } catch (error) {
        if (!(error instanceof OutageError) || this.#stopping) throw error
        await this.#pause(OUTAGE_MS)
      }
    }
  }

  #inMs(ms: number): Instant {
    return instantOf(this.#options.database.clock.nowMs() + ms)
  }
}

function still(claimed: ClaimedEvent): Pick<PutBack, 'failures' | 'error' | 'stuckAt'> {
  return { failures: claimed.failures, error: null, stuckAt: null }
}

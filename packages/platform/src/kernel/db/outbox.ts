// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Branded, EventId } from '../ids.ts'
import { newId } from '../ids.ts'
import type { Logger } from '../logger.ts'
import type { Database, Tx } from './database.ts'

export type NodeId = Branded<string, 'NodeId'>

export type OutboxEvent = {
  readonly kind: string
  readonly payload: Record<string, unknown>
  readonly eventId: EventId
}

/** What a higher module does when a lower one has told something. Must bear being called twice for one event. */
export type Subscriber = (event: OutboxEvent) => Promise<void>

/** Tells other modules, in the transaction of the act itself. @param onNode set when only that node can do the work */
export async function publish(
  tx: Tx,
  kind: string,
  payload: Record<string, unknown>,
  onNode?: NodeId,
): Promise<EventId> {
  const eventId = newId<EventId>(tx.clock.nowMs())
  await tx.query(
    `insert into outbox (event_id, kind, payload, node_id, written_at, run_at) values ($1, $2, $3, $4, $5, $5)`,
    [eventId, kind, JSON.stringify(payload), onNode ?? null, tx.clock.now()],
  )
  return eventId
}

const POLL_MS = 400
const LEASE_MS = 60_000
const BACKOFF_MS = [1_000, 5_000, 30_000, 120_000, 600_000] as const

export type DelivererOptions = {
  readonly database: Database
  readonly nodeId: NodeId
  readonly log: Logger
  readonly subscribers: ReadonlyMap<string, readonly Subscriber[]>
}

/**
 * Delivers outbox events at least once, one after another. A lease, renewed while a subscriber works, keeps other
 * nodes away; what this node had claimed when it was killed is free again as soon as it starts.
 */
export class Deliverer {
  readonly #options: DelivererOptions
  #running: Promise<void> | undefined
  #stopping = false
  #wake: (() => void) | undefined

  constructor(options: DelivererOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    await this.#options.database.query(
      // A demo clock may have been set back since: what waits must not wait for a day that is long in coming.
      `update outbox set claimed_by = null, claimed_until = null, run_at = least(run_at, $2)
       where delivered_at is null and (claimed_by = $1 or node_id = $1)`,
      [this.#options.nodeId, this.#options.database.clock.now()],
    )
    this.#running = this.#loop()
  }

  /** Looks at once instead of at the next poll: for the act that has just committed an event. */
  wake(): void {
    this.#wake?.()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    this.wake()
    await this.#running
  }

  async #loop(): Promise<void> {
    while (!this.#stopping) {
      const worked = await this.#deliverNext().catch((error: unknown) => {
        this.#options.log.error({ event: 'outbox.failed', err: error })
        return false
      })
      if (!worked && !this.#stopping) await this.#pause()
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async #deliverNext(): Promise<boolean> {
    const claimed = await this.#claim()
    if (!claimed) return false
    const { database, subscribers, log } = this.#options
    const renewing = setInterval(() => void this.#renew(claimed.eventId), LEASE_MS / 3)
    try {
      for (const subscriber of subscribers.get(claimed.kind) ?? []) await subscriber(claimed)
      await database.query(
        'update outbox set delivered_at = $2, claimed_by = null, claimed_until = null, last_error = null where event_id = $1',
        [claimed.eventId, database.clock.now()],
      )
    } catch (error) {
      log.error({
        event: 'outbox.delivery-failed',
        kind: claimed.kind,
        attempts: claimed.attempts,
        err: error,
      })
      await this.#putBack(claimed, error)
    } finally {
      clearInterval(renewing)
    }
    return true
  }

  async #claim(): Promise<(OutboxEvent & { attempts: number }) | undefined> {
    const { database, nodeId } = this.#options
    const nowMs = database.clock.nowMs()
    const rows = await database.query<{
      eventId: EventId
      kind: string
      payload: Record<string, unknown>
      attempts: number
    }>(
      `update outbox set claimed_by = $1, claimed_until = $3, attempts = attempts + 1
       where event_id = (
         select event_id from outbox
         where delivered_at is null and run_at <= $2 and (node_id is null or node_id = $1)
           and (claimed_until is null or claimed_until < $2)
         order by run_at, event_id limit 1 for update skip locked)
       returning event_id as "eventId", kind, payload, attempts`,
      [nodeId, new Date(nowMs).toISOString(), new Date(nowMs + LEASE_MS).toISOString()],
    )
    return rows[0]
  }

  async #renew(eventId: EventId): Promise<void> {
    const { database } = this.#options
    const until = new Date(database.clock.nowMs() + LEASE_MS).toISOString()
    await database
      .query('update outbox set claimed_until = $2 where event_id = $1 and claimed_by is not null', [
        eventId,
        until,
      ])
      .catch(() => {
        // The delivery itself will meet the same outage and report it.
      })
  }

  async #putBack(claimed: OutboxEvent & { attempts: number }, error: unknown): Promise<void> {
    const { database } = this.#options
    const waitMs = BACKOFF_MS[Math.min(claimed.attempts, BACKOFF_MS.length) - 1] ?? BACKOFF_MS[0]
    await database.query(
      'update outbox set claimed_by = null, claimed_until = null, run_at = $2, last_error = $3 where event_id = $1',
      [
        claimed.eventId,
        new Date(database.clock.nowMs() + waitMs).toISOString(),
        error instanceof Error ? error.name : 'unknown',
      ],
    )
  }
}

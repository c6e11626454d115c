// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../civil-date.ts'
import type { Query, Tx } from './database.ts'
import type { NodeId, OutboxEvent } from './outbox.ts'

type Reader = { readonly query: Query }

/** One node at a time chooses, so that two never take two events of one lane. */
const CLAIM_LOCK = 7003

export async function insertEvent(
  tx: Tx,
  event: OutboxEvent & {
    readonly onNode: NodeId | null
    readonly lane: string | null
    readonly at: Instant
  },
): Promise<void> {
  await tx.query(
    `insert into outbox (event_id, kind, payload, node_id, lane, written_at, run_at)
     values ($1, $2, $3, $4, $5, $6, $6)`,
    [event.eventId, event.kind, JSON.stringify(event.payload), event.onNode, event.lane, event.at],
  )
}

/** An event under a lease. `attempts` is the fence: who claims it later has a higher one. */
export type ClaimedEvent = OutboxEvent & { readonly attempts: number; readonly failures: number }

export async function freeOwnClaims(on: Reader, nodeId: NodeId, now: Instant): Promise<void> {
  await on.query(
    // A demo clock may have been set back since: what waits must not wait for a day that is long in coming.
    `update outbox set claimed_by = null, claimed_until = null, run_at = least(run_at, $2),
       claimed_at = least(claimed_at, $2)
     where delivered_at is null and (claimed_by = $1 or node_id = $1)`,
    [nodeId, now],
  )
}

/** Without a lock: only whether it is worth asking for one. */
export async function hasDueEvent(on: Reader, nodeId: NodeId, now: Instant): Promise<boolean> {
  const rows = await on.query(
    `select 1 from outbox
     where delivered_at is null and stuck_at is null and run_at <= $2 and (node_id is null or node_id = $1)
       and (claimed_until is null or claimed_until < $2)
     limit 1`,
    [nodeId, now],
  )
  return rows.length > 0
}

/** The oldest event of the lane that was served longest ago; none of a lane in which one is being worked on. */
export async function claimNextEvent(
  tx: Tx,
  nodeId: NodeId,
  now: Instant,
  until: Instant,
): Promise<ClaimedEvent | undefined> {
  await tx.query('select pg_advisory_xact_lock($1)', [CLAIM_LOCK])
  const rows = await tx.query<ClaimedEvent>(
    `update outbox set claimed_by = $1, claimed_at = $2, claimed_until = $3, attempts = attempts + 1
     where event_id = (
       select event_id from (
         select distinct on (coalesce(o.lane, o.event_id::text)) o.event_id, o.lane, o.run_at
         from outbox o
         where o.delivered_at is null and o.stuck_at is null and o.run_at <= $2
           and (o.node_id is null or o.node_id = $1)
           and (o.claimed_until is null or o.claimed_until < $2)
           and not exists (
             select 1 from outbox busy
             where busy.lane = o.lane and busy.delivered_at is null and busy.claimed_until >= $2)
         order by coalesce(o.lane, o.event_id::text), o.run_at, o.event_id) heads
       order by coalesce(
         (select max(served.claimed_at) from outbox served where served.lane = heads.lane),
         '-infinity'::timestamptz), run_at, event_id
       limit 1)
     returning event_id as "eventId", kind, payload, attempts, failures`,
    [nodeId, now, until],
  )
  return rows[0]
}

/** False when the lease is no longer this claim's own. */
export async function renewLease(
  on: Reader,
  nodeId: NodeId,
  event: ClaimedEvent,
  until: Instant,
): Promise<boolean> {
  const rows = await on.query(
    `update outbox set claimed_until = $4
     where event_id = $1 and claimed_by = $2 and attempts = $3 and delivered_at is null returning event_id`,
    [event.eventId, nodeId, event.attempts, until],
  )
  return rows.length > 0
}

export async function markDelivered(
  on: Reader,
  nodeId: NodeId,
  event: ClaimedEvent,
  at: Instant,
): Promise<boolean> {
  const rows = await on.query(
    `update outbox set delivered_at = $4, claimed_by = null, claimed_until = null, last_error = null
     where event_id = $1 and claimed_by = $2 and attempts = $3 and delivered_at is null returning event_id`,
    [event.eventId, nodeId, event.attempts, at],
  )
  return rows.length > 0
}

export type PutBack = {
  readonly runAt: Instant
  readonly failures: number
  /** The name of the error's class: its message may quote a row. */
  readonly error: string | null
  readonly stuckAt: Instant | null
}

/** Lets go of a claim; of one that is another's by now nothing is changed. */
export async function putBackEvent(
  on: Reader,
  nodeId: NodeId,
  event: ClaimedEvent,
  { runAt, failures, error, stuckAt }: PutBack,
): Promise<boolean> {
  const rows = await on.query(
    `update outbox set claimed_by = null, claimed_until = null, run_at = $4, failures = $5,
       last_error = coalesce($6, last_error), stuck_at = $7
     where event_id = $1 and claimed_by = $2 and attempts = $3 and delivered_at is null returning event_id`,
    [event.eventId, nodeId, event.attempts, runAt, failures, error, stuckAt],
  )
  return rows.length > 0
}

/** Lets what had been given up be tried again, from the first failure on. */
export async function retryStuckEvents(
  tx: Tx,
  kind: string,
  payload: Record<string, unknown>,
): Promise<number> {
  const rows = await tx.query(
    `update outbox set stuck_at = null, failures = 0, run_at = $3
     where kind = $1 and payload @> $2::jsonb and stuck_at is not null and delivered_at is null
     returning event_id`,
    [kind, JSON.stringify(payload), tx.clock.now()],
  )
  return rows.length
}

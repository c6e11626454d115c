// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import type { ActId, ActingOfficer, TwoOfficerAct } from './two-officer-act.ts'

type Reader = { readonly query: Query }

/** Class of the advisory locks that keep two proposals about one reference apart. */
const PROPOSAL_LOCK = 7003

const actColumns = `a.act_id as "actId", a.kind, a.reference, a.content, a.proposer_id as "proposerId", a.proposer,
  a.proposed_at as "proposedAt", a.expires_at as "expiresAt", o.outcome, o.decider`

export async function lockReference(tx: Tx, kind: string, reference: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [PROPOSAL_LOCK, `${kind} ${reference}`])
}

export async function insertAct(tx: Tx, act: Omit<TwoOfficerAct, 'outcome' | 'decider'>): Promise<void> {
  await tx.query(
    `insert into two_officer_acts (act_id, kind, reference, content, proposer_id, proposer, proposed_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      act.actId,
      act.kind,
      act.reference,
      JSON.stringify(act.content),
      act.proposerId,
      act.proposer,
      act.proposedAt,
      act.expiresAt,
    ],
  )
}

export async function findAct(on: Reader, actId: ActId): Promise<TwoOfficerAct | undefined> {
  const rows = await on.query<TwoOfficerAct>(
    `select ${actColumns} from two_officer_acts a left join two_officer_outcomes o on o.act_id = a.act_id
     where a.act_id = $1`,
    [actId],
  )
  return rows[0]
}

export async function findOpenAct(
  on: Reader,
  kind: string,
  reference: string,
  now: Instant,
): Promise<TwoOfficerAct | undefined> {
  const rows = await on.query<TwoOfficerAct>(
    `select ${actColumns} from two_officer_acts a left join two_officer_outcomes o on o.act_id = a.act_id
     where a.kind = $1 and a.reference = $2 and a.expires_at > $3 and o.act_id is null
     order by a.act_id limit 1`,
    [kind, reference, now],
  )
  return rows[0]
}

/** Some acts, whatever became of them. */
export async function listActs(on: Reader, actIds: readonly ActId[]): Promise<TwoOfficerAct[]> {
  return on.query<TwoOfficerAct>(
    `select ${actColumns} from two_officer_acts a left join two_officer_outcomes o on o.act_id = a.act_id
     where a.act_id = any($1::uuid[]) order by a.act_id limit 10000`,
    [actIds],
  )
}

/** What waits for a second officer of this participant, oldest first. */
export async function listOpenActs(
  on: Reader,
  asked: {
    readonly kind: string
    readonly participantId: number
    readonly now: Instant
    /** The last of the page before. */
    readonly after?: ActId | null
    readonly limit: number
  },
): Promise<TwoOfficerAct[]> {
  return on.query<TwoOfficerAct>(
    `select ${actColumns} from two_officer_acts a left join two_officer_outcomes o on o.act_id = a.act_id
     where a.proposer_id = $1 and a.kind = $2 and a.expires_at > $3 and o.act_id is null
       and ($4::uuid is null or a.act_id > $4::uuid)
     order by a.act_id limit $5`,
    [asked.participantId, asked.kind, asked.now, asked.after ?? null, asked.limit],
  )
}

/** @returns false when somebody had decided already */
export async function insertOutcome(
  tx: Tx,
  actId: ActId,
  outcome: 'seconded' | 'declined',
  officer: ActingOfficer,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into two_officer_outcomes (act_id, proposer_id, proposer, outcome, decider_id, decider, decided_at)
     select act_id, proposer_id, proposer, $2, $3, $4, $5 from two_officer_acts where act_id = $1
     on conflict (act_id) do nothing returning act_id`,
    [actId, outcome, officer.participantId, officer.holder, tx.clock.now()],
  )
  return rows.length === 1
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import type { GroundId, LinkId, SubjectId } from '../../kernel/ids.ts'
import type { ActId } from '../workflow/index.ts'
import type { Join } from './flat-links.ts'
import type { Pair } from './link-subjects.ts'

type Reader = { readonly query: Query }

export type LinkReason = 'computed-from-number' | 'registration-authority' | 'two-officers'

export type Ground = Join<SubjectId> & { readonly groundId: GroundId; readonly reason: LinkReason }

/** Pairs of one kind that were never joined as computed: a computed ground that officers ended stays ended. */
export async function findUncomputed(tx: Tx, pairs: readonly Pair[]): Promise<Pair[]> {
  return tx.query<{ joining: SubjectId; other: SubjectId }>(
    `select asked.joining, asked.other
     from unnest($1::uuid[], $2::uuid[]) as asked (joining, other)
     join subjects a on a.subject_id = asked.joining
     join subjects b on b.subject_id = asked.other and b.kind = a.kind
     where not exists (
       select 1 from link_grounds g
       where g.member_id = asked.other and g.canonical_id = asked.joining and g.reason = 'computed-from-number')
     order by asked.joining, asked.other`,
    [pairs.map((pair) => pair.joining), pairs.map((pair) => pair.other)],
  )
}

export async function insertGround(
  tx: Tx,
  ground: Ground & { readonly assertedBy: number | null; readonly actId: ActId | null },
  tick: Tick,
): Promise<void> {
  await tx.query(
    `insert into link_grounds (member_id, ground_id, canonical_id, reason, asserted_by, proposal_id, tick)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      ground.memberId,
      ground.groundId,
      ground.canonicalId,
      ground.reason,
      ground.assertedBy,
      ground.actId,
      tick,
    ],
  )
}

/** Takes away every ground between just these two, whoever is the member. @returns how many */
export async function endGrounds(
  tx: Tx,
  one: SubjectId,
  other: SubjectId,
  actId: ActId,
  tick: Tick,
): Promise<number> {
  const rows = await tx.query(
    `insert into link_ground_ends (member_id, ground_id, proposal_id, tick)
     select member_id, ground_id, $3, $4 from v_link_grounds
     where (member_id = $1 and canonical_id = $2) or (member_id = $2 and canonical_id = $1)
     returning 1`,
    [one, other, actId, tick],
  )
  return rows.length
}

/** Grounds in force that touch any of the subjects. */
export async function listGrounds(tx: Reader, subjects: readonly SubjectId[]): Promise<Ground[]> {
  return tx.query<Ground>(
    `select member_id as "memberId", ground_id as "groundId", canonical_id as "canonicalId", reason
     from v_link_grounds where member_id = any($1::uuid[]) or canonical_id = any($1::uuid[])
     order by ground_id limit 10000`,
    [subjects],
  )
}

export type Link = Join<SubjectId> & { readonly linkId: LinkId }

/** Links in force that touch any of the subjects. */
export async function listLinks(tx: Reader, subjects: readonly SubjectId[]): Promise<Link[]> {
  return tx.query<Link>(
    `select member_id as "memberId", link_id as "linkId", canonical_id as "canonicalId"
     from v_subject_links where member_id = any($1::uuid[]) or canonical_id = any($1::uuid[])
     order by link_id limit 10000`,
    [subjects],
  )
}

export async function insertLink(
  tx: Tx,
  link: Link & { readonly reason: LinkReason },
  tick: Tick,
): Promise<void> {
  await tx.query(
    'insert into subject_links (member_id, link_id, canonical_id, reason, tick) values ($1, $2, $3, $4, $5)',
    [link.memberId, link.linkId, link.canonicalId, link.reason, tick],
  )
}

export async function endLink(tx: Tx, link: Link, tick: Tick): Promise<void> {
  await tx.query('insert into subject_link_ends (member_id, link_id, tick) values ($1, $2, $3)', [
    link.memberId,
    link.linkId,
    tick,
  ])
}

export type GroundHistory = Ground & {
  readonly assertedBy: number | null
  readonly actId: ActId | null
  readonly tick: Tick
  readonly at: Instant
  readonly endTick: Tick | null
  readonly endAt: Instant | null
  readonly endActId: ActId | null
}

/** Every ground that ever touched one of the subjects, the oldest first. */
export async function listGroundHistory(
  on: Reader,
  subjects: readonly SubjectId[],
): Promise<GroundHistory[]> {
  return on.query<GroundHistory>(
    `select g.member_id as "memberId", g.ground_id as "groundId", g.canonical_id as "canonicalId", g.reason,
       g.asserted_by as "assertedBy", g.proposal_id as "actId", g.tick, made.at,
       e.tick as "endTick", ended.at as "endAt", e.proposal_id as "endActId"
     from link_grounds g
     join ticks made on made.tick = g.tick
     left join link_ground_ends e on e.member_id = g.member_id and e.ground_id = g.ground_id
     left join ticks ended on ended.tick = e.tick
     where g.member_id = any($1::uuid[]) or g.canonical_id = any($1::uuid[])
     order by g.tick, g.ground_id limit 1000`,
    [subjects],
  )
}

export type DecidedLink = Join<SubjectId> & {
  readonly groundId: GroundId
  /** Null: the registrar's word. */
  readonly actId: ActId | null
  readonly tick: Tick
}

/** What officers or the registrar have joined, ended since or not. */
export function listDecidedLinks(on: Reader, after: GroundId | null, limit: number): Promise<DecidedLink[]> {
  return on.query<DecidedLink>(
    `select member_id as "memberId", canonical_id as "canonicalId", ground_id as "groundId",
       proposal_id as "actId", tick
     from link_grounds
     where reason in ('registration-authority', 'two-officers') and ($1::uuid is null or ground_id > $1::uuid)
     order by ground_id limit $2`,
    [after, limit],
  )
}

export type EndedLink = { readonly actId: ActId; readonly tick: Tick }

/** What officers have parted: each act once, however many grounds it took away. */
export function listEndedLinks(on: Reader, after: ActId | null, limit: number): Promise<EndedLink[]> {
  return on.query<EndedLink>(
    `select distinct proposal_id as "actId", tick from link_ground_ends
     where $1::uuid is null or proposal_id > $1::uuid
     order by proposal_id limit $2`,
    [after, limit],
  )
}

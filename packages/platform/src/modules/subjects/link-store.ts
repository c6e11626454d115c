// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import type { GroundId, LinkId, ProposalId, SubjectId } from '../../kernel/ids.ts'
import type { Officer } from '../access/index.ts'
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
  ground: Ground & { readonly assertedBy: number | null; readonly proposalId: ProposalId | null },
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
      ground.proposalId,
      tick,
    ],
  )
}

/** Takes away every ground between just these two, whoever is the member. @returns how many */
export async function endGrounds(
  tx: Tx,
  one: SubjectId,
  other: SubjectId,
  proposalId: ProposalId,
  tick: Tick,
): Promise<number> {
  const rows = await tx.query(
    `insert into link_ground_ends (member_id, ground_id, proposal_id, tick)
     select member_id, ground_id, $3, $4 from v_link_grounds
     where (member_id = $1 and canonical_id = $2) or (member_id = $2 and canonical_id = $1)
     returning 1`,
    [one, other, proposalId, tick],
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

export async function findFunctions(tx: Reader, participantId: number): Promise<string[]> {
  const rows = await tx.query<{ functions: string[] }>(
    'select functions from v_participants where participant_id = $1',
    [participantId],
  )
  return rows[0]?.functions ?? []
}

export type LinkAct = 'link' | 'part'

export type LinkProposal = {
  readonly proposalId: ProposalId
  readonly act: LinkAct
  readonly joiningId: SubjectId
  readonly otherId: SubjectId
  readonly evidence: readonly string[]
  readonly proposedBy: Officer
  readonly proposedAt: Instant
}

type ProposalRow = Omit<LinkProposal, 'proposedBy'> & {
  readonly participantId: number
  readonly holder: string
}

const proposalColumns = `p.proposal_id as "proposalId", p.act, p.joining_id as "joiningId", p.other_id as "otherId",
  p.evidence, p.proposed_by as "participantId", p.proposed_holder as holder, p.proposed_at as "proposedAt"`

function proposalOf({ participantId, holder, ...rest }: ProposalRow): LinkProposal {
  return { ...rest, proposedBy: { participantId, holder } }
}

export async function insertProposal(tx: Tx, proposal: LinkProposal): Promise<void> {
  await tx.query(
    `insert into link_proposals (proposal_id, act, joining_id, other_id, evidence, proposed_by, proposed_holder,
       proposed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      proposal.proposalId,
      proposal.act,
      proposal.joiningId,
      proposal.otherId,
      proposal.evidence,
      proposal.proposedBy.participantId,
      proposal.proposedBy.holder,
      proposal.proposedAt,
    ],
  )
}

export async function findProposal(on: Reader, proposalId: ProposalId): Promise<LinkProposal | undefined> {
  const rows = await on.query<ProposalRow>(
    `select ${proposalColumns} from link_proposals p where p.proposal_id = $1`,
    [proposalId],
  )
  return rows.map(proposalOf)[0]
}

/** Those that wait, the oldest first. @param after the last of the page before */
export async function listWaiting(
  on: Reader,
  after: { readonly proposedAt: Instant; readonly proposalId: ProposalId } | null,
  limit: number,
): Promise<LinkProposal[]> {
  const rows = await on.query<ProposalRow>(
    `select ${proposalColumns} from link_proposals p
     where not exists (select 1 from link_decisions d where d.proposal_id = p.proposal_id)
       and ($1::timestamptz is null or (p.proposed_at, p.proposal_id) > ($1::timestamptz, $2::uuid))
     order by p.proposed_at, p.proposal_id limit $3`,
    [after?.proposedAt ?? null, after?.proposalId ?? null, limit],
  )
  return rows.map(proposalOf)
}

/** @returns false when it was decided before */
export async function insertDecision(
  tx: Tx,
  proposalId: ProposalId,
  decision: 'approved' | 'rejected',
  officer: Officer,
  tick: Tick | null,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into link_decisions (proposal_id, decision, decided_by, decided_holder, decided_at, tick)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1`,
    [proposalId, decision, officer.participantId, officer.holder, tx.clock.now(), tick],
  )
  return rows.length === 1
}

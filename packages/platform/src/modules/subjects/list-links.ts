// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database, Query } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { present, Refusal, refuse } from '../../kernel/refusal.ts'
import { type Actor, type BodyActor, hasScope } from '../access/index.ts'
import { type ActId, listActs, listOpenActs, type TwoOfficerAct } from '../workflow/index.ts'
import { LINK_KIND, type LinkAct, type LinkProposal, proposalOf } from './link-proposal.ts'
import { type GroundHistory, listGroundHistory, listLinks } from './link-store.ts'
import { assertPossible } from './propose-link.ts'
import { findKinds } from './subject-store.ts'

const scopes = ['links:propose', 'links:decide', 'links:assert'] as const

/** Whoever may do anything about links may look at them. @throws Refusal SCOPE_MISSING */
export function assertMayReadLinks(actor: Actor): asserts actor is BodyActor {
  if (!scopes.some((scope) => hasScope(actor, scope))) throw refuse('SCOPE_MISSING', { scope: scopes[0] })
}

/** What waits for a second officer of the asker's body, the oldest first. @throws Refusal SCOPE_MISSING */
export async function listLinkProposals(
  database: Database,
  actor: Actor,
  page: { readonly after: ActId | null; readonly limit: number },
): Promise<LinkProposal[]> {
  assertMayReadLinks(actor)
  const { participantId } = actor
  const open = await listOpenActs(database, {
    ...{ kind: LINK_KIND, participantId, now: database.clock.now() },
    ...page,
  })
  return open.map(proposalOf)
}

type Reader = { readonly query: Query }

/** Which acts could be proposed for the two as things stand. */
export async function listPossibleActs(
  on: Reader,
  joiningId: SubjectId,
  otherId: SubjectId,
): Promise<LinkAct[]> {
  const possible: LinkAct[] = []
  for (const act of ['link', 'part'] as const) {
    try {
      await assertPossible(on, { act, joiningId, otherId })
      possible.push(act)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  return possible
}

/** By whose act a ground was made or ended. */
export type LinkOfficers = {
  readonly participantId: number
  readonly proposer: string
  readonly seconder: string
}

export type LinkHistory = {
  /** Under whom the subject is read now: itself, or the canonical of its group. */
  readonly readAs: SubjectId
  /** Everybody who is read together with it now, itself among them. */
  readonly group: readonly SubjectId[]
  readonly grounds: readonly (GroundHistory & {
    readonly by: LinkOfficers | null
    readonly endBy: LinkOfficers | null
  })[]
}

/**
 * Why a subject is, and was, read together with others.
 * @throws Refusal SCOPE_MISSING; SUBJECT_UNKNOWN also for a person
 */
export async function getLinkHistory(
  database: Database,
  actor: Actor,
  subjectId: SubjectId,
): Promise<LinkHistory> {
  assertMayReadLinks(actor)
  const kinds = await findKinds(database, [subjectId])
  if (!kinds.has(subjectId) || kinds.get(subjectId) === 'person') throw refuse('SUBJECT_UNKNOWN')
  const own = await listLinks(database, [subjectId])
  const readAs = own.find((link) => link.memberId === subjectId)?.canonicalId ?? subjectId
  const members = (await listLinks(database, [readAs])).map((link) => link.memberId)
  const group = [readAs, ...members]
  const grounds = await listGroundHistory(database, group)
  const ids = grounds.flatMap(({ actId, endActId }) => [actId, endActId]).filter((id) => id !== null)
  const acts = new Map((await listActs(database, ids)).map((act) => [act.actId, officersOf(act)]))
  const byOf = (id: ActId | null): LinkOfficers | null => (id === null ? null : (acts.get(id) ?? null))
  return {
    readAs,
    group,
    grounds: grounds.map((ground) => ({ ...ground, by: byOf(ground.actId), endBy: byOf(ground.endActId) })),
  }
}

function officersOf({ proposerId, proposer, decider }: TwoOfficerAct): LinkOfficers {
  return {
    participantId: proposerId,
    proposer,
    seconder: present(decider ?? undefined, 'what took effect was seconded'),
  }
}

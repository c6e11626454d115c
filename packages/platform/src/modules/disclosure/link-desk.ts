// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { dayInShanghai, daysBetween } from '../../kernel/civil-date.ts'
import type { Database, Query } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { present } from '../../kernel/refusal.ts'
import type { Actor } from '../access/index.ts'
import { divisionName } from '../identifiers/index.ts'
import { listParticipants } from '../participants/index.ts'
import {
  assertMayReadLinks,
  findLinkable,
  getLinkHistory,
  type Known,
  type Likeness,
  type LinkAct,
  type LinkHistory,
  type LinkOfficers,
  type LinkProposal,
  likenessOf,
  listLinkProposals,
  listPossibleActs,
  regionsOf,
} from '../subjects/index.ts'
import type { ActId } from '../workflow/index.ts'
import { type DescribedRow, listDescribed } from './described-subject-store.ts'

/** An organisation or individual business as officers tell it from another. */
export type DescribedSubject = DescribedRow & {
  readonly regions: readonly { readonly code: string; readonly name: string | null }[]
}

export type ComparedSubjects = {
  readonly joining: DescribedSubject
  readonly other: DescribedSubject
  readonly likeness: readonly Likeness[]
}

/**
 * Two subjects side by side, and what could be proposed about them.
 * @throws Refusal SCOPE_MISSING, LINK_OF_PERSON, NUMBER_AMBIGUOUS, SUBJECT_UNKNOWN
 */
export async function compareSubjects(
  database: Database,
  actor: Actor,
  asked: { readonly joining: string; readonly other: string },
): Promise<ComparedSubjects & { readonly possible: readonly LinkAct[] }> {
  assertMayReadLinks(actor)
  const joiningId = await findLinkable(database, asked.joining)
  const otherId = await findLinkable(database, asked.other)
  const described = await describe(database, [joiningId, otherId])
  return {
    ...sideBySide(described, joiningId, otherId),
    possible: await listPossibleActs(database, joiningId, otherId),
  }
}

/** What waits for a second officer of the asker's body, with both subjects. @throws Refusal SCOPE_MISSING */
export async function listComparedProposals(
  database: Database,
  actor: Actor,
  page: { readonly after: ActId | null; readonly limit: number },
): Promise<(LinkProposal & ComparedSubjects & { readonly ageDays: number })[]> {
  const open = await listLinkProposals(database, actor, page)
  const described = await describe(
    database,
    open.flatMap(({ joiningId, otherId }) => [joiningId, otherId]),
  )
  const today = database.clock.today()
  return open.map((one) => ({
    ...one,
    ...sideBySide(described, one.joiningId, one.otherId),
    ageDays: daysBetween(dayInShanghai(one.proposedAt), today),
  }))
}

/** Whose act it was; the accounts only for those of the same body. */
export type NamedOfficers = {
  readonly body: string
  readonly proposer: string | null
  readonly seconder: string | null
}

export type DescribedGround = Pick<LinkHistory['grounds'][number], 'groundId' | 'reason' | 'tick' | 'at'> & {
  readonly joiningId: SubjectId
  readonly otherId: SubjectId
  readonly assertedBy: string | null
  readonly by: NamedOfficers | null
  readonly end: { readonly tick: number; readonly at: string; readonly by: NamedOfficers | null } | null
}

export type DescribedHistory = Pick<LinkHistory, 'readAs' | 'group'> & {
  readonly subjectId: SubjectId
  readonly subjects: readonly DescribedSubject[]
  readonly grounds: readonly DescribedGround[]
}

/**
 * Why a subject is, and was, read together with others, and who these are.
 * @throws Refusal SCOPE_MISSING, SUBJECT_UNKNOWN
 */
export async function readLinkHistory(
  database: Database,
  actor: Actor,
  subjectId: SubjectId,
): Promise<DescribedHistory> {
  assertMayReadLinks(actor)
  const { readAs, group, grounds } = await getLinkHistory(database, actor, subjectId)
  const everybody = new Set(group)
  for (const { memberId, canonicalId } of grounds) everybody.add(memberId).add(canonicalId)
  const described = await describe(database, [...everybody])
  const codes = new Map((await listParticipants(database)).map((one) => [one.participantId, one.code]))
  const naming = (by: LinkOfficers | null): NamedOfficers | null => {
    if (by === null) return null
    const isOwn = by.participantId === actor.participantId
    const [proposer, seconder] = isOwn ? [by.proposer, by.seconder] : [null, null]
    return { body: codes.get(by.participantId) ?? '', proposer, seconder }
  }
  return {
    ...{ subjectId, readAs, group, subjects: [...described.values()] },
    grounds: grounds.map(({ groundId, reason, tick, at, memberId, canonicalId, ...one }) => ({
      ...{ groundId, reason, tick, at, joiningId: canonicalId, otherId: memberId },
      assertedBy: one.assertedBy === null ? null : (codes.get(one.assertedBy) ?? ''),
      by: naming(one.by),
      end:
        one.endTick === null || one.endAt === null
          ? null
          : { tick: one.endTick, at: one.endAt, by: naming(one.endBy) },
    })),
  }
}

async function describe(
  on: { readonly query: Query },
  ids: readonly SubjectId[],
): Promise<Map<SubjectId, DescribedSubject>> {
  const rows = await listDescribed(on, [...new Set(ids)])
  return new Map(rows.map((row) => [row.subjectId, { ...row, regions: placesOf(row) }]))
}

function sideBySide(
  described: ReadonlyMap<SubjectId, DescribedSubject>,
  joiningId: SubjectId,
  otherId: SubjectId,
): ComparedSubjects {
  const of = (id: SubjectId): DescribedSubject => present(described.get(id), 'who can be linked is described')
  const [joining, other] = [of(joiningId), of(otherId)]
  return { joining, other, likeness: likenessOf(knownOf(joining), knownOf(other)) }
}

const knownOf = ({ names, numbers }: DescribedRow): Known => ({
  names: names.map(({ name }) => name),
  numbers,
})

function placesOf(row: DescribedRow): DescribedSubject['regions'] {
  return regionsOf(knownOf(row)).map((area) => {
    const code = area.padEnd(6, '0')
    return { code, name: divisionName(code) }
  })
}

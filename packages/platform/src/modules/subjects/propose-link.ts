// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database, Query } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope, officerOf } from '../access/index.ts'
import { type ActId, proposeAct } from '../workflow/index.ts'
import { findLinkable } from './find-linkable.ts'
import {
  isLikenessOnly,
  LINK_DAYS_OPEN,
  LINK_KIND,
  type LinkAct,
  type LinkContent,
  linkEvidence,
} from './link-proposal.ts'
import { listGrounds, listLinks } from './link-store.ts'
import { findKinds } from './subject-store.ts'

export type ProposedLink = {
  readonly act: LinkAct
  /** As the officer names it, by id or number; becomes the canonical of the two. */
  readonly joining: string
  readonly other: string
  readonly evidence: readonly string[]
}

/**
 * An officer proposes to read two subjects as one, or no longer. Nothing changes until another officer of the same body
 * seconds it.
 * @throws Refusal SCOPE_MISSING, HOLDER_MISSING, LINK_EVIDENCE_UNKNOWN, LINK_LIKENESS_ONLY, LINK_OF_PERSON,
 *   NUMBER_AMBIGUOUS, SUBJECT_UNKNOWN, LINK_SAME_SUBJECT, LINK_ACROSS_KINDS, LINK_ALREADY, LINK_NONE,
 *   ACT_ALREADY_PROPOSED
 */
export async function proposeLink(database: Database, actor: Actor, proposal: ProposedLink): Promise<ActId> {
  if (!hasScope(actor, 'links:propose')) throw refuse('SCOPE_MISSING', { scope: 'links:propose' })
  const officer = officerOf(actor)
  const { act } = proposal
  const evidence = [...new Set(proposal.evidence)].sort()
  const known: readonly string[] = linkEvidence[act]
  if (evidence.length === 0 || evidence.some((code) => !known.includes(code)))
    throw refuse('LINK_EVIDENCE_UNKNOWN', { known: known.join(', ') })
  if (isLikenessOnly(evidence)) throw refuse('LINK_LIKENESS_ONLY')
  return database.transact(async (tx) => {
    const joiningId = await findLinkable(tx, proposal.joining)
    const otherId = await findLinkable(tx, proposal.other)
    await assertPossible(tx, { act, joiningId, otherId })
    return proposeAct(tx, officer, {
      kind: LINK_KIND,
      // Of each body one about the same two, whichever comes first: nobody blocks another body by proposing.
      reference: [officer.participantId, ...[joiningId, otherId].sort()].join(' '),
      content: { act, joiningId, otherId, evidence } satisfies LinkContent,
      daysOpen: LINK_DAYS_OPEN,
    })
  })
}

type Reader = { readonly query: Query }

/** Asked when it is proposed, and again when it is seconded: much may happen in between. */
export async function assertPossible(
  on: Reader,
  { act, joiningId, otherId }: Omit<LinkContent, 'evidence'>,
): Promise<void> {
  await assertOfOneKind(on, joiningId, otherId)
  if (act === 'link') {
    const links = await listLinks(on, [joiningId, otherId])
    const canonicalOf = (id: SubjectId): SubjectId =>
      links.find((link) => link.memberId === id)?.canonicalId ?? id
    if (canonicalOf(joiningId) === canonicalOf(otherId)) throw refuse('LINK_ALREADY')
    return
  }
  const grounds = await listGrounds(on, [joiningId])
  const between = grounds.some((one) => one.memberId === otherId || one.canonicalId === otherId)
  if (!between) throw refuse('LINK_NONE')
}

/** @throws Refusal LINK_SAME_SUBJECT, SUBJECT_UNKNOWN, LINK_ACROSS_KINDS */
export async function assertOfOneKind(on: Reader, one: SubjectId, other: SubjectId): Promise<void> {
  if (one === other) throw refuse('LINK_SAME_SUBJECT')
  const kinds = await findKinds(on, [one, other])
  // Of a person not even that there is a file: at this door nobody has to do with persons.
  if ([one, other].some((id) => !kinds.has(id) || kinds.get(id) === 'person')) throw refuse('SUBJECT_UNKNOWN')
  // @statute L06 (our limit): a person is never joined to their shop, nor any kind to another.
  if (kinds.get(one) !== kinds.get(other)) throw refuse('LINK_ACROSS_KINDS')
}

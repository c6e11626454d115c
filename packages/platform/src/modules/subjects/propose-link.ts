// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database, Tx } from '../../kernel/db/database.ts'
import { newId, type ProposalId, type SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Officer } from '../access/index.ts'
import { insertProposal, type LinkAct, listGrounds, listLinks } from './link-store.ts'
import { findKinds } from './subject-store.ts'

/** On what a proposal rests: codes only, for words would name people. */
export const linkEvidence = [
  'register-extract',
  'renaming-notice',
  'merger-notice',
  'same-address',
  'same-registration-number',
  'same-core-and-region',
  'furnisher-confirmed',
  'subject-confirmed',
  'linked-in-error',
  'number-reassigned',
] as const

export type LinkEvidence = (typeof linkEvidence)[number]

export type ProposeLink = {
  /** `link`: read two as one; `part`: take away every ground between the two. */
  readonly act: LinkAct
  /** Becomes the canonical of the two. */
  readonly joiningId: SubjectId
  readonly otherId: SubjectId
  readonly evidence: readonly string[]
}

/**
 * Proposes to read two subjects as one, or no longer. Nothing changes until another officer decides.
 * Caller has seen that the officer may.
 * @throws Refusal LINK_EVIDENCE_UNKNOWN, LINK_SAME_SUBJECT, SUBJECT_UNKNOWN, LINK_ACROSS_KINDS, LINK_ALREADY, LINK_NONE
 */
export async function proposeLink(
  database: Database,
  officer: Officer,
  proposal: ProposeLink,
): Promise<ProposalId> {
  return database.transact(async (tx) => {
    const evidence = [...new Set(proposal.evidence)]
    const known: readonly string[] = linkEvidence
    if (evidence.length === 0 || evidence.length > 8 || evidence.some((code) => !known.includes(code))) {
      throw refuse('LINK_EVIDENCE_UNKNOWN', { known: linkEvidence.join(', ') })
    }
    await assertPossible(tx, proposal)
    const proposalId = newId<ProposalId>(tx.clock.nowMs())
    await insertProposal(tx, {
      ...proposal,
      evidence,
      proposalId,
      proposedBy: officer,
      proposedAt: tx.clock.now(),
    })
    return proposalId
  })
}

/** Asked when it is proposed, and again when it is decided: much may happen in between. */
export async function assertPossible(
  tx: Tx,
  { act, joiningId, otherId }: Omit<ProposeLink, 'evidence'>,
): Promise<void> {
  if (joiningId === otherId) throw refuse('LINK_SAME_SUBJECT')
  const kinds = await findKinds(tx, [joiningId, otherId])
  if (kinds.size < 2) throw refuse('SUBJECT_UNKNOWN')
  // @statute L06 (our limit): a person is never joined to their shop, nor any kind to another.
  if (kinds.get(joiningId) !== kinds.get(otherId)) throw refuse('LINK_ACROSS_KINDS')
  if (act === 'link') {
    const links = await listLinks(tx, [joiningId, otherId])
    const canonicalOf = (id: SubjectId): SubjectId =>
      links.find((link) => link.memberId === id)?.canonicalId ?? id
    if (canonicalOf(joiningId) === canonicalOf(otherId)) throw refuse('LINK_ALREADY')
    return
  }
  const grounds = await listGrounds(tx, [joiningId])
  const between = grounds.some((one) => one.memberId === otherId || one.canonicalId === otherId)
  if (!between) throw refuse('LINK_NONE')
}

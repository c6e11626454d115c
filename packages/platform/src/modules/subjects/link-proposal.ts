// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import type { ActId, TwoOfficerAct } from '../workflow/index.ts'

/** The acts of `workflow` that are about links. */
export const LINK_KIND = 'subjects.link'
export const LINK_DAYS_OPEN = 14

/** `link`: read two as one; `part`: take away every ground between the two. */
export type LinkAct = 'link' | 'part'

const onBoth = ['register-extract', 'furnisher-confirmed', 'subject-confirmed'] as const

/** On what a proposal rests: codes only, for words would name people. */
export const linkEvidence = {
  link: [
    ...onBoth,
    'renaming-notice',
    'merger-notice',
    'same-registration-number',
    'same-address',
    'same-core-and-region',
  ],
  part: [...onBoth, 'linked-in-error', 'number-reassigned'],
} as const

export type LinkEvidence = (typeof linkEvidence)[LinkAct][number]

/** What many organisations share: it makes one look, and is never proof by itself. */
const likenessOnly: readonly string[] = ['same-address', 'same-core-and-region'] satisfies LinkEvidence[]

export const isLikenessOnly = (evidence: readonly string[]): boolean =>
  evidence.every((code) => likenessOnly.includes(code))

export type LinkContent = {
  readonly act: LinkAct
  /** Becomes the canonical of the two. */
  readonly joiningId: SubjectId
  readonly otherId: SubjectId
  readonly evidence: readonly string[]
}

export type LinkProposal = LinkContent & {
  readonly actId: ActId
  readonly proposer: string
  readonly proposedAt: Instant
  readonly expiresAt: Instant
}

export function proposalOf({ actId, content, proposer, proposedAt, expiresAt }: TwoOfficerAct): LinkProposal {
  return { ...(content as LinkContent), actId, proposer, proposedAt, expiresAt }
}

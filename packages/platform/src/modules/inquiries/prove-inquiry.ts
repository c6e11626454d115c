// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  type InclusionProof,
  makeInclusionProof,
  platformSuite,
  rootByInclusion,
  saltedLeaf,
} from '@probity/verify'
import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Query } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { assert, refuse } from '../../kernel/refusal.ts'
import type { Actor } from '../access/index.ts'
import type { EntryProof, TransparencyLog } from '../transparency-log/index.ts'
import { findKeptInquiry, type KeptInquiry } from './inquiries-store.ts'
import { type InquiryId, inquiryContent } from './inquiry.ts'
import { groupWitness, witnessOf } from './inquiry-group.ts'
import { ownSubjectOf } from './own-affairs.ts'

/** What shows that an inquiry was entered as it stands: content, salt, the way up to its group, the group's entry. */
export type InquiryProof = {
  readonly content: string
  readonly salt: Uint8Array
  readonly inclusion: InclusionProof
  /** What the entry of the log commits to. */
  readonly witness: string
  /** Null until the group's entry has its place in the log. */
  readonly log: EntryProof | null
}

/**
 * To the subject it is about; an investigation's not before it shows.
 * @throws Refusal OWN_AFFAIRS_ONLY, INQUIRY_UNKNOWN
 */
export async function proveOwnInquiry(
  on: { readonly query: Query },
  log: TransparencyLog,
  actor: Actor,
  inquiryId: InquiryId,
  today: CivilDate,
): Promise<InquiryProof> {
  const subjectId = ownSubjectOf(actor, 'inquiries:read')
  const found = await findKeptInquiry(on, subjectId, inquiryId)
  const isHidden = found?.inquiry.hidden != null && found.inquiry.hidden.until > today
  if (!found || isHidden) throw refuse('INQUIRY_UNKNOWN')
  return proveKept(log, found)
}

/** Undefined when the subject has no such inquiry. Caller may see it. */
export async function proveInquiry(
  on: { readonly query: Query },
  log: TransparencyLog,
  subjectId: SubjectId,
  inquiryId: InquiryId,
): Promise<InquiryProof | undefined> {
  const found = await findKeptInquiry(on, subjectId, inquiryId)
  return found && proveKept(log, found)
}

async function proveKept(
  log: TransparencyLog,
  { inquiry, salt, leaves }: KeptInquiry,
): Promise<InquiryProof> {
  const content = inquiryContent(inquiry)
  const leaf = Buffer.from(saltedLeaf(platformSuite, salt, Buffer.from(content)))
  const index = leaves.findIndex((one) => leaf.equals(one))
  assert(index >= 0, 'an inquiry is what its group says it is')
  const witness = groupWitness(leaves)
  const inclusion = makeInclusionProof(platformSuite, leaves, index)
  return { content, salt, inclusion, witness, log: await log.findProof('inquiries.kept', witness) }
}

/**
 * Leads the content up to the witness; that the witness is in the log is shown by `log`, to be verified with the
 * node's key (`verifyLogProof`).
 * @throws VerificationError, DefectError
 */
export function verifyInquiry({ content, salt, inclusion, witness }: InquiryProof): void {
  const leaf = saltedLeaf(platformSuite, salt, Buffer.from(content))
  const root = rootByInclusion(platformSuite, leaf, inclusion)
  assert(witness === witnessOf(inclusion.size, root), 'the inquiry is the one that was entered')
}

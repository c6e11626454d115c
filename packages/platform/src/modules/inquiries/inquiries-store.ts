// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, dayInShanghai, instantOf } from '../../kernel/civil-date.ts'
import { type Database, only, type Query } from '../../kernel/db/database.ts'
import { type EntryId, msOfId, type SubjectId } from '../../kernel/ids.ts'
import type { ActorKind } from '../access/index.ts'
import type { AuthorisationId, GroupId, Inquirer, Inquiry, InquiryBasis, InquiryId } from './inquiry.ts'
import { readTogether } from './read-together.ts'

export type NewInquiry = Inquiry & { readonly salt: Uint8Array; readonly leaf: Uint8Array }

/** What is written with a group, once: its id, its entry of the log, and the leaves of its inquiries. */
export type NewGroup = {
  readonly groupId: GroupId
  readonly entryId: EntryId
  readonly commitment: Uint8Array
  readonly inquiries: readonly NewInquiry[]
}

/**
 * All of the group or none of it, in one statement and one commit (SQL: keep_inquiries).
 * @returns those that have moved; then nothing is written
 */
export async function keepGroup(database: Database, group: NewGroup): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ moved: string[] }>(
    'select keep_inquiries($1::jsonb, $2::uuid, $3::uuid, $4, $5, $6)::text[] as moved',
    [
      JSON.stringify(group.inquiries.map(rowOf)),
      group.groupId,
      group.entryId,
      group.commitment,
      Buffer.concat(group.inquiries.map(({ leaf }) => leaf)),
      database.clock.now(),
    ],
  )
  return new Set(only(rows).moved)
}

function rowOf(inquiry: NewInquiry): Record<string, unknown> {
  const { inquirer, basis, outcome, hidden } = inquiry
  const behalf = inquirer.onBehalfOf
  return {
    subject_id: inquiry.subjectId,
    asked_on: inquiry.askedOn,
    inquiry_id: inquiry.inquiryId,
    asked_at: inquiry.askedAt,
    subject_known: inquiry.subjectKnown,
    actor_kind: inquirer.kind,
    participant_id: inquirer.participantId,
    staff: inquirer.staff,
    behalf_participant_id: behalf && 'participantId' in behalf ? behalf.participantId : null,
    behalf_subject_id: behalf && 'subjectId' in behalf ? behalf.subjectId : null,
    purpose: inquiry.purpose,
    basis: basis.kind,
    authorisation_id: basis.kind === 'authorisation' ? basis.authorisationId : null,
    statute: basis.kind === 'statute' ? basis.statute : null,
    case_number: basis.kind === 'statute' ? basis.caseNumber : null,
    view: inquiry.view,
    fields: inquiry.fields,
    tick_read: inquiry.tickRead,
    as_of: inquiry.asOf,
    result_hash: outcome.kind === 'answered' ? Buffer.from(outcome.resultHash).toString('hex') : null,
    refusal: outcome.kind === 'refused' ? outcome.code : null,
    hidden_until: hidden?.until ?? null,
    hidden_document: hidden?.document ?? null,
    salt: Buffer.from(inquiry.salt).toString('hex'),
  }
}

type StoredInquiry = Pick<
  Inquiry,
  | 'inquiryId'
  | 'askedAt'
  | 'askedOn'
  | 'subjectId'
  | 'subjectKnown'
  | 'purpose'
  | 'view'
  | 'fields'
  | 'tickRead'
  | 'asOf'
> & {
  readonly kind: ActorKind
  readonly participantId: number | null
  readonly staff: string | null
  readonly behalfParticipantId: number | null
  readonly behalfSubjectId: SubjectId | null
  readonly basis: InquiryBasis['kind']
  readonly authorisationId: AuthorisationId | null
  readonly statute: string | null
  readonly caseNumber: string | null
  readonly resultHash: Buffer | null
  readonly refusal: string | null
  readonly hiddenUntil: CivilDate | null
  readonly hiddenDocument: string | null
}

const columns = `i.inquiry_id as "inquiryId", i.asked_at as "askedAt", i.asked_on as "askedOn",
  i.subject_id as "subjectId", i.subject_known as "subjectKnown", i.actor_kind as kind,
  i.participant_id as "participantId", i.staff, i.behalf_participant_id as "behalfParticipantId",
  i.behalf_subject_id as "behalfSubjectId", i.purpose, i.basis, i.authorisation_id as "authorisationId", i.statute,
  i.case_number as "caseNumber", i.view, i.fields, i.tick_read as "tickRead", i.as_of as "asOf",
  i.result_hash as "resultHash", i.refusal, i.hidden_until as "hiddenUntil", i.hidden_document as "hiddenDocument"`

function inquiryOf(row: StoredInquiry): Inquiry {
  const { inquiryId, askedAt, askedOn, subjectId, subjectKnown, purpose, view, fields, tickRead, asOf } = row
  return {
    inquiryId,
    askedAt,
    askedOn,
    subjectId,
    subjectKnown,
    inquirer: storedInquirer(row),
    purpose,
    basis: basisOf(row),
    view,
    fields,
    tickRead,
    asOf,
    outcome:
      row.resultHash === null
        ? { kind: 'refused', code: row.refusal ?? '' }
        : { kind: 'answered', resultHash: row.resultHash },
    hidden: row.hiddenUntil === null ? null : { until: row.hiddenUntil, document: row.hiddenDocument ?? '' },
  }
}

function storedInquirer({
  kind,
  participantId,
  staff,
  behalfParticipantId,
  behalfSubjectId,
}: StoredInquiry): Inquirer {
  const body = behalfParticipantId === null ? null : { participantId: behalfParticipantId }
  const onBehalfOf = behalfSubjectId === null ? body : { subjectId: behalfSubjectId }
  return { kind, participantId, staff, onBehalfOf }
}

function basisOf({ basis, authorisationId, statute, caseNumber }: StoredInquiry): InquiryBasis {
  if (basis === 'authorisation' && authorisationId !== null) return { kind: basis, authorisationId }
  if (basis === 'statute') return { kind: basis, statute, caseNumber }
  return { kind: basis === 'own-file' ? basis : 'none' }
}

/** An inquiry with its salt and the leaves of its group. */
export type KeptInquiry = {
  readonly inquiry: Inquiry
  readonly salt: Buffer
  readonly leaves: readonly Buffer[]
}

export async function findKeptInquiry(
  on: { readonly query: Query },
  subjectId: SubjectId,
  inquiryId: InquiryId,
): Promise<KeptInquiry | undefined> {
  const [row] = await on.query<StoredInquiry & { salt: Buffer; leaves: Buffer }>(
    `select ${columns}, i.salt, g.leaves
     from inquiries i join inquiry_groups g on g.group_id = i.group_id
     where i.subject_id = any(${readTogether('$1::uuid')}) and i.inquiry_id = $2`,
    [subjectId, inquiryId],
  )
  if (!row) return undefined
  const leaves = Array.from({ length: row.leaves.length / 32 }, (_, at) =>
    row.leaves.subarray(at * 32, at * 32 + 32),
  )
  return { inquiry: inquiryOf(row), salt: row.salt, leaves }
}

/** What the subject may see of who asked; the cursor is an id, whose instant says its day. */
export async function listSeenInquiries(
  on: { readonly query: Query },
  subjectId: SubjectId,
  page: {
    readonly before: InquiryId | null
    readonly authorisationId: AuthorisationId | null
    readonly limit: number
  },
  today: CivilDate,
): Promise<Inquiry[]> {
  const before = page.before && dayInShanghai(instantOf(msOfId(page.before)))
  const rows = await on.query<StoredInquiry>(
    `select ${columns} from inquiries i
     where i.subject_id = any(${readTogether('$1::uuid')})
       and ($2::uuid is null or (i.asked_on, i.inquiry_id) < ($3::date, $2::uuid))
       and ($4::uuid is null or i.authorisation_id = $4::uuid)
       and (i.hidden_until is null or i.hidden_until <= $5::date)
     order by i.asked_on desc, i.inquiry_id desc limit $6`,
    [subjectId, page.before, before, page.authorisationId, today, page.limit],
  )
  return rows.map(inquiryOf)
}

export async function findSeenInquiry(
  on: { readonly query: Query },
  subjectId: SubjectId,
  inquiryId: InquiryId,
  today: CivilDate,
): Promise<Inquiry | undefined> {
  const rows = await on.query<StoredInquiry>(
    `select ${columns} from inquiries i
     where i.subject_id = any(${readTogether('$1::uuid')}) and i.inquiry_id = $2
       and (i.hidden_until is null or i.hidden_until <= $3::date)`,
    [subjectId, inquiryId, today],
  )
  return rows.map(inquiryOf)[0]
}

export async function countOwnReports(
  on: { readonly query: Query },
  subjectId: SubjectId,
  from: CivilDate,
  to: CivilDate,
): Promise<number> {
  const rows = await on.query<{ reports: number }>(
    `select count(*) as reports from inquiries i
     where i.subject_id = any(${readTogether('$1::uuid')}) and i.asked_on between $2 and $3
       and i.basis = 'own-file' and i.fields is null and i.result_hash is not null`,
    [subjectId, from, to],
  )
  return only(rows).reports
}

export type SaltedInquiry = { readonly groupId: GroupId; readonly inquiry: Inquiry; readonly salt: Buffer }

/** Every inquiry of these groups, which lie next to each other; in the order of their ids. */
export async function listOfGroups(
  on: { readonly query: Query },
  groupIds: readonly GroupId[],
): Promise<SaltedInquiry[]> {
  const rows = await on.query<StoredInquiry & { groupId: GroupId; salt: Buffer }>(
    `select ${columns}, i.group_id as "groupId", i.salt from inquiries i
     where i.group_id between $1 and $2 and i.group_id = any($3::uuid[])
     order by i.inquiry_id limit 1000000`,
    [groupIds[0], groupIds.at(-1), groupIds],
  )
  return rows.map((row) => ({ groupId: row.groupId, salt: row.salt, inquiry: inquiryOf(row) }))
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type CivilDate, dayInShanghai, instantOf } from '../../kernel/civil-date.ts'
import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import { type EntryId, msOfId, type SubjectId } from '../../kernel/ids.ts'
import type { ActorKind } from '../access/index.ts'
import { authorisationHolds } from './authorisation.ts'
import type { AuthorisationId, GroupId, Inquirer, Inquiry, InquiryBasis, InquiryId } from './inquiry.ts'
import { readTogether } from './read-together.ts'

export type NewInquiry = Inquiry & { readonly salt: Uint8Array; readonly leaf: Uint8Array }

/** Also taken, alone, by every act that takes a tick, at its commit (await_answers in SQL). */
const ANSWERS_LOCK = 7005

export async function takeAnswersLock(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock_shared($1)', [ANSWERS_LOCK])
}

/** The authorisation holds still: asked as whoever composed the answer asks it, on the day of the question. */
const authorised = `exists (
        select 1 from v_authorisations v
        where v.subject_id = any(m.members) and v.authorisation_id = a.authorisation_id
          and ${authorisationHolds('v', {
            participantId: 'coalesce(a.behalf_participant_id, a.participant_id)',
            purpose: 'a.purpose',
            day: 'a.asked_on',
          })})`

/**
 * One statement, so one snapshot: what is still true is kept. A refusal is kept whatever moved: it gives nothing away.
 * As long as no tick at all was given since an answer was read, which is the rule, no subject is looked at. A single
 * authorisation is spent by the row that says so; of two that would spend it one finds it spent.
 */
const keepStatement = {
  name: 'inquiries_keep_v2',
  text: `with asked as materialized (
    select * from jsonb_to_recordset($1::jsonb) as a (subject_id uuid, asked_on date, inquiry_id uuid,
      asked_at timestamptz, subject_known boolean, actor_kind text, participant_id integer, staff text,
      behalf_participant_id integer, behalf_subject_id uuid, purpose text, basis text, authorisation_id uuid,
      statute text, case_number text, view text, fields text[], tick_read bigint, as_of date, result_hash text,
      refusal text, hidden_until date, hidden_document text, salt text)
  ), latest as materialized (
    select coalesce(max(tick), 0) as tick from ticks
  ), still as materialized (
    select a.*, m.members from asked a
    cross join lateral (
      select array(
        select a.subject_id
        union all
        select l.member_id from v_subject_links l where l.canonical_id = a.subject_id) as members
    ) m
    where a.refusal is not null or (
      (a.tick_read >= (select tick from latest)
        or (a.tick_read >= (select coalesce(max(tick), 0) from v_general_moves)
          and not exists (
            select 1 from v_subject_moves v where v.subject_id = any(m.members) and v.tick > a.tick_read)))
      and (a.authorisation_id is null or ${authorised}))
  ), spending as materialized (
    select x.subject_id, x.authorisation_id, s.inquiry_id from still s
    join authorisations x on x.subject_id = any(s.members) and x.authorisation_id = s.authorisation_id
    where s.refusal is null and x.single
  ), spent as (
    insert into authorisation_uses (subject_id, authorisation_id, inquiry_id)
    select subject_id, authorisation_id, inquiry_id from spending
    on conflict do nothing
    returning inquiry_id
  ), kept as (
    insert into inquiries (subject_id, asked_on, inquiry_id, asked_at, subject_known, actor_kind, participant_id,
      staff, behalf_participant_id, behalf_subject_id, purpose, basis, authorisation_id, statute, case_number, view,
      fields, tick_read, as_of, result_hash, refusal, hidden_until, hidden_document, salt, group_id)
    select subject_id, asked_on, inquiry_id, asked_at, subject_known, actor_kind, participant_id,
      staff, behalf_participant_id, behalf_subject_id, purpose, basis, authorisation_id, statute, case_number, view,
      fields, tick_read, as_of, decode(result_hash, 'hex'), refusal, hidden_until, hidden_document,
      decode(salt, 'hex'), $2::uuid
    from still s
    where not exists (select 1 from spending x where x.inquiry_id = s.inquiry_id)
      or s.inquiry_id in (select inquiry_id from spent)
    returning inquiry_id
  )
  select (select tick from latest) as tick, array(select inquiry_id::text from kept) as kept`,
}

export async function insertInquiries(
  tx: Tx,
  groupId: GroupId,
  inquiries: readonly NewInquiry[],
): Promise<{ readonly kept: ReadonlySet<string>; readonly tick: number }> {
  const { rows } = await tx.client.query<{ tick: number; kept: string[] }>({
    ...keepStatement,
    values: [JSON.stringify(inquiries.map(rowOf)), groupId],
  })
  const [row] = rows
  return { kept: new Set(row?.kept), tick: row?.tick ?? 0 }
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

export async function insertGroup(
  tx: Tx,
  group: {
    readonly groupId: GroupId
    readonly entryId: EntryId
    readonly tick: number
    readonly leaves: readonly Uint8Array[]
  },
): Promise<void> {
  await tx.query(
    `insert into inquiry_groups (group_id, entry_id, kept_at, kept_tick, leaves) values ($1, $2, $3, $4, $5)`,
    [group.groupId, group.entryId, tx.clock.now(), group.tick, Buffer.concat(group.leaves)],
  )
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

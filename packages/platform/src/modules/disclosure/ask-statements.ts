// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Database, NamedStatement } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { present } from '../../kernel/refusal.ts'
import type { SubjectKind } from '../catalogue/index.ts'
import { type AuthorisationId, answerIsBarred, authorisationHolds, readTogether } from '../inquiries/index.ts'
import type { BesideAsked } from './reports.ts'

/** What is known of a subject before anything is composed: as whom it is read, and the leave that was given. */
export type Standing = {
  /** The subject that those read together are read as. */
  readonly canonicalId: SubjectId
  readonly kind: SubjectKind | null
  readonly leave: Leave | null
}

/** The part of an authorisation that never changes; whether it holds is asked again where the answer is composed. */
export type Leave = {
  readonly authorisationId: AuthorisationId
  readonly recordTypes: readonly string[] | null
  readonly separateKinds: readonly string[]
}

const standing: NamedStatement = {
  name: 'ask_standing_v1',
  text: `select r.ids[1], s.kind, a.authorisation_id, a.record_types, a.separate_kinds
  from (select ${readTogether('$1::uuid')} as ids) r
  left join v_subjects s on s.subject_id = r.ids[1]
  left join lateral (
    select a.authorisation_id, a.record_types, a.separate_kinds from v_authorisations a
    where a.subject_id = any(r.ids) and ($5::uuid is null or a.authorisation_id = $5::uuid)
      and ${authorisationHolds('a', { participantId: '$2::integer', purpose: '$3::text', day: '$4::date' })}
    order by a.authorisation_id desc limit 1
  ) a on true`,
}

/** @param by whose authorisation is looked for; null where the question stands on something else */
export async function readStanding(
  database: Database,
  subjectId: SubjectId,
  by: {
    readonly participantId: number
    readonly purpose: string
    readonly today: CivilDate
    readonly authorisationId: string | null
  } | null,
): Promise<Standing> {
  const asked = by ? [by.participantId, by.purpose, by.today, by.authorisationId] : [null, null, null, null]
  const [row] = await database.read(standing, [subjectId, ...asked])
  const [canonicalId, kind, ...left] = present(row, 'a subject is read as somebody')
  return {
    canonicalId: canonicalId as SubjectId,
    kind: kind as SubjectKind | null,
    leave: left[0] === null ? null : leaveOf(left),
  }
}

const leave: NamedStatement = {
  name: 'ask_leave_v1',
  text: `select a.authorisation_id, a.record_types, a.separate_kinds from v_authorisations a
  where a.subject_id = any(${readTogether('$1::uuid')}) and a.authorisation_id = $2::uuid`,
}

/** What was left by an authorisation that may have ended since. */
export async function readLeave(
  database: Database,
  subjectId: SubjectId,
  authorisationId: AuthorisationId,
): Promise<Leave> {
  const [row] = await database.read(leave, [subjectId, authorisationId])
  return leaveOf(present(row, 'an authorisation is kept for ever'))
}

function leaveOf([authorisationId, recordTypes, separateKinds]: readonly unknown[]): Leave {
  return {
    authorisationId: authorisationId as AuthorisationId,
    recordTypes: recordTypes as string[] | null,
    separateKinds: separateKinds as string[],
  }
}

/** Whether the answer may leave, asked in the very snapshot it is composed from. */
export type Leaving = { readonly holds: boolean; readonly barred: boolean }

const OF_MEMBERS = 'array(select id from members)'

export function leavingBeside(by: {
  readonly authorisationId: AuthorisationId | null
  readonly participantId: number | null
  readonly purpose: string
  readonly actorKind: string
}): BesideAsked {
  return {
    name: 'asked',
    statement: {
      ctes: `, leaving as materialized (
  select exists (
      select 1 from v_authorisations a
      where a.subject_id = any(${OF_MEMBERS}) and a.authorisation_id = $8::uuid
        and ${authorisationHolds('a', { participantId: '$9::integer', purpose: '$10::text', day: '$3::date' })}
    ) as holds,
    ${answerIsBarred({
      members: OF_MEMBERS,
      kind: '$11::text',
      participantId: '$9::integer',
      behalfParticipantId: 'null::integer',
    })} as barred
)`,
      said: "(select json_build_object('holds', l.holds, 'barred', l.barred)::text from leaving l)",
    },
    values: [by.authorisationId, by.participantId, by.purpose, by.actorKind],
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import type { DirectoryIdentifier, SubjectKind } from '../subjects/index.ts'

export type DescribedRow = {
  readonly subjectId: SubjectId
  readonly kind: SubjectKind
  readonly readAs: SubjectId | null
  /** How many others are read under it. */
  readonly leads: number
  /** Registered ones first, the newest first; once each. */
  readonly names: readonly { readonly name: string; readonly registered: boolean }[]
  /** By which its own records came. */
  readonly numbers: readonly DirectoryIdentifier[]
}

const NAMES_MAX = 12
const NUMBERS_MAX = 12

/** What tells these subjects apart. Of a person nothing: their numbers are blind, and nobody is shown their name. */
export async function listDescribed(
  on: { readonly query: Query },
  subjects: readonly SubjectId[],
): Promise<DescribedRow[]> {
  return on.query<DescribedRow>(
    `select s.subject_id as "subjectId", s.kind,
       (select l.canonical_id from v_subject_links l where l.member_id = s.subject_id
        order by l.tick desc limit 1) as "readAs",
       (select count(*) from v_subject_links l where l.canonical_id = s.subject_id) as leads,
       coalesce((
         select json_agg(json_build_object('name', known.name, 'registered', known.registered)
           order by known.registered desc, known.stated_at desc, known.tick desc, known.name)
         from (
           select distinct on (n.name_key) n.name, n.registered, n.stated_at, n.tick
           from v_standing_names n where n.subject_id = s.subject_id
           order by n.name_key, n.registered desc, n.stated_at desc, n.tick desc limit ${NAMES_MAX}
         ) known), '[]') as names,
       coalesce((
         select json_agg(json_build_object('scheme', came.scheme, 'value', came.value)
           order by came.scheme, came.value)
         from (
           select distinct v.came_by_scheme as scheme, v.came_by_value as value
           from v_record_versions v where v.subject_id = s.subject_id and v.came_by_generation = 0
           order by 1, 2 limit ${NUMBERS_MAX}
         ) came), '[]') as numbers
     from v_subjects s
     where s.subject_id = any($1::uuid[]) and s.kind <> 'person'
     order by s.subject_id`,
    [subjects],
  )
}

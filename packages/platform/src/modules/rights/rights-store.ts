// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'

export type CurrentVersion = {
  readonly subjectId: SubjectId
  readonly recordId: RecordId
  readonly versionNo: number
  readonly type: string
}

/** Of these types, what is held of the subject now: the latest version of each record that was not withdrawn. */
export async function listCurrentVersions(
  on: { readonly query: Query },
  subjectId: SubjectId,
  types: readonly string[],
): Promise<CurrentVersion[]> {
  return on.query<CurrentVersion>(
    `select v.subject_id as "subjectId", v.record_id as "recordId", v.version_no as "versionNo", v.type
     from v_record_versions v
     where v.subject_id = $1 and v.type = any($2::text[]) and not v.withdrawn
       and not exists (
         select 1 from v_record_versions newer
         where newer.subject_id = v.subject_id and newer.record_id = v.record_id and newer.version_no > v.version_no)
     order by v.tick desc, v.record_id limit 20`,
    [subjectId, types],
  )
}

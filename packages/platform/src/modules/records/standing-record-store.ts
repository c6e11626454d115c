// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'

/** Whether this body has furnished a record of one of these types about the subject, and has not withdrawn it. */
export async function hasStandingRecord(
  on: { readonly query: Query },
  asked: { readonly furnisherId: number; readonly types: readonly string[]; readonly subjectId: SubjectId },
): Promise<boolean> {
  const rows = await on.query(
    `select 1 from record_versions v
     where v.subject_id = $1 and v.furnisher_id = $2 and v.type = any($3::text[]) and not v.withdrawn
       and not exists (
         select 1 from record_versions newer
         where newer.subject_id = v.subject_id and newer.record_id = v.record_id
           and newer.version_no > v.version_no)
     limit 1`,
    [asked.subjectId, asked.furnisherId, asked.types],
  )
  return rows.length === 1
}

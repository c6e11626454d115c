// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * SQL: records and marks (`record_id`, `mark`) in force at a tick, for reports that are to be replayed.
 * @param asked members: `any(…)` over the ids that are read as one
 */
export function marksAt(asked: { readonly members: string; readonly tick: string }): string {
  return `select m.record_id, m.mark from record_marks m
  where m.subject_id = ${asked.members} and m.tick <= ${asked.tick} and not exists (
    select 1 from record_mark_ends e
    where e.subject_id = m.subject_id and e.record_id = m.record_id and e.mark_id = m.mark_id
      and e.tick <= ${asked.tick})`
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** SQL: the ids of all subjects that are read as one with this one, as an array; usually of one. */
export function readTogether(id: string): string {
  const root = `coalesce((select l.canonical_id from v_subject_links l where l.member_id = ${id} limit 1), ${id})`
  return `array(
    select ${root}
    union all
    select l.member_id from v_subject_links l where l.canonical_id = ${root})`
}

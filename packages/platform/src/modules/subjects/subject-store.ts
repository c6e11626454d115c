// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query, Tx } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import type { DirectoryIdentifier, SubjectKind } from './subject.ts'

export type DirectoryRow = DirectoryIdentifier & { readonly subjectId: SubjectId }

export async function findIdentifiers(
  tx: { readonly query: Query },
  identifiers: readonly DirectoryIdentifier[],
): Promise<DirectoryRow[]> {
  return tx.query<DirectoryRow>(
    `select i.scheme, i.value, i.subject_id as "subjectId"
     from unnest($1::text[], $2::text[]) as asked (scheme, value)
     join identifiers i on i.scheme = asked.scheme and i.generation = 0 and i.value = asked.value`,
    [identifiers.map((identifier) => identifier.scheme), identifiers.map((identifier) => identifier.value)],
  )
}

/** Rows come in (scheme, value) order; what another transaction has already tied stays as it is. */
export async function insertIdentifiers(tx: Tx, rows: readonly DirectoryRow[]): Promise<void> {
  await tx.query(
    `insert into identifiers (scheme, value, subject_id)
     select * from unnest($1::text[], $2::text[], $3::uuid[])
     on conflict do nothing`,
    [rows.map((row) => row.scheme), rows.map((row) => row.value), rows.map((row) => row.subjectId)],
  )
}

/** @returns how many subjects are new */
export async function insertSubjects(
  tx: Tx,
  subjects: readonly { readonly subjectId: SubjectId; readonly kind: SubjectKind }[],
): Promise<number> {
  const rows = await tx.query(
    `insert into subjects (subject_id, kind, known_at)
     select subject_id, kind, $3 from unnest($1::uuid[], $2::text[]) as made (subject_id, kind)
     on conflict do nothing
     returning 1`,
    [subjects.map((row) => row.subjectId), subjects.map((row) => row.kind), tx.clock.now()],
  )
  return rows.length
}

export async function findKinds(tx: Tx, ids: readonly SubjectId[]): Promise<Map<SubjectId, SubjectKind>> {
  const rows = await tx.query<{ subjectId: SubjectId; kind: SubjectKind }>(
    'select subject_id as "subjectId", kind from subjects where subject_id = any($1::uuid[]) order by subject_id',
    [ids],
  )
  return new Map(rows.map((row) => [row.subjectId, row.kind]))
}

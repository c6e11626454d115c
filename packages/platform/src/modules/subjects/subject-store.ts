// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { COUNTED_MAX } from '../../kernel/db/count-rows.ts'
import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import type { DirectoryIdentifier, SubjectKind } from './subject.ts'

export type DirectoryRow = DirectoryIdentifier & { readonly subjectId: SubjectId }

export async function findIdentifiers(
  tx: { readonly query: Query },
  identifiers: readonly DirectoryIdentifier[],
): Promise<DirectoryRow[]> {
  return tx.query<DirectoryRow>(
    `select i.scheme, i.generation, i.value, i.subject_id as "subjectId"
     from unnest($1::text[], $2::smallint[], $3::text[]) as asked (scheme, generation, value)
     join identifiers i on i.scheme = asked.scheme and i.generation = asked.generation and i.value = asked.value`,
    [
      identifiers.map((identifier) => identifier.scheme),
      identifiers.map((identifier) => identifier.generation ?? 0),
      identifiers.map((identifier) => identifier.value),
    ],
  )
}

/** Rows come in (scheme, generation, value) order; what another transaction has already tied stays as it is. */
export async function insertIdentifiers(tx: Tx, rows: readonly DirectoryRow[]): Promise<void> {
  await tx.query(
    `insert into identifiers (scheme, generation, value, subject_id)
     select * from unnest($1::text[], $2::smallint[], $3::text[], $4::uuid[])
     on conflict do nothing`,
    [
      rows.map((row) => row.scheme),
      rows.map((row) => row.generation ?? 0),
      rows.map((row) => row.value),
      rows.map((row) => row.subjectId),
    ],
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

export async function findKinds(
  on: { readonly query: Query },
  ids: readonly SubjectId[],
): Promise<Map<SubjectId, SubjectKind>> {
  const rows = await on.query<{ subjectId: SubjectId; kind: SubjectKind }>(
    'select subject_id as "subjectId", kind from subjects where subject_id = any($1::uuid[]) order by subject_id',
    [ids],
  )
  return new Map(rows.map((row) => [row.subjectId, row.kind]))
}

/**
 * How many subjects but persons there are, those that are read as one counted once; beyond 100,000, what the database
 * estimates of all. Natural persons are not counted before the public: a number that grows by one tells of somebody.
 */
export async function countOrganisations(on: { readonly query: Query }): Promise<number> {
  const estimated = only(
    await on.query<{ rows: number }>(
      `select (c.reltuples * (1 - coalesce((
         select share from pg_stats s,
           unnest(s.most_common_vals::text::text[], s.most_common_freqs) as common (kind, share)
         where s.tablename = 'subjects' and s.attname = 'kind' and kind = 'person'), 0)))::bigint as rows
       from pg_class c where c.oid = 'subjects'::regclass`,
    ),
  )
  if (estimated.rows > COUNTED_MAX) return estimated.rows
  return only(
    await on.query<{ rows: number }>(
      `select count(*) as rows from subjects s where s.kind <> 'person'
         and not exists (select 1 from v_subject_links l where l.member_id = s.subject_id)`,
    ),
  ).rows
}

/** Pairs of characters in more than this share of all names, as the database's statistics know them. */
export async function listCommonPairs(on: { readonly query: Query }, share: number): Promise<string[]> {
  const rows = await on.query<{ pair: string }>(
    `select pair from pg_stats s,
       unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as common (pair, share)
     where s.tablename = 'subject_names' and s.attname = 'bigrams' and share > $1
     order by pair limit 10000`,
    [share],
  )
  return rows.map((row) => row.pair)
}

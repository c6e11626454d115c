// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { COUNTED_MAX } from '../../kernel/db/count-rows.ts'
import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import type { LinkId, SubjectId } from '../../kernel/ids.ts'
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

export async function findKinds(tx: Tx, ids: readonly SubjectId[]): Promise<Map<SubjectId, SubjectKind>> {
  const rows = await tx.query<{ subjectId: SubjectId; kind: SubjectKind }>(
    'select subject_id as "subjectId", kind from subjects where subject_id = any($1::uuid[]) order by subject_id',
    [ids],
  )
  return new Map(rows.map((row) => [row.subjectId, row.kind]))
}

export async function findCanonical(tx: Tx, member: SubjectId): Promise<SubjectId> {
  const rows = await tx.query<{ canonicalId: SubjectId }>(
    'select canonical_id as "canonicalId" from v_subject_links where member_id = $1 order by tick desc limit 1',
    [member],
  )
  return rows[0]?.canonicalId ?? member
}

/** Pairs of one kind whose canonical subjects differ. */
export async function findApart(
  tx: Tx,
  pairs: readonly { readonly joining: SubjectId; readonly other: SubjectId }[],
): Promise<{ joining: SubjectId; other: SubjectId }[]> {
  return tx.query<{ joining: SubjectId; other: SubjectId }>(
    `select asked.joining, asked.other
     from unnest($1::uuid[], $2::uuid[]) as asked (joining, other)
     join subjects a on a.subject_id = asked.joining
     join subjects b on b.subject_id = asked.other and b.kind = a.kind
     left join v_subject_links la on la.member_id = asked.joining
     left join v_subject_links lb on lb.member_id = asked.other
     where coalesce(la.canonical_id, asked.joining) <> coalesce(lb.canonical_id, asked.other)
     order by asked.joining, asked.other`,
    [pairs.map((pair) => pair.joining), pairs.map((pair) => pair.other)],
  )
}

export type Link = { readonly linkId: LinkId; readonly memberId: SubjectId }

export async function listMembers(tx: Tx, canonicalId: SubjectId): Promise<Link[]> {
  return tx.query<Link>(
    `select link_id as "linkId", member_id as "memberId" from v_subject_links
     where canonical_id = $1 order by member_id limit 1000`,
    [canonicalId],
  )
}

export async function insertLink(
  tx: Tx,
  link: { linkId: LinkId; memberId: SubjectId; canonicalId: SubjectId; reason: string; tick: Tick },
): Promise<void> {
  await tx.query(
    'insert into subject_links (member_id, link_id, canonical_id, reason, tick) values ($1, $2, $3, $4, $5)',
    [link.memberId, link.linkId, link.canonicalId, link.reason, link.tick],
  )
}

export async function endLink(tx: Tx, link: Link, tick: Tick): Promise<void> {
  await tx.query('insert into subject_link_ends (member_id, link_id, tick) values ($1, $2, $3)', [
    link.memberId,
    link.linkId,
    tick,
  ])
}

/**
 * How many subjects but persons there are; beyond 100,000, what the database estimates. Natural persons are not counted
 * before the public: a number that grows by one tells of somebody.
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
    await on.query<{ rows: number }>("select count(*) as rows from subjects where kind <> 'person'"),
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

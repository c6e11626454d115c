// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'

type Reader = { readonly query: Query }

export type StoreFact = 'store_id' | 'node' | 'node_key' | 'born_at'

/** Two nodes that start at once over a new key store: one gives birth, the other recognises. */
export async function lockBirth(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(7003)')
}

export async function findFacts(on: Reader): Promise<Map<StoreFact, string>> {
  const rows = await on.query<{ fact: StoreFact; value: string }>('select fact, value from store_facts')
  return new Map(rows.map((row) => [row.fact, row.value]))
}

export async function insertFacts(tx: Tx, facts: Readonly<Record<StoreFact, string>>): Promise<void> {
  await tx.query(
    'insert into store_facts (fact, value) select fact, value from unnest($1::text[], $2::text[]) as born (fact, value)',
    [Object.keys(facts), Object.values(facts)],
  )
}

export async function insertIndexKey(tx: Tx, generation: number, wrapped: Buffer): Promise<void> {
  await tx.query('insert into index_keys (generation, wrapped, made_at) values ($1, $2, $3)', [
    generation,
    wrapped,
    tx.clock.now(),
  ])
}

/** The one generation in use: there is no re-indexing yet, so a second would make two subjects of one person. */
export async function getIndexKey(on: Reader): Promise<{ generation: number; wrapped: Buffer }> {
  return only(
    await on.query<{ generation: number; wrapped: Buffer }>(
      'select generation, wrapped from index_keys order by generation limit 2',
    ),
  )
}

export type EpochKeyRow = { readonly bucket: number; readonly epoch: number; readonly wrapped: Buffer }

export async function listEpochKeys(on: Reader, buckets: readonly number[]): Promise<EpochKeyRow[]> {
  return on.query<EpochKeyRow>(
    `select bucket, epoch, wrapped from epoch_keys where bucket = any($1::smallint[]) order by bucket, epoch limit 10000`,
    [buckets],
  )
}

/** Rows come in the order of the key; what another writer has made stays. */
export async function insertEpochKeys(
  on: Reader,
  rows: readonly EpochKeyRow[],
  madeAt: string,
): Promise<void> {
  await on.query(
    `insert into epoch_keys (bucket, epoch, wrapped, made_at)
     select bucket, epoch, wrapped, $4
     from unnest($1::smallint[], $2::integer[], $3::bytea[]) as made (bucket, epoch, wrapped)
     on conflict do nothing`,
    [rows.map((row) => row.bucket), rows.map((row) => row.epoch), rows.map((row) => row.wrapped), madeAt],
  )
}

export type SubjectKeyRow = {
  readonly subjectId: SubjectId
  readonly bucket: number
  readonly epoch: number
  readonly wrapped: Buffer
}

export async function findSubjectKeys(on: Reader, ids: readonly SubjectId[]): Promise<SubjectKeyRow[]> {
  return on.query<SubjectKeyRow>(
    `select subject_id as "subjectId", bucket, epoch, wrapped from subject_keys where subject_id = any($1::uuid[])`,
    [ids],
  )
}

/** Rows come in the order of the key, so two writers never wait for each other; what one has made stays. */
export async function insertSubjectKeys(on: Reader, rows: readonly SubjectKeyRow[]): Promise<void> {
  await on.query(
    `insert into subject_keys (subject_id, bucket, epoch, wrapped)
     select * from unnest($1::uuid[], $2::smallint[], $3::integer[], $4::bytea[])
     on conflict do nothing`,
    [
      rows.map((row) => row.subjectId),
      rows.map((row) => row.bucket),
      rows.map((row) => row.epoch),
      rows.map((row) => row.wrapped),
    ],
  )
}

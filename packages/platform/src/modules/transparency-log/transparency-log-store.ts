// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query, Tx } from '../../kernel/db/database.ts'
import type { NodeId } from '../../kernel/db/outbox.ts'
import type { EntryId } from '../../kernel/ids.ts'

type Reader = { readonly query: Query }

/** An entry as it waits, or stands, in the log. */
export type QueuedEntry = { readonly entryId: EntryId; readonly kind: string; readonly commitment: Buffer }
export type PlacedEntry = QueuedEntry & { readonly entryIndex: number }
export type LogTree = { readonly size: number; readonly root: Buffer }

const columns = 'entry_id as "entryId", kind, commitment'

export function listWaiting(on: Reader, limit: number): Promise<QueuedEntry[]> {
  return on.query(`select ${columns} from log_queue where entry_index is null order by entry_id limit $1`, [
    limit,
  ])
}

export function listPlaced(on: Reader, from: number, limit: number): Promise<PlacedEntry[]> {
  return on.query(
    `select ${columns}, entry_index as "entryIndex" from log_queue
     where entry_index >= $1 order by entry_index limit $2`,
    [from, limit],
  )
}

export async function findByCommitment(
  on: Reader,
  kind: string,
  commitment: Uint8Array,
): Promise<(QueuedEntry & { readonly entryIndex: number | null }) | undefined> {
  const rows = await on.query<QueuedEntry & { entryIndex: number | null }>(
    `select ${columns}, entry_index as "entryIndex" from log_queue
     where commitment = $2 and kind = $1 order by entry_id limit 1`,
    [kind, commitment],
  )
  return rows[0]
}

/** Without those whose acts are known to be lost. */
export async function countByKind(on: Reader): Promise<Map<string, number>> {
  const rows = await on.query<{ kind: string; count: number }>(
    `select kind, count(*)::int as count from log_queue q
     where not exists (select 1 from log_losses l where l.entry_id = q.entry_id)
     group by kind order by kind`,
  )
  return new Map(rows.map(({ kind, count }) => [kind, count]))
}

export async function countLosses(on: Reader): Promise<number> {
  const rows = await on.query<{ count: number }>('select count(*)::int as count from log_losses')
  return rows[0]?.count ?? 0
}

/** Which of the commitments, in base64, an entry of this kind holds. */
export async function filterEntered(
  on: Reader,
  kind: string,
  commitments: readonly Uint8Array[],
): Promise<Set<string>> {
  const rows = await on.query<{ commitment: Buffer }>(
    'select commitment from log_queue where kind = $1 and commitment = any($2::bytea[])',
    [kind, commitments],
  )
  return new Set(rows.map(({ commitment }) => commitment.toString('base64')))
}

/** In the order of their ids, without those whose acts are known to be lost. */
export function listOfKind(
  on: Reader,
  kind: string,
  after: string | null,
  limit: number,
): Promise<(QueuedEntry & { readonly entryIndex: number | null })[]> {
  return on.query(
    `select ${columns}, entry_index as "entryIndex" from log_queue q
     where kind = $1 and ($2::uuid is null or entry_id > $2::uuid)
       and not exists (select 1 from log_losses l where l.entry_id = q.entry_id)
     order by entry_id limit $3`,
    [kind, after, limit],
  )
}

export async function countHandovers(on: Reader): Promise<number> {
  const rows = await on.query<{ count: number }>(
    "select count(*)::int as count from log_queue where kind = 'key.handed-over'",
  )
  return rows[0]?.count ?? 0
}

/** The largest tree the database knows of; size 0 when it has given no place yet. */
export async function findLatestTree(on: Reader): Promise<LogTree | undefined> {
  const rows = await on.query<LogTree>('select size, root from log_trees order by size desc limit 1')
  return rows[0]
}

export async function findTree(on: Reader, size: number): Promise<LogTree | undefined> {
  const rows = await on.query<LogTree>('select size, root from log_trees where size = $1 limit 1', [size])
  return rows[0]
}

/** Fails by its key when another has grown the log from this size: that is the fence. Called before the places. */
export async function insertTree(
  tx: Tx,
  tree: { readonly fromSize: number; readonly size: number; readonly root: Uint8Array },
): Promise<void> {
  await tx.query('insert into log_trees (from_size, size, root, sequenced_at) values ($1, $2, $3, $4)', [
    tree.fromSize,
    tree.size,
    tree.root,
    tx.clock.now(),
  ])
}

/** @returns how many got their place: fewer than were given when some had one already */
export async function placeEntries(tx: Tx, fromIndex: number, entryIds: readonly EntryId[]): Promise<number> {
  const rows = await tx.query(
    `update log_queue q set entry_index = $1 + p.place - 1
     from unnest($2::uuid[]) with ordinality as p (entry_id, place)
     where q.entry_id = p.entry_id and q.entry_index is null
     returning 1`,
    [fromIndex, entryIds],
  )
  return rows.length
}

/** Entries that the tiles hold and the database has lost, with their acts; what it still has it keeps. */
export async function insertLost(tx: Tx, entries: readonly QueuedEntry[]): Promise<number> {
  const rows = await tx.query(
    `with added as (
       insert into log_queue (entry_id, kind, commitment, queued_at)
       select p.entry_id, p.kind, p.commitment, $4
       from unnest($1::uuid[], $2::text[], $3::bytea[]) as p (entry_id, kind, commitment)
       on conflict (entry_id) do nothing
       returning entry_id
     )
     insert into log_losses (entry_id, lost_at) select entry_id, $4 from added
     returning 1`,
    [
      entries.map((entry) => entry.entryId),
      entries.map((entry) => entry.kind),
      entries.map((entry) => entry.commitment),
      tx.clock.now(),
    ],
  )
  return rows.length
}

export async function findHolder(on: Reader): Promise<{ turn: number; nodeId: NodeId } | undefined> {
  const rows = await on.query<{ turn: number; nodeId: NodeId }>(
    'select turn, node_id as "nodeId" from log_holders order by turn desc limit 1',
  )
  return rows[0]
}

/** Does nothing when somebody else took the turn first. */
export async function insertHolder(tx: Tx, turn: number, nodeId: NodeId): Promise<void> {
  await tx.query(
    'insert into log_holders (turn, node_id, held_since) values ($1, $2, $3) on conflict (turn) do nothing',
    [turn, nodeId, tx.clock.now()],
  )
}

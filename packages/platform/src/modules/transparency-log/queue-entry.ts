// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import type { Tx } from '../../kernel/db/database.ts'
import { type EntryId, newId } from '../../kernel/ids.ts'

export type EntryKind =
  | 'batch.receipt'
  | 'batch.replacement'
  | 'subjects.linked'
  | 'subjects.parted'
  | 'catalogue.version'
  | 'key.made'
  | 'key.handed-over'
  | 'key.retired'
  | 'record.deleted'
  | 'quarantine.released'
  | 'quarantine.emptied'
  | 'inquiries.kept'
  | 'access.keeper-admitted'

/**
 * Queues an entry in the transaction of the act it witnesses; the sequencer gives it its place in the log later.
 * @param witnessed what the entry commits to: only its SHA-256 is kept
 */
export async function queueEntry(tx: Tx, kind: EntryKind, witnessed: string): Promise<EntryId> {
  const entryId = newId<EntryId>(tx.clock.nowMs())
  await tx.query('insert into log_queue (entry_id, kind, commitment, queued_at) values ($1, $2, $3, $4)', [
    entryId,
    kind,
    hash('sha256', witnessed, 'buffer'),
    tx.clock.now(),
  ])
  return entryId
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type EntryWitness, pages, witnessedAct } from '../transparency-log/index.ts'
import { listTombstones, type Tombstone } from './record-store.ts'

const ACTS_AT_ONCE = 1_000

/** Lawful deletions. The entry commits to what `retention_delete_record` says in SQL, and says here again. */
export const deletionWitness: EntryWitness = {
  kind: 'record.deleted',
  async *list(on) {
    for await (const run of pages<Tombstone>((last) =>
      listTombstones(on, last?.entryId ?? null, ACTS_AT_ONCE),
    )) {
      yield run.map(({ subjectId, recordId, tick, reason }) =>
        witnessedAct(recordId, `${subjectId} ${recordId} ${tick} ${reason}\n`),
      )
    }
  },
}

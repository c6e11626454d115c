// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Database } from '../../kernel/db/database.ts'
import { type BatchId, type EntryId, newId } from '../../kernel/ids.ts'
import { writeNotice } from '../notices/index.ts'
import { getParticipant } from '../participants/index.ts'
import type { CollectionContext } from './collection-context.ts'
import { quarantineTerms, termDay } from './quarantine.ts'
import { type DueRow, emptyRows, listDueReminders, listDueRows, setReminded } from './quarantine-store.ts'

const FURNISHERS_AT_ONCE = 1_000
const ROWS_AT_ONCE = 1_000

/**
 * What is done about quarantine once a day: furnishers are reminded of what waits too long, and rows whose term is over
 * are removed, with notice. Called again on the same day, or after a kill, it changes nothing that is done.
 * @param retention the database as the role that alone may remove
 */
export async function keepQuarantine(
  context: Pick<CollectionContext, 'database' | 'catalogues'>,
  retention: Database,
): Promise<{ reminded: number; emptied: number }> {
  const today = context.database.clock.today()
  // Removed first: nobody is reminded of what is gone the same day.
  const emptied = await emptyDueRows(context.database, retention, today)
  const reminded = await remindFurnishers(context, today)
  return { reminded, emptied }
}

async function remindFurnishers(
  { database, catalogues }: Pick<CollectionContext, 'database' | 'catalogues'>,
  today: CivilDate,
): Promise<number> {
  const due = await listDueReminders(database, today, FURNISHERS_AT_ONCE)
  for (const { furnisherId, rows, batches, oldestOn, expireOn } of due) {
    const { division } = await getParticipant(database, furnisherId)
    const { remindDays } = quarantineTerms(catalogues.current().catalogue, division)
    await database.transact(async (tx) => {
      await writeNotice(tx, {
        participantId: furnisherId,
        kind: expireOn === null ? 'QUARANTINE_WAITS' : 'QUARANTINE_WAITS_UNTIL',
        occasion: today,
        facts: { rows, batches, oldestOn, ...(expireOn === null ? {} : { expireOn }) },
        batchId: null,
      })
      await setReminded(tx, furnisherId, today, termDay(today, remindDays))
    })
  }
  return due.length
}

/** Notice first, removal behind it: killed in between, the furnisher knows of a removal that the next run completes. */
async function emptyDueRows(database: Database, retention: Database, today: CivilDate): Promise<number> {
  let emptied = 0
  for (;;) {
    const due = await listDueRows(database, today, ROWS_AT_ONCE)
    const [first] = due
    if (!first) return emptied
    const ofOneBatch = due.filter((row) => row.batchId === first.batchId)
    await tellExpired(database, ofOneBatch, today)
    emptied += await emptyBatchRows(retention, first.batchId, ofOneBatch)
  }
}

async function tellExpired(database: Database, due: readonly DueRow[], today: CivilDate): Promise<void> {
  const waiting = due.filter((row) => row.state === 'waiting')
  const [first] = waiting
  if (!first) return
  const rowNos = waiting.map((row) => row.rowNo)
  await database.transact((tx) =>
    writeNotice(tx, {
      participantId: first.furnisherId,
      kind: 'QUARANTINE_EXPIRED',
      occasion: `${first.batchId} ${rowNos[0]} ${today}`,
      facts: { rows: rowNos.length, firstRow: Math.min(...rowNos), lastRow: Math.max(...rowNos) },
      batchId: first.batchId,
    }),
  )
}

async function emptyBatchRows(
  retention: Database,
  batchId: BatchId,
  due: readonly DueRow[],
): Promise<number> {
  const { clock } = retention
  const rowNos = due.map((row) => row.rowNo)
  return emptyRows(retention, batchId, rowNos, {
    entryId: newId<EntryId>(clock.nowMs()),
    at: clock.now(),
  })
}

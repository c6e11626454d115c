// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { instantOf } from '../../../kernel/civil-date.ts'
import type { BatchId } from '../../../kernel/ids.ts'
import { OutageError, Refusal, refuse } from '../../../kernel/refusal.ts'
import { actorOfBody, findParticipantByCode } from '../../participants/index.ts'
import type { CollectionContext } from '../collection-context.ts'
import { receiveBatch } from '../receive-batch.ts'
import type { FrontEndTable, TablePage } from './front-end-table.ts'
import type { TableSource } from './source-config.ts'
import {
  claimSource,
  endPull,
  moveWatermark,
  rememberSource,
  type SourceState,
} from './table-source-store.ts'

const BACKOFF_MS = [30_000, 120_000, 600_000, 3_600_000] as const
/** Longer than reading and taking in a page may last. */
const CLAIM_MS = 1_200_000

/**
 * Reads what is new in a front-end table and takes it in as a batch; page by page until nothing is left. Watermark and
 * batch are written in one transaction: killed anywhere, no row is passed over and none is a batch twice. What goes
 * wrong is kept with the source and tried again, later each time.
 * @returns the batches it made
 */
export async function pullTable(
  context: CollectionContext,
  source: TableSource,
  table: FrontEndTable,
  signal?: AbortSignal,
): Promise<BatchId[]> {
  const { database, log } = context
  const { clock } = database
  await rememberSource(database, source.source, clock.now())
  const claimedMs = clock.nowMs()
  const state = await claimSource(
    database,
    source.source,
    instantOf(claimedMs),
    instantOf(claimedMs + CLAIM_MS),
  )
  if (!state) return []
  const made: BatchId[] = []
  const end = (waitMs: number, failure: string | null): Promise<void> =>
    endPull(database, source.source, { at: clock.now(), runAt: instantOf(clock.nowMs() + waitMs), failure })
  try {
    let watermark = state.watermark
    for (;;) {
      const page = await readPage(context, source, table, watermark)
      if (page.last === null || signal?.aborted) break
      made.push(await takeIn(context, source, { ...state, watermark }, page))
      watermark = page.last
      if (page.rows.length < source.rowsMax) break
    }
    await end(source.everySeconds * 1000, null)
  } catch (error) {
    const failure = error instanceof Refusal ? error.code : error instanceof OutageError ? 'OUTAGE' : 'DEFECT'
    log.error({
      event: 'source.failed',
      kind: source.source,
      code: failure,
      attempts: state.failures + 1,
      err: error,
    })
    await end(BACKOFF_MS[Math.min(state.failures, BACKOFF_MS.length - 1)] ?? BACKOFF_MS[0], failure)
  }
  return made
}

function readPage(
  { database }: CollectionContext,
  source: TableSource,
  table: FrontEndTable,
  behind: SourceState['watermark'],
): Promise<TablePage> {
  const { settleSeconds } = source
  return table.readPage({
    table: source.table,
    columns: Object.keys(source.columns),
    key: source.key,
    behind,
    until: settleSeconds > 0 ? instantOf(database.clock.nowMs() - settleSeconds * 1000) : null,
    rowsMax: source.rowsMax,
    timeoutMs: source.timeoutSeconds * 1000,
  })
}

async function takeIn(
  context: CollectionContext,
  source: TableSource,
  { watermark: from }: SourceState,
  page: TablePage,
): Promise<BatchId> {
  const furnisher = await findParticipantByCode(context.database, source.furnisher)
  if (!furnisher) throw refuse('PARTICIPANT_UNKNOWN')
  const to = page.last ?? []
  return receiveBatch(context, actorOfBody(furnisher, ['batches:send']), {
    type: source.type,
    profile: source.profile,
    format: 'jsonl',
    door: 'table',
    source: linesOf(source, page),
    alongside: async (tx, batchId) => {
      const moved = await moveWatermark(tx, source.source, from, {
        watermark: to,
        rows: page.rows.length,
        batchId,
      })
      if (!moved) throw refuse('SOURCE_PULLED_ELSEWHERE')
    },
  })
}

async function* linesOf({ columns }: TableSource, page: TablePage): AsyncGenerator<Uint8Array> {
  const headings = Object.entries(columns)
  for (const row of page.rows) {
    const named = Object.fromEntries(headings.map(([column, heading]) => [heading, row[column] ?? null]))
    yield Buffer.from(`${JSON.stringify(named)}\n`)
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { KeyObject } from 'node:crypto'
import type { BatchId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, type BodyActor, hasScope } from '../access/index.ts'
import { asKey, open } from '../files/index.ts'
import type { Batch, BatchTotals, FaultItem, OfferedIdentifier, SealedFinding } from './batch.ts'
import { type BatchLayout, findLayout } from './batch-layout.ts'
import { findBatch, findReceipt, listBatches, sumChunks } from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import {
  countFindings,
  countKept,
  countPlaces,
  type FindingsPage,
  listFindings,
  type StoredFinding,
} from './finding-store.ts'
import { findingPlace } from './keep-findings.ts'
import type { QuarantineState } from './quarantine.ts'
import { countQuarantine, listRowStates } from './quarantine-store.ts'

/** How far a batch is, for the furnisher that sent it. */
export type BatchProgress = {
  readonly batch: Batch
  readonly totals: BatchTotals
  readonly counts: readonly { readonly code: string; readonly weight: string; readonly rows: number }[]
  /** Rows whose findings can be read in detail; the counts are of all. */
  readonly kept: { readonly faults: number; readonly notes: number }
  /** How many faulty rows wait, and how the others left; empty until the batch is finished. */
  readonly quarantine: readonly { readonly state: QuarantineState; readonly rows: number }[]
  readonly receipt: string | null
}

/** @throws Refusal SCOPE_MISSING; BATCH_UNKNOWN also for another's batch: that it exists is not the asker's business */
export async function getBatchProgress(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
): Promise<BatchProgress> {
  // Who may send may also see how far it got; what stands in the rows is for those who may read.
  const batch = await getOwnBatch(context, hasScope(actor, 'batches:send') ? reading(actor) : actor, batchId)
  const { database } = context
  const [totals, counts, kept, quarantine, receipt] = await Promise.all([
    sumChunks(database, batchId),
    countFindings(database, batchId),
    countKept(database, batchId),
    countQuarantine(database, batchId),
    findReceipt(database, batchId),
  ])
  return { batch, totals, counts, kept, quarantine, receipt: receipt ?? null }
}

const reading = (actor: BodyActor): Actor => ({ ...actor, scopes: ['batches:read'] })

export async function listOwnBatches(
  context: CollectionContext,
  actor: Actor,
  page: { readonly before: BatchId | null; readonly limit: number },
): Promise<Batch[]> {
  if (!hasScope(actor, 'batches:read')) throw refuse('SCOPE_MISSING', { scope: 'batches:read' })
  return listBatches(context.database, actor.participantId, page.before, page.limit)
}

export type OpenedFinding = {
  readonly rowNo: number
  readonly weight: 'fault' | 'note'
  /** The row as it came; null once the term of quarantine is over and the row is removed. */
  readonly raw: string | null
  readonly items: readonly FaultItem[]
  readonly offered: readonly OfferedIdentifier[]
  /** Of a faulty row of a finished batch: whether it still waits. */
  readonly state: QuarantineState | null
}

/** Faulty or noted rows, opened for the furnisher whose they are. */
export async function listBatchFindings(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
  page: FindingsPage,
): Promise<OpenedFinding[]> {
  const batch = await getOwnBatch(context, actor, batchId)
  const opened = openFindings(context, batch, await listFindings(context.database, batchId, page))
  if (page.weight === 'note' || opened.length === 0) return opened
  const rowNos = opened.map((finding) => finding.rowNo)
  const states = await listRowStates(context.database, batchId, rowNos)
  const stateOf = new Map(states.map(({ rowNo, state }) => [rowNo, state]))
  return opened.map((finding) => ({ ...finding, state: stateOf.get(finding.rowNo) ?? null }))
}

export function openFindings(
  context: CollectionContext,
  batch: Batch,
  stored: readonly StoredFinding[],
): OpenedFinding[] {
  const key = asKey(context.nodeKey.unwrap(batch.keyWrapped))
  const rows = new Map<number, OpenedFinding>()
  for (const found of stored) {
    const opened = openFinding(key, batch, found)
    const other = rows.get(found.rowNo)
    // What merging found out comes with what judging did.
    rows.set(found.rowNo, other ? { ...other, items: [...other.items, ...opened.items] } : opened)
  }
  return [...rows.values()]
}

function openFinding(
  key: KeyObject,
  batch: Batch,
  { rowNo, weight: stored, places, sealed }: StoredFinding,
): OpenedFinding {
  const weight = stored === 'fault' ? 'fault' : 'note'
  if (!sealed) return { rowNo, weight, raw: null, items: places.map(itemAt), offered: [], state: null }
  const place = findingPlace(batch, rowNo, stored)
  const content = JSON.parse(open(key, sealed, place).toString()) as SealedFinding
  return { rowNo, weight, ...content, state: null }
}

/** What stays of an item when the row is gone. */
function itemAt(place: string): FaultItem {
  const [code = '', rule, field] = place.split(' ').map((word) => (word === '-' ? null : word))
  return { code: code ?? '', rule: rule ?? null, column: null, field: field ?? null, facts: {} }
}

/** The columns of the batch's file; null where its header could not be read. */
export async function findBatchLayout(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
): Promise<BatchLayout | null> {
  return findLayout(context, await getOwnBatch(context, actor, batchId))
}

export type FindingCount = Pick<FaultItem, 'code' | 'rule' | 'field'> & {
  readonly weight: 'fault' | 'note'
  readonly rows: number
}

/** How many of the rows whose details are kept have which fault in which field, the most frequent first. */
export async function countBatchFindings(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
): Promise<FindingCount[]> {
  await getOwnBatch(context, actor, batchId)
  const counted = await countPlaces(context.database, batchId)
  return counted.map(({ place, weight, rows }) => {
    const { code, rule, field } = itemAt(place)
    return { code, rule, field, weight, rows }
  })
}

/** @throws Refusal SCOPE_MISSING, BATCH_UNKNOWN */
export async function getOwnBatch(
  context: CollectionContext,
  actor: Actor,
  batchId: BatchId,
): Promise<Batch> {
  if (!hasScope(actor, 'batches:read')) throw refuse('SCOPE_MISSING', { scope: 'batches:read' })
  const batch = await findBatch(context.database, batchId)
  if (!batch || batch.furnisherId !== actor.participantId) throw refuse('BATCH_UNKNOWN')
  return batch
}

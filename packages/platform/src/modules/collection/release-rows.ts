// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { present, refuse } from '../../kernel/refusal.ts'
import { type Actor, type BodyActor, hasScope, officerOf } from '../access/index.ts'
import { queueEntry } from '../transparency-log/index.ts'
import { type ActId, declineAct, findAct, listOpenActs, proposeAct, secondAct } from '../workflow/index.ts'
import type { Batch } from './batch.ts'
import { csvRecord, getLayout } from './batch-layout.ts'
import type { CollectionContext } from './collection-context.ts'
import { assertRowsAlone, once } from './correct-rows.ts'
import { listFindingsOf } from './finding-store.ts'
import { isReleasable } from './quarantine.ts'
import { insertCorrections, insertReleases, lockWaitingRows, type Release } from './quarantine-store.ts'
import { getOwnBatch, openFindings } from './read-batch.ts'
import { receiveBatch } from './receive-batch.ts'
import { releaseWitness } from './release-witness.ts'

const KIND = 'quarantine.release'
const DAYS_OPEN = 14

/** How the officers came to know that what was doubted is so. No free text: that could name a person. */
export const releaseGrounds = ['document', 'source-system', 'inquiry'] as const
export type ReleaseGround = (typeof releaseGrounds)[number]

export type ReleaseProposal = {
  readonly actId: ActId
  readonly batchId: BatchId
  readonly rows: readonly number[]
  readonly ground: ReleaseGround
  readonly proposer: string
  readonly proposedAt: string
  readonly expiresAt: string
}

type Content = { readonly batchId: BatchId; readonly rows: readonly number[]; readonly ground: ReleaseGround }

/**
 * An officer of the furnisher says that rows hold although a check of consistency or plausibility doubts them.
 * @throws Refusal SCOPE_MISSING, HOLDER_MISSING, BATCH_UNKNOWN, CORRECTION_WHOLE, ROW_NOT_WAITING,
 *   FAULT_NOT_RELEASABLE, ACT_ALREADY_PROPOSED
 */
export async function proposeRelease(
  context: CollectionContext,
  actor: Actor,
  input: Content,
): Promise<ActId> {
  if (!hasScope(actor, 'quarantine:propose')) throw refuse('SCOPE_MISSING', { scope: 'quarantine:propose' })
  const officer = officerOf(actor)
  const batch = await getOwnBatch(context, actor, input.batchId)
  assertRowsAlone(context, batch)
  const rows = [...new Set(input.rows)].sort((a, b) => a - b)
  return context.database.transact(async (tx) => {
    await lockReleasable(tx, batch, rows)
    return proposeAct(tx, officer, {
      kind: KIND,
      reference: `${batch.batchId} ${rows.join(' ')}`,
      content: { batchId: batch.batchId, rows, ground: input.ground },
      daysOpen: DAYS_OPEN,
    })
  })
}

/**
 * Another officer of the same furnisher seconds: the rows, as they were sent, go through the gate again as a batch of
 * the desk, in which these faults are notes that name both. Never straight into records.
 * @throws Refusal SCOPE_MISSING, HOLDER_MISSING, ACT_UNKNOWN, ACT_DECIDED, ACT_EXPIRED, SECOND_OFFICER_SAME,
 *   ROW_NOT_WAITING, and all of `receiveBatch`
 */
export async function secondRelease(
  context: CollectionContext,
  actor: Actor,
  actId: ActId,
): Promise<BatchId> {
  if (!hasScope(actor, 'quarantine:release')) throw refuse('SCOPE_MISSING', { scope: 'quarantine:release' })
  const officer = officerOf(actor)
  const { batchId, rows } = await getOwnProposal(context, actor.participantId, actId)
  const batch = await getOwnBatch(context, reading(actor), batchId)
  const records = await readRows(context, batch, rows)
  return receiveBatch(context, sending(actor), {
    type: batch.type,
    profile: batch.profile,
    source: once(records),
    format: 'csv',
    operation: batch.operation,
    // It says what was said then: a later statement about the same number stays the later one.
    statedAt: batch.statedAt,
    door: 'desk',
    correctsBatchId: batchId,
    alongside: async (tx, newBatchId) => {
      const act = await secondAct(tx, officer, KIND, actId)
      const codes = await lockReleasable(tx, batch, rows)
      const released = rows.map((of, i) => ({
        // The header is row 1 of the new file.
        rowNo: i + 2,
        of,
        codes: present(codes.get(of), 'a waiting row has its codes'),
        proposer: act.proposer,
        seconder: officer.holder,
      }))
      await insertCorrections(tx, newBatchId, { batchId, rows: released })
      await insertReleases(tx, newBatchId, actId, released satisfies readonly Release[])
      await queueEntry(tx, 'quarantine.released', releaseWitness(actId, batchId, newBatchId, released))
    },
  })
}

/** @throws Refusal SCOPE_MISSING, HOLDER_MISSING, ACT_UNKNOWN, ACT_DECIDED, ACT_EXPIRED */
export async function declineRelease(context: CollectionContext, actor: Actor, actId: ActId): Promise<void> {
  const may = hasScope(actor, 'quarantine:release') || hasScope(actor, 'quarantine:propose')
  if (!may) throw refuse('SCOPE_MISSING', { scope: 'quarantine:release' })
  const officer = officerOf(actor)
  await getOwnProposal(context, actor.participantId, actId)
  await context.database.transact((tx) => declineAct(tx, officer, KIND, actId))
}

/** What waits for a second officer, oldest first. */
export async function listReleaseProposals(
  context: CollectionContext,
  actor: Actor,
  limit: number,
): Promise<ReleaseProposal[]> {
  if (!hasScope(actor, 'batches:read')) throw refuse('SCOPE_MISSING', { scope: 'batches:read' })
  const open = await listOpenActs(context.database, {
    kind: KIND,
    participantId: actor.participantId,
    now: context.database.clock.now(),
    limit,
  })
  return open.map(({ actId, content, proposer, proposedAt, expiresAt }) => ({
    actId,
    ...(content as Content),
    proposer,
    proposedAt,
    expiresAt,
  }))
}

/** @throws Refusal ACT_UNKNOWN also for another body's: that it exists is not the asker's business */
async function getOwnProposal(
  context: CollectionContext,
  participantId: number,
  actId: ActId,
): Promise<Content> {
  const act = await findAct(context.database, actId)
  if (!act || act.kind !== KIND || act.proposerId !== participantId) throw refuse('ACT_UNKNOWN')
  return act.content as Content
}

/** @throws Refusal ROW_NOT_WAITING, FAULT_NOT_RELEASABLE */
async function lockReleasable(
  tx: Tx,
  batch: Batch,
  rows: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const waiting = await lockWaitingRows(tx, batch.batchId, rows)
  const codesOf = new Map(waiting.map((row) => [row.rowNo, row.codes]))
  for (const row of rows) {
    const codes = codesOf.get(row)
    if (!codes) throw refuse('ROW_NOT_WAITING', { row })
    const stays = codes.find((code) => !isReleasable(code))
    if (stays !== undefined) throw refuse('FAULT_NOT_RELEASABLE', { row, code: stays })
  }
  return codesOf
}

/** The rows under their header as CSV, cell for cell as judging has read them. */
async function readRows(
  context: CollectionContext,
  batch: Batch,
  rows: readonly number[],
): Promise<string[]> {
  const layout = await getLayout(context, batch)
  const found = openFindings(context, batch, await listFindingsOf(context.database, batch.batchId, rows))
  const rawOf = new Map(found.map((finding) => [finding.rowNo, finding.raw]))
  const cells = rows.map((row) => {
    const raw = rawOf.get(row)
    if (raw === undefined || raw === null) throw refuse('ROW_NOT_WAITING', { row })
    return present(layout.cellsOf(raw), 'a row that is only doubted has its cells')
  })
  return [layout.columns.map((column) => column.heading), ...cells].map(csvRecord)
}

/** What the entry commits to: which act released which rows from what, and who answered for it. */
// Seconding includes what it takes: to read the rows that are released, and to send them in the furnisher's name.
const reading = (actor: BodyActor): Actor => ({ ...actor, scopes: ['batches:read'] })
const sending = (actor: BodyActor): Actor => ({ ...actor, scopes: ['batches:send'] })

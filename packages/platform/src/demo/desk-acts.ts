// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { BatchId } from '../kernel/ids.ts'
import { present } from '../kernel/refusal.ts'
import {
  assignRows,
  correctRows,
  listOwnBatches,
  listQuarantine,
  listReleaseProposals,
  proposeRelease,
  secondRelease,
} from '../modules/collection/index.ts'
import { columnOf, doubtfulRows, rowOfSlip, tidyRow } from './careless-penalties.ts'
import { type DemoAct, type Stage, unlessDone } from './demo-act.ts'
import type { DemoWorld } from './demo-world.ts'

const BODY = 'demo-ecology'

/** What the clerks of one body do about their faulty rows. */
export function deskActs(world: DemoWorld): DemoAct[] {
  return [
    {
      daysAgo: 60,
      title: { zh: '经办人改正三行并重报', en: 'a clerk mends three rows and sends them again' },
      perform: (stage) => mend(stage, world),
    },
    {
      daysAgo: 8,
      title: { zh: '两名经办人放行一行存疑数据', en: 'two officers release a doubtful row' },
      perform: release,
    },
    {
      daysAgo: 3,
      title: {
        zh: '一名经办人提议放行，待另一名确认',
        en: 'an officer proposes a release, which waits for another',
      },
      perform: async (stage) => {
        await propose(stage, present(doubtfulRows.at(-1), 'there are doubtful rows'))
        await share(stage)
      },
    },
  ]
}

/** Two rows hold now; of the third the clerk mends one fault and makes another, so it waits anew. */
async function mend(stage: Stage, world: DemoWorld): Promise<void> {
  const actor = stage.actorOf(BODY)
  const batchId = await stage.batchOf(BODY, 'careless-old')
  const rows = [0, 1, 2].map((slip) => {
    const row = rowOfSlip(slip)
    const cells = tidyRow(world, 'old', row)
    return { row, cells: slip < 2 ? cells : cells.with(columnOf('处罚类别'), '批评教育') }
  })
  const sent = await listOwnBatches(stage.collection, actor, { before: null, limit: 100 })
  const before = sent.find(({ correctsBatchId }) => correctsBatchId === batchId)
  await stage.settle(actor, before?.batchId ?? (await correctRows(stage.collection, actor, batchId, rows)))
}

async function release(stage: Stage): Promise<void> {
  const { collection } = stage
  const row = present(doubtfulRows[0], 'there are doubtful rows')
  await propose(stage, row)
  const seconder = stage.actorOf(BODY, 'clerk-2')
  const open = await listReleaseProposals(collection, seconder, 100)
  const act = open.find(({ rows }) => rows.length === 1 && rows[0] === row)
  if (act) await stage.settle(seconder, await secondRelease(collection, seconder, act.actId))
}

async function propose(stage: Stage, row: number): Promise<void> {
  const batchId = await stage.batchOf(BODY, 'careless-recent')
  await unlessDone(['ACT_ALREADY_PROPOSED', 'ROW_NOT_WAITING'], async () => {
    const input = { batchId, rows: [row], ground: 'document' } as const
    await proposeRelease(stage.collection, stage.actorOf(BODY, 'clerk-1'), input)
  })
}

/** Whose the oldest rows are to mend. */
async function share(stage: Stage): Promise<void> {
  const batchId: BatchId = await stage.batchOf(BODY, 'careless-old')
  const actor = stage.actorOf(BODY)
  const page = { state: 'waiting', batchId, holder: null, after: null, limit: 3 } as const
  const rows = (await listQuarantine(stage.collection, actor, page)).map(({ rowNo }) => rowNo)
  await assignRows(stage.collection, actor, { batchId, rows, holder: 'clerk-2' })
}

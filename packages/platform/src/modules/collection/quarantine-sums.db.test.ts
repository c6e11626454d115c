// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { platformSuite, verifyReceipt } from '@probity/verify'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvOf, newUscc, penalty, registration } from '../../../test/http-world.ts'
import { openWorld } from '../../../test/world.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { correctRows } from './correct-rows.ts'
import { processBatch } from './process-batch.ts'
import { countBatchFindings, getBatchProgress } from './read-batch.ts'

const world = await openWorld()
const { collection, database } = world
const registry = await world.furnisher('registry', 'registration-authority')
const NAME = '演示算账有限公司'
const uscc = newUscc()
await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, NAME)]) })
let bodies = 0

/** What a row says: its number among a few, and whether it is good, faulty with a number, or faulty without one. */
const row = fc.record({
  number: fc.integer({ min: 1, max: 5 }),
  kind: fc.constantFrom('good', 'bad', 'nameless'),
})
const batch = fc.array(row, { minLength: 1, maxLength: 6 })
const history = fc.array(fc.oneof(batch, fc.constant('correct' as const)), { minLength: 1, maxLength: 6 })
type Row = { readonly number: number; readonly kind: string }

const headings = [
  'party_name',
  'party_kind',
  'uscc',
  'decision_number',
  'decision_on',
  'authority',
  'penalty_kinds',
]
function cellsOf({ number, kind }: Row, fine: string): string[] {
  const said = penalty(uscc, NAME, { decision_number: kind === 'nameless' ? '' : `算${number}号` })
  return [...headings.map((heading) => said[heading] ?? ''), '罚款五万元', kind === 'bad' ? 'many' : fine]
}

type Kept = { readonly batchId: BatchId; readonly receipt: string }

test('whatever is sent and mended: rows add up, a faulty row is in one state, receipts stay true', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      bodies++
      const body = await world.furnisher(`body-${bodies}`, 'penalty-authority')
      const kept: Kept[] = []
      for (const [at, step] of steps.entries()) {
        const batchId =
          step === 'correct'
            ? await correctOne(body, kept)
            : await world.receive(body, {
                type: 'cn.administrative-penalty',
                csv: [
                  [...headings, 'content', 'fine_amount'].join(),
                  ...step.map((one) => cellsOf(one, String(at + 1)).join()),
                ].join('\n'),
              })
        if (batchId === null) continue
        await processBatch(collection, batchId)
        const { batch, totals, quarantine, receipt } = await getBatchProgress(collection, body, batchId)
        const sum =
          totals.accepted + totals.corrected + totals.unchanged + totals.withdrawn + (batch.faulty ?? 0)
        expect(sum).toBe(batch.rows)
        expect(quarantine.reduce((rows, one) => rows + one.rows, 0)).toBe(batch.faulty)
        kept.push({ batchId, receipt: receipt ?? '' })
      }
      await assertKept(body, kept)
    }),
    { numRuns: 25 },
  )
}, 120_000)

type Body = Awaited<ReturnType<typeof world.furnisher>>

/** Mends the first row that waits, the way the desk does. */
async function correctOne(body: Body, kept: readonly Kept[]): Promise<BatchId | null> {
  const waiting = await database.query<{ batchId: BatchId; rowNo: number }>(
    `select batch_id as "batchId", row_no as "rowNo" from quarantined_rows
     where furnisher_id = $1 and state = 'waiting' order by batch_id, row_no limit 1`,
    [body.participantId],
  )
  const [first] = waiting
  if (!first) return null
  const cells = cellsOf({ number: 10 + kept.length, kind: 'good' }, '7')
  return correctRows(collection, body, first.batchId, [{ row: first.rowNo, cells }])
}

async function assertKept(body: Body, kept: readonly Kept[]): Promise<void> {
  for (const { batchId, receipt } of kept) {
    const now = await getBatchProgress(collection, body, batchId)
    expect(now.receipt).toBe(receipt)
    const signed = verifyReceipt(platformSuite, receipt, collection.signer.verifierKey)
    expect(signed).toMatchObject({ rows: now.batch.rows, faulty: now.batch.faulty })
    const counted = (await countBatchFindings(collection, body, batchId)).filter(
      (one) => one.weight === 'fault',
    )
    expect(counted.length > 0).toBe((now.batch.faulty ?? 0) > 0)
  }
  // Of one number only the rows of one batch wait: those that were sent last.
  const scattered = await database.query(
    `select number_mac from quarantined_rows
     where furnisher_id = $1 and state = 'waiting' and number_mac is not null
     group by number_mac having count(distinct batch_id) > 1 order by number_mac`,
    [body.participantId],
  )
  expect(scattered).toEqual([])
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { newUscc } from '../../../test/http-world.ts'
import { openWorld } from '../../../test/world.ts'
import { countFaultyRows, insertFaultRun } from './finding-store.ts'
import { processBatch } from './index.ts'
import { findingsKeptMax } from './keep-findings.ts'

const world = await openWorld('2026-06-01T04:00:00.000Z')
const registry = await world.furnisher('registry', 'registration-authority')
const heading = 'uscc,name,registered_on\n'
const good = (uscc: string): string => `${uscc},演示有限公司,2020-01-02\n`

test('beyond the details that are kept every faulty row is still counted and left out', async () => {
  const faulty = findingsKeptMax.fault + 5_000
  const [first, last] = [newUscc(), newUscc()]
  const { batch, totals, counts, kept } = await world.submit(registry, {
    type: 'cn.registration',
    csv: `${heading}${good(first)}${'x\n'.repeat(faulty)}${good(last)}`,
  })
  expect(batch).toMatchObject({ state: 'completed', rows: faulty + 2, faulty })
  expect(totals.accepted).toBe(2)
  expect(counts).toEqual([{ code: 'ROW-FIELDS', weight: 'fault', rows: faulty }])
  expect(kept.faults).toBe(findingsKeptMax.fault)
}, 120_000)

test('a batch whose judging is begun anew counts every row once', async () => {
  const csv = `${heading}${'x\n'.repeat(3_000)}${good(newUscc())}`
  const batchId = await world.receive(registry, { type: 'cn.registration', csv })
  // As a kill in the middle leaves it: the first run is there, the state still says that it was received.
  await world.database.transact((tx) =>
    insertFaultRun(tx, batchId, {
      lastRowNo: 2_001,
      faultyRows: Array.from({ length: 2_000 }, (_, i) => i + 2),
      counts: [{ code: 'ROW-FIELDS', weight: 'fault', rows: 2_000 }],
      kept: [],
    }),
  )
  await processBatch(world.collection, batchId)
  expect(await countFaultyRows(world.database, batchId)).toBe(3_000)
})

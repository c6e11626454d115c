// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { asOfficer, doubtful, openDeskWorld } from '../../../test/desk-world.ts'
import { penalty } from '../../../test/http-world.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { catalogueFaults } from '../catalogue/index.ts'
import { identifierMessages } from '../identifiers/index.ts'
import type { ActId } from '../workflow/index.ts'
import { collectionFaults } from './collection-faults.ts'
import { correctRows } from './correct-rows.ts'
import { isReleasable } from './quarantine.ts'
import { getBatchProgress } from './read-batch.ts'
import { declineRelease, listReleaseProposals, proposeRelease, secondRelease } from './release-rows.ts'

const world = await openDeskWorld()
const { collection, database, newBody, registered, send, finish, rowsIn, cellsOf } = world

describe('a row leaves by release of two officers', () => {
  async function proposed(name: string) {
    const body = await newBody()
    const uscc = await registered(name)
    const { batch, receipt } = await send(body, doubtful(uscc, name), penalty('BAD', name))
    const actId = await proposeRelease(collection, asOfficer(body, 'clerk-1'), {
      batchId: batch.batchId,
      rows: [2],
      ground: 'document',
    })
    return { body, uscc, batch, receipt, actId }
  }

  test('and is merged through the gate, with notes that name both', async () => {
    const { body, uscc, batch, receipt, actId } = await proposed('演示子有限公司')
    expect((await world.page(uscc)).records.map((record) => record.type)).toEqual(['cn.registration'])
    expect(await listReleaseProposals(collection, body, 10)).toMatchObject([
      { actId, batchId: batch.batchId, rows: [2], ground: 'document', proposer: 'clerk-1' },
    ])
    const released = await secondRelease(collection, asOfficer(body, 'clerk-2'), actId)
    expect(await finish(body, released)).toMatchObject({
      batch: { door: 'desk', rows: 1, faulty: 0, statedAt: batch.statedAt },
      totals: { accepted: 1 },
    })
    expect((await world.page(uscc)).records).toHaveLength(2)
    const [note] = await world.notes(body, released)
    expect(note?.items).toMatchObject([
      { code: 'CNS-END-BEFORE-START' },
      { code: 'NTE-RELEASED', facts: { proposer: 'clerk-1', seconder: 'clerk-2' } },
    ])
    expect(await rowsIn(body, 'released')).toMatchObject([{ rowNo: 2, leftByBatchId: released }])
    expect(await rowsIn(body)).toMatchObject([{ rowNo: 3 }])
    expect((await getBatchProgress(collection, body, batch.batchId)).receipt).toBe(receipt)
    const entries = await database.query("select 1 from log_queue where kind = 'quarantine.released'")
    expect(entries).toHaveLength(1)
    await expect(secondRelease(collection, asOfficer(body, 'clerk-3'), actId)).rejects.toMatchObject({
      code: 'ACT_DECIDED',
    })
  })

  test('who proposes cannot second, not even with another key of the same account', async () => {
    const { body, actId } = await proposed('演示丑有限公司')
    const before = await database.query('select count(*) as n from batches')
    await expect(secondRelease(collection, asOfficer(body, 'clerk-1'), actId)).rejects.toMatchObject({
      code: 'SECOND_OFFICER_SAME',
    })
    await expect(secondRelease(collection, body, actId)).rejects.toMatchObject({ code: 'HOLDER_MISSING' })
    expect(await database.query('select count(*) as n from batches')).toEqual(before)
    expect(await rowsIn(body)).toHaveLength(2)
  })

  test('no officer of another body, and no key without the scope, has a say', async () => {
    const { body, actId } = await proposed('演示寅有限公司')
    const other = asOfficer(await newBody(), 'clerk-2')
    await expect(secondRelease(collection, other, actId)).rejects.toMatchObject({ code: 'ACT_UNKNOWN' })
    await expect(declineRelease(collection, other, actId)).rejects.toMatchObject({ code: 'ACT_UNKNOWN' })
    const bare = { ...asOfficer(body, 'clerk-2'), scopes: ['batches:send', 'batches:read'] }
    await expect(secondRelease(collection, bare, actId)).rejects.toMatchObject({ code: 'SCOPE_MISSING' })
    await expect(
      proposeRelease(collection, bare, { batchId: '' as BatchId, rows: [2], ground: 'document' }),
    ).rejects.toMatchObject({ code: 'SCOPE_MISSING' })
    await expect(declineRelease(collection, bare, actId)).rejects.toMatchObject({ code: 'SCOPE_MISSING' })
  })

  test('a row with any fault but a doubt is never released', async () => {
    const { body, batch } = await proposed('演示卯有限公司')
    await expect(
      proposeRelease(collection, asOfficer(body, 'clerk-1'), {
        batchId: batch.batchId,
        rows: [3],
        ground: 'document',
      }),
    ).rejects.toMatchObject({ code: 'FAULT_NOT_RELEASABLE' })
  })

  test('of numbers, persons, documents, form and duplicates nothing is releasable: only consistency and store', () => {
    const codes = [catalogueFaults, collectionFaults, identifierMessages].flatMap((table) =>
      Object.keys(table),
    )
    const open = codes.filter(isReleasable)
    expect(open).toContain('CNS-END-BEFORE-START')
    expect(open.filter((code) => !/^(CNS|STO)-/.test(code))).toEqual([])
    expect(open).not.toContain('CNS-FUTURE-DAY')
  })

  test('while a proposal is open there is no second about its rows; one declined may be made anew', async () => {
    const { body, batch, actId } = await proposed('演示辰有限公司')
    const again = () =>
      proposeRelease(collection, asOfficer(body, 'clerk-3'), {
        batchId: batch.batchId,
        rows: [2, 2],
        ground: 'inquiry',
      })
    await expect(again()).rejects.toMatchObject({ code: 'ACT_ALREADY_PROPOSED' })
    await declineRelease(collection, asOfficer(body, 'clerk-2'), actId)
    await expect(secondRelease(collection, asOfficer(body, 'clerk-2'), actId)).rejects.toMatchObject({
      code: 'ACT_DECIDED',
    })
    expect(await again()).not.toBe(actId)
  })

  test('a proposal expires', async () => {
    const { body, actId } = await proposed('演示巳有限公司')
    world.clock.set('2026-06-29T02:00:00.000Z' as Instant)
    await expect(secondRelease(collection, asOfficer(body, 'clerk-2'), actId)).rejects.toMatchObject({
      code: 'ACT_EXPIRED',
    })
    expect(await listReleaseProposals(collection, body, 10)).toEqual([])
    world.clock.set('2026-06-15T02:00:00.000Z' as Instant)
    await expect(secondRelease(collection, body, 'x' as ActId)).rejects.toMatchObject({
      code: 'HOLDER_MISSING',
    })
  })

  test('of two officers who second at once one takes effect, and one batch is made', async () => {
    const { body, actId } = await proposed('演示午有限公司')
    const results = await Promise.allSettled(
      ['clerk-2', 'clerk-3'].map((holder) => secondRelease(collection, asOfficer(body, holder), actId)),
    )
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    const made = await database.query('select 1 from batch_releases where act_id = $1', [actId])
    expect(made).toHaveLength(1)
  })

  test('a row that was mended meanwhile is released no more', async () => {
    const { body, uscc, batch, actId } = await proposed('演示未有限公司')
    const cells = await cellsOf(body, batch.batchId, 2, { effective_until: '2027-01-01', uscc })
    await finish(body, await correctRows(collection, body, batch.batchId, [{ row: 2, cells }]))
    await expect(secondRelease(collection, asOfficer(body, 'clerk-2'), actId)).rejects.toMatchObject({
      code: 'ROW_NOT_WAITING',
    })
  })
})

test('all that was entered of it can be worked out again from what the database holds', async () => {
  const { acts, difference } = await world.audit()
  expect(difference).toBeNull()
  expect(acts).toBeGreaterThan(2)
})

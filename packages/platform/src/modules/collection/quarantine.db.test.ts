// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { platformSuite, verifyReceipt } from '@probity/verify'
import { afterAll, describe, expect, test } from 'vitest'
import { csvOf, type Fields, newUscc, penalty, registration } from '../../../test/http-world.ts'
import { openWorld } from '../../../test/world.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import { openDatabase } from '../../kernel/db/database.ts'
import type { BatchId } from '../../kernel/ids.ts'
import type { Actor } from '../access/index.ts'
import { catalogueFaults } from '../catalogue/index.ts'
import { identifierMessages } from '../identifiers/index.ts'
import { listOwnNotices } from '../notices/index.ts'
import type { ActId } from '../workflow/index.ts'
import { checkRows } from './check-rows.ts'
import { collectionFaults } from './collection-faults.ts'
import { correctRows } from './correct-rows.ts'
import { keepQuarantine } from './keep-quarantine.ts'
import { assignRows, listQuarantine } from './list-quarantine.ts'
import { processBatch } from './process-batch.ts'
import { isReleasable, type QuarantineState } from './quarantine.ts'
import { countBatchFindings, getBatchProgress, listBatchFindings } from './read-batch.ts'
import { receiveBatch } from './receive-batch.ts'
import { declineRelease, listReleaseProposals, proposeRelease, secondRelease } from './release-rows.ts'

type Furnisher = Actor & { readonly kind: 'participant' }

const world = await openWorld()
const { collection, database } = world
const retention = openDatabase({ url: world.ownerUrl, role: 'probity_retention', clock: world.clock })
afterAll(() => retention.close())
let bodies = 0

/** Each test has a body of its own, and its subjects are registered. */
async function newBody(): Promise<Furnisher> {
  bodies++
  return world.furnisher(`inspector-${bodies}`, 'penalty-authority')
}
const registry = await world.furnisher('registry', 'registration-authority')

async function registered(name: string): Promise<string> {
  const uscc = newUscc()
  await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, name)]) })
  return uscc
}

const asOfficer = (body: Furnisher, holder: string): Furnisher => ({ ...body, holder })
const send = (body: Furnisher, ...rows: Fields[]) =>
  world.submit(body, { type: 'cn.administrative-penalty', csv: csvOf(rows) })

async function finish(body: Furnisher, batchId: BatchId) {
  await processBatch(collection, batchId)
  return getBatchProgress(collection, body, batchId)
}

async function rowsIn(body: Furnisher, state: QuarantineState = 'waiting') {
  return listQuarantine(collection, body, { state, batchId: null, holder: null, after: null, limit: 500 })
}

/** A row whose end lies before its start: doubtful, yet a document may say so. */
const doubtful = (uscc: string, name: string, more: Fields = {}): Fields =>
  penalty(uscc, name, { effective_until: '2026-01-01', ...more })

async function cellsOf(body: Furnisher, batchId: BatchId, row: number, more: Fields): Promise<string[]> {
  const [found] = await listBatchFindings(collection, body, batchId, {
    weight: 'fault',
    afterRowNo: row - 1,
    limit: 1,
  })
  const cells = (found?.raw ?? '').slice(1, -1).split('","')
  const headings = Object.keys(penalty('x', 'x', { effective_until: 'x' }))
  for (const [field, value] of Object.entries(more)) cells[headings.indexOf(field)] = value
  return cells
}

describe('a faulty row waits for its furnisher', () => {
  test('from the end of the batch, with age, owner and term, and nobody else sees it', async () => {
    const [body, other] = [await newBody(), await newBody()]
    const uscc = await registered('演示甲有限公司')
    const { batch, quarantine } = await send(
      body,
      penalty(uscc, '演示甲有限公司'),
      penalty(uscc, '演示甲有限公司', { decision_on: '2026-02-30' }),
    )
    expect(quarantine).toEqual([{ state: 'waiting', rows: 1 }])
    world.clock.set('2026-06-18T02:00:00.000Z' as Instant)
    expect(await rowsIn(body)).toMatchObject([
      {
        batchId: batch.batchId,
        rowNo: 3,
        codes: ['FRM-DAY'],
        ageDays: 3,
        enteredOn: '2026-06-15',
        remindOn: '2026-06-22',
        expireOn: '2026-09-13',
        holder: null,
        releasable: false,
      },
    ])
    expect(await rowsIn(other)).toEqual([])
    world.clock.set('2026-06-15T02:00:00.000Z' as Instant)
  })

  test('an officer takes it on; a name of a natural person is no account', async () => {
    const body = await newBody()
    const { batch } = await send(body, penalty('BAD', '演示乙有限公司'))
    const assign = (holder: string | null) =>
      assignRows(collection, body, { batchId: batch.batchId, rows: [2, 99], holder })
    expect(await assign('clerk-1')).toBe(1)
    expect(await rowsIn(body)).toMatchObject([{ holder: 'clerk-1' }])
    await expect(assign('演示人')).rejects.toMatchObject({ code: 'HOLDER_MALFORMED' })
    const byHolder = { state: 'waiting', batchId: null, holder: 'clerk-2', after: null, limit: 5 } as const
    expect(await listQuarantine(collection, body, byHolder)).toEqual([])
  })

  test('rows are paged in one order, and a cursor that is none is refused', async () => {
    const body = await newBody()
    await send(body, ...Array.from({ length: 5 }, (_, i) => penalty(`BAD${i}`, '演示丙有限公司')))
    const seen: number[] = []
    let after: string | null = null
    do {
      const page = { state: 'waiting', batchId: null, holder: null, after, limit: 2 } as const
      const rows: Awaited<ReturnType<typeof listQuarantine>> = await listQuarantine(collection, body, page)
      seen.push(...rows.map((row) => row.rowNo))
      after = rows.at(-1)?.cursor ?? null
    } while (after !== null)
    expect(seen).toEqual([2, 3, 4, 5, 6])
    const nonsense = { state: 'waiting', batchId: null, holder: null, after: 'x.y', limit: 2 } as const
    await expect(listQuarantine(collection, body, nonsense)).rejects.toMatchObject({
      code: 'CURSOR_MALFORMED',
    })
  })

  test('faults are filtered by rule and by field together, and counted by both', async () => {
    const body = await newBody()
    const uscc = await registered('演示丁有限公司')
    const { batch } = await send(
      body,
      penalty(uscc, '演示丁有限公司', { decision_on: '2026-02-30' }),
      penalty(uscc, '演示丁有限公司', { effective_until: 'soon' }),
      penalty('BAD', '演示丁有限公司'),
    )
    const rowsWith = async (rule?: string, field?: string) =>
      (
        await listBatchFindings(collection, body, batch.batchId, {
          weight: 'fault',
          afterRowNo: 0,
          limit: 10,
          rule,
          field,
        })
      ).map((row) => row.rowNo)
    expect(await rowsWith('FRM-DAY')).toEqual([2, 3])
    expect(await rowsWith('FRM-DAY', 'effective_until')).toEqual([3])
    expect(await rowsWith('PEN-FRM-024')).toEqual([2])
    expect(await rowsWith(undefined, 'uscc')).toEqual([4])
    expect(await rowsWith('FRM-DAY', 'uscc')).toEqual([])
    const counts = await countBatchFindings(collection, body, batch.batchId)
    expect(counts).toContainEqual({
      code: 'FRM-DAY',
      rule: 'PEN-FRM-025',
      field: 'effective_until',
      weight: 'fault',
      rows: 1,
    })
    const other = await newBody()
    await expect(countBatchFindings(collection, other, batch.batchId)).rejects.toMatchObject({
      code: 'BATCH_UNKNOWN',
    })
  })
})

describe('a row leaves by correction', () => {
  test('a later batch that brings its number corrects it, though nobody said so', async () => {
    const body = await newBody()
    const uscc = await registered('演示戊有限公司')
    const row = penalty(uscc, '演示戊有限公司', { fine_amount: 'many' })
    const first = await send(body, row)
    const second = await send(body, { ...row, fine_amount: '50000' })
    expect(second.totals.accepted).toBe(1)
    expect(await rowsIn(body)).toEqual([])
    expect(await rowsIn(body, 'corrected')).toMatchObject([
      { batchId: first.batch.batchId, rowNo: 2, leftByBatchId: second.batch.batchId, leftByRowNo: 2 },
    ])
  })

  test('a batch that says less than the row did, for it was stated before, corrects nothing', async () => {
    const body = await newBody()
    const uscc = await registered('演示己有限公司')
    const row = penalty(uscc, '演示己有限公司', { fine_amount: 'many' })
    await send(body, row)
    const late = await receiveBatch(collection, body, {
      type: 'cn.administrative-penalty',
      profile: 'default',
      statedAt: '2026-01-01T00:00:00.000Z' as Instant,
      source: (async function* () {
        yield Buffer.from(csvOf([{ ...row, fine_amount: '50000' }]))
      })(),
    })
    await finish(body, late)
    expect(await rowsIn(body)).toHaveLength(1)
  })

  test('mended rows are checked by the whole gate without a trace, then sent again in their own layout', async () => {
    const body = await newBody()
    const uscc = await registered('演示庚有限公司')
    const { batch, receipt } = await send(
      body,
      penalty(uscc, '演示庚有限公司', { effective_until: '2027-01-01' }),
      penalty(uscc, '演示庚有限公司', { effective_until: '2027-01-01', decision_number: '' }),
    )
    const bad = await cellsOf(body, batch.batchId, 3, {})
    const good = await cellsOf(body, batch.batchId, 3, { decision_number: '示罚〔2026〕补1号' })
    const before = await database.query('select count(*) as n from batches')
    const faulty = await checkRows(collection, body, batch.batchId, [{ row: 3, cells: bad }])
    expect(faulty.map((one) => [one.rowNo, one.items[0]?.code])).toEqual([[3, 'CMP-DOCUMENT']])
    expect(await checkRows(collection, body, batch.batchId, [{ row: 3, cells: good }])).toEqual([])
    const twice = await checkRows(collection, body, batch.batchId, [
      { row: 3, cells: good },
      { row: 4, cells: good },
      { row: 5, cells: good.slice(1) },
    ])
    expect(twice.map((one) => [one.rowNo, one.items[0]?.code])).toEqual([
      [5, 'ROW-FIELDS'],
      [4, 'DUP-NUMBER'],
    ])
    expect(await database.query('select count(*) as n from batches')).toEqual(before)

    const sent = await correctRows(collection, body, batch.batchId, [{ row: 3, cells: good }])
    const corrected = await finish(body, sent)
    expect(corrected).toMatchObject({
      batch: { correctsBatchId: batch.batchId, door: 'desk', rows: 1, faulty: 0 },
      totals: { accepted: 1 },
    })
    expect(await rowsIn(body, 'corrected')).toMatchObject([{ rowNo: 3, leftByBatchId: sent }])
    const old = await getBatchProgress(collection, body, batch.batchId)
    expect(old.receipt).toBe(receipt)
    expect(verifyReceipt(platformSuite, receipt ?? '', collection.signer.verifierKey)).toMatchObject({
      rows: 2,
      accepted: 1,
      faulty: 1,
    })
  })

  test('what is sent again and is still faulty waits once, not twice', async () => {
    const body = await newBody()
    const uscc = await registered('演示辛有限公司')
    const { batch } = await send(body, penalty(uscc, '演示辛有限公司', { decision_on: '2026-02-30' }))
    const cells = await cellsOf(body, batch.batchId, 2, {})
    const again = await correctRows(collection, body, batch.batchId, [{ row: 2, cells }])
    await finish(body, again)
    expect(await rowsIn(body)).toMatchObject([{ batchId: again, rowNo: 2 }])
    expect(await rowsIn(body, 'superseded')).toMatchObject([
      { batchId: batch.batchId, leftByBatchId: again, leftByRowNo: 2 },
    ])
    await expect(correctRows(collection, body, batch.batchId, [{ row: 2, cells }])).rejects.toMatchObject({
      code: 'ROW_NOT_WAITING',
    })
  })

  test('of a batch that is taken whole no single row is sent again or released', async () => {
    const body = await newBody()
    const replacing = await receiveBatch(collection, body, {
      type: 'cn.administrative-penalty',
      profile: 'default',
      operation: 'replace',
      period: '2026',
      source: (async function* () {
        yield Buffer.from(csvOf([doubtful('BAD', '演示亥有限公司')]))
      })(),
    })
    const rows = [{ row: 2, cells: ['x'] }]
    await expect(correctRows(collection, body, replacing, rows)).rejects.toMatchObject({
      code: 'CORRECTION_WHOLE',
    })
    const proposal = { batchId: replacing, rows: [2], ground: 'document' } as const
    await expect(proposeRelease(collection, asOfficer(body, 'clerk-1'), proposal)).rejects.toMatchObject({
      code: 'CORRECTION_WHOLE',
    })
  })

  test('rows without columns are mended where they come from', async () => {
    const body = await newBody()
    const lines = await receiveBatch(collection, body, {
      type: 'cn.administrative-penalty',
      profile: 'default',
      format: 'jsonl',
      source: (async function* () {
        yield Buffer.from('{}\n')
      })(),
    })
    await expect(checkRows(collection, body, lines, [{ row: 1, cells: ['x'] }])).rejects.toMatchObject({
      code: 'BATCH_WITHOUT_LAYOUT',
    })
  })

  test("another body's rows can be neither checked nor sent again", async () => {
    const [body, other] = [await newBody(), await newBody()]
    const { batch } = await send(body, penalty('BAD', '演示壬有限公司'))
    const rows = [{ row: 2, cells: ['x'] }]
    for (const act of [checkRows, correctRows])
      await expect(act(collection, other, batch.batchId, rows)).rejects.toMatchObject({
        code: 'BATCH_UNKNOWN',
      })
  })
})

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

describe('what the day brings', () => {
  test('a furnisher is reminded once a term, and rows past their term are removed, with notice and entry', async () => {
    const body = await newBody()
    const uscc = await registered('演示申有限公司')
    const { batch } = await send(
      body,
      penalty(uscc, '演示申有限公司', { fine_amount: 'many', remarks: '墨迹未干' }),
      penalty(uscc, '演示申有限公司', { decision_on: '2026-02-30', remarks: '墨迹未干' }),
    )
    const noticesOf = async () =>
      (await listOwnNotices(database, body, { before: null, limit: 20 })).map((notice) => notice.kind)
    await keepQuarantine(collection, retention)
    expect(await noticesOf()).toEqual([])
    world.clock.set('2026-06-22T02:00:00.000Z' as Instant)
    await keepQuarantine(collection, retention)
    await keepQuarantine(collection, retention)
    expect(await noticesOf()).toEqual(['QUARANTINE_WAITS_UNTIL'])
    world.clock.set('2026-06-29T02:00:00.000Z' as Instant)
    await keepQuarantine(collection, retention)
    expect(await noticesOf()).toHaveLength(2)

    world.clock.set('2026-09-13T02:00:00.000Z' as Instant)
    await keepQuarantine(collection, retention)
    await keepQuarantine(collection, retention)
    expect((await noticesOf()).filter((kind) => kind === 'QUARANTINE_EXPIRED')).toHaveLength(1)
    const [notice] = await listOwnNotices(database, body, { before: null, limit: 1 })
    expect(notice).toMatchObject({ batchId: batch.batchId, facts: { rows: 2, firstRow: 2, lastRow: 3 } })
    expect(await rowsIn(body, 'expired')).toHaveLength(2)
    const left = await world.faults(body, batch.batchId)
    expect(left).toMatchObject([
      { rowNo: 2, raw: null, items: [{ code: 'FRM-NUMBER', rule: 'PEN-FRM-021', field: 'fine_amount' }] },
      { rowNo: 3, raw: null, items: [{ code: 'FRM-DAY' }] },
    ])
    const entries = await database.query("select 1 from log_queue where kind = 'quarantine.emptied'")
    expect(entries.length).toBeGreaterThan(0)
    const { counts, receipt } = await getBatchProgress(collection, body, batch.batchId)
    expect(counts.map((count) => [count.code, count.rows])).toEqual([
      ['FRM-DAY', 1],
      ['FRM-NUMBER', 1],
    ])
    expect(verifyReceipt(platformSuite, receipt ?? '', collection.signer.verifierKey).faulty).toBe(2)
    world.clock.set('2026-06-15T02:00:00.000Z' as Instant)
  })

  test('the row of a corrected fault goes on its day too, without a word, and stays corrected', async () => {
    const body = await newBody()
    const uscc = await registered('演示酉有限公司')
    const row = penalty(uscc, '演示酉有限公司', { fine_amount: 'many' })
    const { batch } = await send(body, row)
    await send(body, { ...row, fine_amount: '1' })
    world.clock.set('2026-09-13T02:00:00.000Z' as Instant)
    await keepQuarantine(collection, retention)
    expect(await listOwnNotices(database, body, { before: null, limit: 5 })).toEqual([])
    expect((await world.faults(body, batch.batchId))[0]?.raw).toBeNull()
    expect(await rowsIn(body, 'corrected')).toHaveLength(1)
    world.clock.set('2026-06-15T02:00:00.000Z' as Instant)
  })

  test('the application itself cannot remove a faulty row', async () => {
    await expect(keepQuarantineAsApp()).rejects.toMatchObject({ code: '42501' })
  })

  async function keepQuarantineAsApp(): Promise<unknown> {
    return database.query('select retention_empty_quarantine($1, $2::integer[], $1, $3, $4)', [
      '00000000-0000-7000-8000-000000000001',
      [2],
      Buffer.alloc(32),
      '2026-06-15T02:00:00.000Z',
    ])
  }
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { platformSuite, verifyReceipt } from '@probity/verify'
import { expect, test } from 'vitest'
import { openWorld } from '../../../test/world.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import type { Actor } from '../access/index.ts'
import { completeOrganisationCode, completeUscc } from '../identifiers/index.ts'
import { processBatch } from './process-batch.ts'
import { getBatchProgress } from './read-batch.ts'

const world = await openWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const authority = await world.furnisher('authority', 'penalty-authority')

let made = 0
function newUscc(): string {
  made++
  const code = completeOrganisationCode(`D${String(made).padStart(7, '0')}`)
  return (code && completeUscc('91999999', code)) as string
}

const at = (day: number): Instant => `2026-06-${String(day).padStart(2, '0')}T00:00:00.000Z` as Instant

/** An organisation that is registered, so that its page is there whatever happens to its penalties. */
async function newOrganisation(name: string): Promise<string> {
  const uscc = newUscc()
  await world.submit(registry, {
    type: 'cn.registration',
    csv: `uscc,name,registered_on\n${uscc},${name},2020-01-02\n`,
  })
  return uscc
}

const penaltyHeading =
  'party_name,party_kind,uscc,decision_number,decision_on,authority,penalty_kinds,content,fine_amount,procedure\n'
const penalty = (uscc: string, name: string, no: string, on = '2026-05-06', content = '罚款五万元'): string =>
  `${name},organisation,${uscc},${no},${on},演示局,罚款,${content},50000,普通程序\n`

const sendPenalties = (csv: string, statedAt?: Instant, from: Actor = authority) =>
  world.submit(from, {
    type: 'cn.administrative-penalty',
    csv: penaltyHeading + csv,
    ...(statedAt ? { statedAt } : {}),
  })
const withdraw = (numbers: readonly string[], statedAt?: Instant, from: Actor = authority) =>
  world.submit(from, {
    type: 'cn.administrative-penalty',
    operation: 'withdraw',
    csv: `decision_number,authority\n${numbers.map((no) => `${no},演示局\n`).join('')}`,
    ...(statedAt ? { statedAt } : {}),
  })
const replace = (period: string, csv: string, statedAt?: Instant, from: Actor = authority) =>
  world.submit(from, {
    type: 'cn.administrative-penalty',
    operation: 'replace',
    period,
    csv: penaltyHeading + csv,
    ...(statedAt ? { statedAt } : {}),
  })

async function shown(uscc: string): Promise<string[]> {
  const { records } = await world.page(uscc)
  return records
    .filter((record) => record.type === 'cn.administrative-penalty')
    .map((record) => `${record.fields.decision_number} ${record.fields.content}`)
    .sort()
}

const codesOf = (findings: { items: readonly { code: string }[] }[]): string[] =>
  findings.flatMap((finding) => finding.items.map((item) => item.code))

test('a withdrawal ends publicity at once, keeps the older version with its tick, and is in the receipt', async () => {
  const uscc = await newOrganisation('演示撤有限公司')
  const sent = await sendPenalties(penalty(uscc, '演示撤有限公司', 'w1'))
  expect(await shown(uscc)).toEqual(['w1 罚款五万元'])
  const { batch, totals, receipt } = await withdraw(['w1'])
  expect(batch.state).toBe('completed')
  expect(totals).toMatchObject({ withdrawn: 1, unchanged: 0, absent: 0 })
  expect(verifyReceipt(platformSuite, receipt ?? '', world.collection.signer.verifierKey)).toMatchObject({
    rows: 1,
    withdrawn: 1,
  })
  expect(await shown(uscc)).toEqual([])
  const versions = await world.database.query(
    `select version_no, tick, withdrawn, withdrawal_reason from record_versions
     where batch_id = any($1::uuid[]) order by version_no`,
    [[sent.batch.batchId, batch.batchId]],
  )
  expect(versions).toEqual([
    { version_no: 1, tick: sent.totals.tickFrom, withdrawn: false, withdrawal_reason: null },
    { version_no: 2, tick: totals.tickFrom, withdrawn: true, withdrawal_reason: 'other' },
  ])
})

test('a page as known before the withdrawal does not show the record either: time travel only takes away', async () => {
  const uscc = await newOrganisation('演示回看有限公司')
  await sendPenalties(penalty(uscc, '演示回看有限公司', 'w2'))
  const { tick } = await world.page(uscc)
  await withdraw(['w2'])
  const past = await world.page(uscc, { knownAt: tick })
  expect(past.records.map((record) => record.type)).toEqual(['cn.registration'])
})

test('a withdrawal sent again changes nothing; a statement made after it brings the record back', async () => {
  const uscc = await newOrganisation('演示再报有限公司')
  const csv = penalty(uscc, '演示再报有限公司', 'w3')
  await sendPenalties(csv)
  await withdraw(['w3'])
  expect((await withdraw(['w3'])).totals).toMatchObject({ withdrawn: 0, unchanged: 1, tickFrom: null })
  expect((await sendPenalties(csv)).totals).toMatchObject({ accepted: 0, corrected: 1 })
  expect(await shown(uscc)).toEqual(['w3 罚款五万元'])
})

test("a body withdraws only under its own numbers: another's record of the same number stays", async () => {
  const other = await world.furnisher('other-authority', 'penalty-authority')
  const uscc = await newOrganisation('演示他局有限公司')
  await sendPenalties(penalty(uscc, '演示他局有限公司', 'w4'))
  const { batch, totals } = await withdraw(['w4'], undefined, other)
  expect(totals).toMatchObject({ withdrawn: 0, unchanged: 1 })
  expect(codesOf(await world.notes(other, batch.batchId))).toEqual(['WDR-UNKNOWN'])
  expect(await shown(uscc)).toEqual(['w4 罚款五万元'])
})

test('a withdrawal that arrives before what it withdraws keeps it from coming in', async () => {
  const uscc = await newOrganisation('演示先撤有限公司')
  const early = await withdraw(['w5'], at(10))
  expect(codesOf(await world.notes(authority, early.batch.batchId))).toEqual(['WDR-UNKNOWN'])
  const late = await sendPenalties(penalty(uscc, '演示先撤有限公司', 'w5'), at(9))
  expect(late.totals).toMatchObject({ accepted: 0, unchanged: 1, withdrawn: 0 })
  const [note] = await world.notes(authority, late.batch.batchId)
  expect(note).toMatchObject({ rowNo: 2, weight: 'note', items: [{ code: 'LATE-STATEMENT' }] })
  expect(note?.raw).toContain('w5')
  expect(await shown(uscc)).toEqual([])
  await sendPenalties(penalty(uscc, '演示先撤有限公司', 'w5', '2026-05-06', '罚款六万元'), at(11))
  expect(await shown(uscc)).toEqual(['w5 罚款六万元'])
})

test('of two statements about one number the later one holds, whichever arrives first', async () => {
  const uscc = await newOrganisation('演示先后有限公司')
  const say = (content: string, day: number) =>
    sendPenalties(penalty(uscc, '演示先后有限公司', 'o1', '2026-05-06', content), at(day))
  await say('第二', 8)
  const late = await say('第一', 7)
  expect(late.totals).toMatchObject({ unchanged: 1, accepted: 0, corrected: 0 })
  expect(late.counts).toEqual([{ code: 'LATE-STATEMENT', weight: 'note', rows: 1 }])
  expect(await shown(uscc)).toEqual(['o1 第二'])
  // Said again as of later: what comes between is late although the content was last changed before it.
  expect((await say('第二', 10)).totals).toMatchObject({ unchanged: 1, tickFrom: null })
  expect((await say('第三', 9)).totals).toMatchObject({ unchanged: 1 })
  expect(await shown(uscc)).toEqual(['o1 第二'])
})

test('of two statements as of the same instant the one that arrived later holds', async () => {
  const uscc = await newOrganisation('演示同时有限公司')
  for (const content of ['先到', '后到']) {
    await sendPenalties(penalty(uscc, '演示同时有限公司', 'o2', '2026-05-06', content), at(5))
  }
  expect(await shown(uscc)).toEqual(['o2 后到'])
})

test('the order in which received batches are worked off does not matter, not even for one instant', async () => {
  const uscc = await newOrganisation('演示倒序有限公司')
  const ids = []
  for (const content of ['先到', '后到']) {
    const csv = penaltyHeading + penalty(uscc, '演示倒序有限公司', 'o3', '2026-05-06', content)
    ids.push(await world.receive(authority, { type: 'cn.administrative-penalty', csv, statedAt: at(5) }))
  }
  for (const id of ids.reverse()) await processBatch(world.collection, id)
  expect(await shown(uscc)).toEqual(['o3 后到'])
})

test('a replacement is the whole of its period: what it does not have is withdrawn, and no other period', async () => {
  const body = await world.furnisher('monthly', 'penalty-authority')
  const uscc = await newOrganisation('演示整月有限公司')
  const row = (no: string, on: string, content?: string) => penalty(uscc, '演示整月有限公司', no, on, content)
  await sendPenalties(
    row('r1', '2026-04-30') + row('r2', '2026-05-01') + row('r3', '2026-05-31'),
    at(1),
    body,
  )
  const { batch, totals, receipt } = await replace(
    '2026-05',
    row('r3', '2026-05-31', '改') + row('r4', '2026-05-15'),
    at(2),
    body,
  )
  expect(batch.state).toBe('completed')
  expect(totals).toMatchObject({ accepted: 1, corrected: 1, withdrawn: 0, absent: 1 })
  expect(verifyReceipt(platformSuite, receipt ?? '', world.collection.signer.verifierKey)).toMatchObject({
    rows: 2,
    withdrawn: 0,
  })
  expect(await shown(uscc)).toEqual(['r1 罚款五万元', 'r3 改', 'r4 罚款五万元'])
  const late = await sendPenalties(row('r5', '2026-05-20') + row('r6', '2026-06-01'), at(1), body)
  expect(codesOf(await world.notes(body, late.batch.batchId))).toEqual(['LATE-REPLACED'])
  expect(await shown(uscc)).toEqual(['r1 罚款五万元', 'r3 改', 'r4 罚款五万元', 'r6 罚款五万元'])
  expect(
    (await replace('2026-05', row('r3', '2026-05-31', '改') + row('r4', '2026-05-15'), at(2), body)).totals,
  ).toMatchObject({
    unchanged: 2,
    absent: 0,
    tickFrom: null,
  })
})

test('a faulty row refuses a replacement whole: what it may have meant is not withdrawn', async () => {
  const body = await world.furnisher('careless', 'penalty-authority')
  const uscc = await newOrganisation('演示有错有限公司')
  const row = (no: string, more?: string) => penalty(uscc, '演示有错有限公司', no, more)
  await sendPenalties(row('f1') + row('f2'), undefined, body)
  const faulty = await replace(
    '2026-05',
    `${row('f1')}演示有错有限公司,organisation,${uscc},f2,,演示局,罚款,少了日期,1,\n`,
    undefined,
    body,
  )
  expect(faulty.batch).toMatchObject({ state: 'refused', refusal: 'REPLACE_HAS_FAULTS' })
  const outside = await replace('2026-05', row('f1') + row('f2', '2026-06-01'), undefined, body)
  expect(outside.batch).toMatchObject({ state: 'refused', refusal: 'REPLACE_HAS_FAULTS' })
  expect(codesOf(await world.faults(body, outside.batch.batchId))).toEqual(['ROW-OUTSIDE-PERIOD'])
  const empty = await replace('2026-05', '', undefined, body)
  expect(empty.batch).toMatchObject({ state: 'refused', refusal: 'REPLACE_WITHOUT_ROWS' })
  expect(await shown(uscc)).toEqual(['f1 罚款五万元', 'f2 罚款五万元'])
})

test('when every row of a yearly list is withdrawn, the list of the year before is published again', async () => {
  const tax = await world.furnisher('tax', 'tax-authority')
  const uscc = await newOrganisation('演示名单有限公司')
  const list = (id: string, year: number) => ({
    type: 'cn.tax-a-grade-list',
    csv: `record_id,taxpayer_id,name,year\n${id},${uscc},演示名单有限公司,${year}\n`,
  })
  const years = async () =>
    (await world.page(uscc)).records.flatMap((record) => (record.fields.year ? [record.fields.year] : []))
  await world.submit(tax, list('y24', 2024))
  await world.submit(tax, list('y25', 2025))
  expect(await years()).toEqual([2025])
  const gone = { type: 'cn.tax-a-grade-list', operation: 'withdraw', csv: 'record_id\ny25\n' } as const
  await world.submit(tax, gone)
  expect(await years()).toEqual([2024])
  await world.submit(tax, list('y25', 2025))
  expect(await years()).toEqual([2025])
})

test('a late registration tells a former name and does not take the name away', async () => {
  const uscc = newUscc()
  const name = (text: string, statedAt: Instant) =>
    world.submit(registry, {
      type: 'cn.registration',
      csv: `uscc,name,registered_on\n${uscc},${text},2020-01-02\n`,
      statedAt,
    })
  await name('演示今名有限公司', at(9))
  await name('演示古名有限公司', at(1))
  await name('演示前名有限公司', at(5))
  expect(await world.page(uscc)).toMatchObject({
    name: '演示今名有限公司',
    formerNames: ['演示前名有限公司', '演示古名有限公司'],
  })
  const found = await world.search.search(uscc, 5, undefined, world.clock.today())
  expect(found.items.map((item) => item.name)).toEqual(['演示今名有限公司'])
})

test.each([
  ['a period that is none', { operation: 'replace', period: '2026-13' }, 'PERIOD_MALFORMED'],
  ['a replacement without a period', { operation: 'replace' }, 'PERIOD_MALFORMED'],
  ['a period of another measure', { operation: 'replace', period: '2026' }, 'PERIOD_MALFORMED'],
  ['a period without a replacement', { period: '2026-05' }, 'PERIOD_NOT_EXPECTED'],
  ['a withdrawal of a period', { operation: 'withdraw', period: '2026-05' }, 'PERIOD_NOT_EXPECTED'],
  ['a statement from the future', { statedAt: '2026-06-15T02:00:00.001Z' }, 'STATED_AT_FUTURE'],
] as const)('%s is refused at the door', async (_, about, code) => {
  const batch = { type: 'cn.administrative-penalty', csv: penaltyHeading, ...about } as never
  await expect(world.receive(authority, batch)).rejects.toMatchObject({ code })
})

test('a register is not replaced by period', async () => {
  const batch = { type: 'cn.registration', operation: 'replace', period: '2026', csv: 'uscc\n' } as const
  await expect(world.receive(registry, batch)).rejects.toMatchObject({ code: 'OPERATION_NOT_POSSIBLE' })
})

test('a replacement killed among its withdrawals goes on, and a resend changes nothing', async () => {
  const body = await world.furnisher('large', 'penalty-authority')
  const uscc = await newOrganisation('演示大量有限公司')
  const many = Array.from({ length: 4_500 }, (_, i) => penalty(uscc, '演示大量有限公司', `k${i}`)).join('')
  await sendPenalties(many, at(1), body)
  const id = await world.receive(body, {
    type: 'cn.administrative-penalty',
    operation: 'replace',
    period: '2026-05',
    csv: penaltyHeading + penalty(uscc, '演示大量有限公司', 'k0'),
    statedAt: at(2),
  })
  await dieAfter(2, () => processBatch(world.collection, id))
  const halfway = await getBatchProgress(world.collection, body, id)
  expect(halfway.batch.state).toBe('merging')
  expect(halfway.totals.absent).toBe(2_000)
  await processBatch(world.collection, id)
  const done = await getBatchProgress(world.collection, body, id)
  expect(done).toMatchObject({ batch: { state: 'completed' }, totals: { unchanged: 1, absent: 4_499 } })
  expect(await shown(uscc)).toEqual(['k0 罚款五万元'])
})

/** As a kill between two transactions would: the nth transaction that writes a chunk is not begun. */
async function dieAfter(chunk: number, work: () => Promise<void>): Promise<void> {
  const { database } = world.collection
  const { transact } = database
  let begun = 0
  const dying: typeof transact = (act) => {
    begun++
    if (begun > chunk) return Promise.reject(new Error('killed'))
    return transact(act)
  }
  Object.assign(database, { transact: dying })
  try {
    await expect(work()).rejects.toThrow('killed')
  } finally {
    Object.assign(database, { transact })
  }
}

test('all that was entered of it can be worked out again from what the database holds', async () => {
  const { acts, difference } = await world.audit()
  expect(difference).toBeNull()
  expect(acts).toBeGreaterThan(2)
})

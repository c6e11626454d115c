// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { openWorld } from '../../../test/world.ts'
import { completeOrganisationCode, completeUscc } from '../identifiers/index.ts'

const world = await openWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const authority = await world.furnisher('authority', 'penalty-authority')
const tax = await world.furnisher('tax', 'tax-authority')

let made = 0
/** A number no real organisation has: division 999999. */
function newUscc(): string {
  made++
  const code = completeOrganisationCode(`G${String(made).padStart(7, '0')}`)
  const uscc = code && completeUscc('91999999', code)
  if (!uscc) throw new Error('no number')
  return uscc
}

const header =
  'party_name,party_kind,uscc,decision_number,penalty_kinds,content,decision_on,authority,authority_division,remarks\n'
type Penalty = {
  uscc: string
  number: string
  on?: string
  division?: string
  remarks?: string
  name?: string
}
const row = ({
  uscc,
  number,
  on = '2024-05-06',
  division = '',
  remarks = '',
  name = '演示甲公司',
}: Penalty) =>
  `${name},organisation,${uscc},${number},warning,警告,${on},演示市环境局,${division},${remarks}\n`
const penalties = (...rows: Penalty[]) =>
  world.submit(authority, { type: 'cn.administrative-penalty', csv: header + rows.map(row).join('') })
const registered = (uscc: string, on: string) =>
  world.submit(registry, {
    type: 'cn.registration',
    csv: `uscc,name,registered_on\n${uscc},演示甲公司,${on}\n`,
  })
const notesOf = async (actor: typeof registry, { batch }: Awaited<ReturnType<typeof penalties>>) =>
  (await world.notes(actor, batch.batchId)).map(({ rowNo, items }) => [
    rowNo,
    ...items.map((item) => `${item.code} ${item.rule}`),
  ])

test('a penalty before the registered founding is taken with a note', async () => {
  const [uscc, other] = [newUscc(), newUscc()]
  await registered(uscc, '2024-06-01')
  const sent = await penalties(
    { uscc, number: '演环罚〔2024〕1号' },
    { uscc, number: '演环罚〔2024〕2号', on: '2024-06-01' },
    { uscc: other, number: '演环罚〔2024〕3号' },
  )
  expect(sent.totals.accepted).toBe(3)
  expect(await notesOf(authority, sent)).toEqual([[2, 'STO-BEFORE-FOUNDING PEN-STO-002']])
})

test('a founding that was corrected counts as it now stands', async () => {
  const uscc = newUscc()
  await registered(uscc, '2024-06-01')
  await registered(uscc, '2020-06-01')
  const sent = await penalties({ uscc, number: '演环罚〔2024〕4号' })
  expect(await notesOf(authority, sent)).toEqual([])
})

test('a registration founded after a stored penalty is taken with a note', async () => {
  const uscc = newUscc()
  await penalties({ uscc, number: '演环罚〔2024〕5号' })
  const sent = await registered(uscc, '2024-05-07')
  expect(sent.totals.accepted).toBe(1)
  expect(await notesOf(registry, sent)).toEqual([[2, 'STO-FOUNDED-AFTER-ADVERSE REG-STO-001']])
  expect(await notesOf(registry, await registered(newUscc(), '2024-05-07'))).toEqual([])
})

test('a decision that is stored for another subject is noted, and the record moves; sent again it is not', async () => {
  const [uscc, right] = [newUscc(), newUscc()]
  await penalties({ uscc, number: '演环罚〔2024〕6号' })
  const moved = await penalties({ uscc: right, number: '演环罚〔2024〕6号' })
  expect(await notesOf(authority, moved)).toEqual([[2, 'STO-NUMBER-OF-ANOTHER PEN-STO-001']])
  const again = await penalties({ uscc: right, number: '演环罚〔2024〕6号' })
  expect([await notesOf(authority, again), again.totals.unchanged]).toEqual([[], 1])
})

test('an old tax number and the unified code it stands for are one subject, not another', async () => {
  const uscc = newUscc()
  await registered(uscc, '2020-01-01')
  const list = (id: string) =>
    world.submit(tax, {
      type: 'cn.tax-a-grade-list',
      csv: `record_id,taxpayer_id,name,year\nsame-1,${id},演示甲公司,2023\n`,
    })
  await list(uscc)
  expect(await notesOf(tax, await list(`999999${uscc.slice(8, 17)}`))).toEqual([
    [2, 'ID-NOTE-TAXPAYER-LEGACY TAL-FRM-002'],
  ])
  expect(await notesOf(tax, await list(newUscc()))).toEqual([[2, 'STO-NUMBER-OF-ANOTHER TAL-STO-001']])
})

test('a body of one division does not furnish for another; the row says so by a field of its own', async () => {
  const sent = await penalties(
    { uscc: newUscc(), number: '演环罚〔2024〕7号', division: '999999' },
    { uscc: newUscc(), number: '演环罚〔2024〕8号', division: '230100' },
  )
  const faults = await world.faults(authority, sent.batch.batchId)
  expect(faults.map(({ rowNo, items }) => [rowNo, items.map((item) => [item.code, item.rule])])).toEqual([
    [3, [['RGN-OUTSIDE', 'PEN-RGN-001']]],
  ])
})

test('a resident number is masked in the fault and in the row shown back, whatever else is wrong with it', async () => {
  const id = '999999190001010015'
  const uscc = newUscc()
  const sent = await penalties(
    { uscc, number: '演环罚〔2024〕9号', remarks: `身份证${id}` },
    { uscc, number: '演环罚〔2024〕9号', remarks: `"某人,""${id}"""` },
    { uscc, number: '演环罚〔2024〕10号', name: `演示${id}，，`, on: '2024-02-30' },
    { uscc, number: '演环罚〔2024〕11号', remarks: `${id},多一格` },
  )
  const faults = await world.faults(authority, sent.batch.batchId)
  expect(faults).toHaveLength(4)
  expect(JSON.stringify(faults)).not.toContain(id)
  for (const { raw } of faults) expect(raw).toContain('999*************15')
  // The first row of the number is not taken, so the second repeats nothing.
  expect(faults[1]?.items.map((item) => item.code)).toEqual(['PRS-HIDDEN-ID'])
})

test('a number that embeds a resident number is refused as that of a person', async () => {
  const csv = 'record_id,taxpayer_id,name,year\nperson-1,99999919000101001501,演示甲,2023\n'
  const sent = await world.submit(tax, { type: 'cn.tax-a-grade-list', csv })
  const [fault] = await world.faults(tax, sent.batch.batchId)
  expect(fault?.items.map((item) => item.code)).toContain('PRS-NUMBER')
  expect(fault?.raw).not.toContain('999999190001010015')
})

test('of a row with a label of secrecy nothing is kept', async () => {
  const uscc = newUscc()
  const sent = await penalties({ uscc, number: '演环罚〔2024〕12号', remarks: '机密★20年，某事' })
  const [fault] = await world.faults(authority, sent.batch.batchId)
  expect(fault?.items.map((item) => item.code)).toEqual(['PRH-SECRET'])
  expect(fault?.raw).not.toMatch(/某事|机密|演环|9199/)
})

test('a file that begins with a row instead of a header keeps no number of a person', async () => {
  const id = '999999190001010015'
  const sent = await world.submit(registry, {
    type: 'cn.registration',
    csv: `uscc,name,registered_on,${id}\n${newUscc()},演示甲公司,2020-01-01,\n`,
  })
  const notes = await world.notes(registry, sent.batch.batchId)
  expect(notes).toHaveLength(1)
  expect(JSON.stringify(notes)).not.toContain(id)
})

test('of a number twice in a file the first row that can be taken is taken, and the later one says which', async () => {
  const uscc = newUscc()
  const sent = await penalties(
    { uscc, number: '演环罚〔2024〕21号', on: '2024-02-30' },
    { uscc, number: '演环罚〔2024〕21号' },
    { uscc, number: '演环罚〔2024〕21号' },
  )
  expect(sent.totals.accepted).toBe(1)
  const faults = await world.faults(authority, sent.batch.batchId)
  expect(faults.map(({ rowNo, items }) => [rowNo, items.map(({ code, rule }) => `${code} ${rule}`)])).toEqual(
    [
      [2, ['FRM-DAY PEN-FRM-024']],
      [4, ['DUP-NUMBER PEN-DUP-001']],
    ],
  )
})

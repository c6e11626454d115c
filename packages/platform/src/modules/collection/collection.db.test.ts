// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { platformSuite, verifyReceipt } from '@probity/verify'
import { expect, test } from 'vitest'
import { openWorld } from '../../../test/world.ts'
import { completeOrganisationCode, completeUscc } from '../identifiers/index.ts'

const world = await openWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const tax = await world.furnisher('tax', 'tax-authority')

let made = 0
/** A number no real organisation has: division 999999. */
function newUscc(): string {
  made++
  const code = completeOrganisationCode(`D${String(made).padStart(7, '0')}`)
  const uscc = code && completeUscc('91999999', code)
  if (!uscc) throw new Error('no number')
  return uscc
}

const heading = 'uscc,name,registered_on\n'
const row = (uscc: string, name: string, on = '2020-01-02'): string => `${uscc},${name},${on}\n`

test('a good batch ends in a signed receipt that a stranger can check, and every row is accounted for', async () => {
  const csv =
    heading +
    row(newUscc(), '演示甲有限公司') +
    row(newUscc(), '演示乙有限公司') +
    row('91999999BADCODE', '演示丙有限公司')
  const { batch, totals, receipt } = await world.submit(registry, { type: 'cn.registration', csv })
  expect(batch.state).toBe('completed')
  expect(totals).toMatchObject({ accepted: 2, corrected: 0, unchanged: 0 })
  const checked = verifyReceipt(platformSuite, receipt ?? '', world.collection.signer.verifierKey)
  expect(checked).toMatchObject({ rows: 3, accepted: 2, faulty: 1, furnisher: 'registry' })
})

test('the same file sent again changes nothing', async () => {
  const csv = heading + row(newUscc(), '演示丁有限公司') + row(newUscc(), '演示戊有限公司')
  await world.submit(registry, { type: 'cn.registration', csv })
  const before = await world.database.query('select max(tick) as tick from ticks')
  const again = await world.submit(registry, { type: 'cn.registration', csv })
  expect(again.totals).toMatchObject({ accepted: 0, corrected: 0, unchanged: 2, tickFrom: null })
  expect(await world.database.query('select max(tick) as tick from ticks')).toEqual(before)
})

test('a correction is a new version; the page shows it, and keeps the former name', async () => {
  const uscc = newUscc()
  await world.submit(registry, { type: 'cn.registration', csv: heading + row(uscc, '演示旧名有限公司') })
  const corrected = await world.submit(registry, {
    type: 'cn.registration',
    csv: heading + row(uscc, '演示新名有限公司'),
  })
  expect(corrected.totals).toMatchObject({ corrected: 1, accepted: 0 })
  const page = await world.page(uscc)
  expect(page).toMatchObject({ name: '演示新名有限公司', formerNames: ['演示旧名有限公司'] })
  expect(page.records).toHaveLength(1)
  expect(page.records[0]).toMatchObject({ version: 2, fields: { name: '演示新名有限公司' } })
})

test('a row cut short, unclosed or badly encoded is faulted by its number and never lost', async () => {
  const [first, second, third] = [newUscc(), newUscc(), newUscc()]
  const csv = Buffer.concat([
    Buffer.from(
      heading +
        row(first, '演示一有限公司') +
        `${second},演示二有限公司\n` +
        `${newUscc()},"演示三有限公司,2020-01-02\n`,
    ),
    Buffer.from(`${newUscc()},演示`),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('有限公司,2020-01-02\n'),
    Buffer.from(`${newUscc()},演示五\r有限公司,2020-01-02\n${row(third, '演示六有限公司')}`),
    Buffer.from(`${newUscc()},${'中文'.repeat(2_000)},2020-01-02\n`),
  ])
  const { batch, totals } = await world.submit(registry, { type: 'cn.registration', csv })
  expect(batch).toMatchObject({ rows: 7, faulty: 5 })
  expect(totals.accepted).toBe(2)
  const faults = await world.faults(registry, batch.batchId)
  expect(faults.map((fault) => [fault.rowNo, fault.items[0]?.code])).toEqual([
    [3, 'ROW-FIELDS'],
    [4, 'ROW-QUOTE-OPEN'],
    [5, 'ROW-ENCODING'],
    [6, 'ROW-CONTROL'],
    [8, expect.stringMatching(/LENGTH|LONG/)],
  ])
  expect(faults[0]?.raw).toBe(`${second},演示二有限公司`)
})

test('a number twice in one file is a fault of the later row', async () => {
  const uscc = newUscc()
  const { batch, totals } = await world.submit(registry, {
    type: 'cn.registration',
    csv: heading + row(uscc, '演示双有限公司') + row(uscc, '演示双双有限公司'),
  })
  expect(totals.accepted).toBe(1)
  const [fault] = await world.faults(registry, batch.batchId)
  expect(fault).toMatchObject({ rowNo: 3, items: [{ code: 'DUP-NUMBER', facts: { firstRow: 2 } }] })
})

test('a file in GB18030 is read by detection', async () => {
  const uscc = newUscc()
  // 演示 in GB18030 is D1 DD CA BE.
  const csv = Buffer.concat([
    Buffer.from(`${heading}${uscc},`),
    Buffer.from([0xd1, 0xdd, 0xca, 0xbe, 0xd1, 0xdd, 0xca, 0xbe]),
    Buffer.from(',2020-01-02\n'),
  ])
  const { batch } = await world.submit(registry, { type: 'cn.registration', csv })
  expect(batch.encoding).toBe('gb18030')
  expect((await world.page(uscc)).name).toBe('演示演示')
})

test('an old taxpayer number reaches the subject of the unified code, whichever came first', async () => {
  const [early, late] = [newUscc(), newUscc()]
  const list = (uscc: string, id: string): string =>
    `${id},230100${uscc.slice(8, 17)},演示税有限公司,2025,演示税务局\n`
  const taxHeading = 'record_id,taxpayer_id,name,year,tax_authority\n'
  await world.submit(registry, { type: 'cn.registration', csv: heading + row(early, '演示税有限公司') })
  const sent = await world.submit(tax, {
    type: 'cn.tax-a-grade-list',
    profile: 'tax-a-grade-heilongjiang',
    csv: taxHeading + list(early, 'r1') + list(late, 'r2'),
  })
  expect(sent.totals).toMatchObject({ accepted: 2 })
  await world.submit(registry, { type: 'cn.registration', csv: heading + row(late, '演示税有限公司') })
  for (const uscc of [early, late]) {
    expect((await world.page(uscc)).records.map((record) => record.type).sort()).toEqual([
      'cn.registration',
      'cn.tax-a-grade-list',
    ])
  }
})

test('a record whose name is not the registered one is flagged', async () => {
  const uscc = newUscc()
  await world.submit(registry, { type: 'cn.registration', csv: heading + row(uscc, '演示（东）有限公司') })
  const sent = await world.submit(tax, {
    type: 'cn.tax-a-grade-list',
    profile: 'tax-a-grade-heilongjiang',
    csv: `record_id,taxpayer_id,name,year,tax_authority\nn1,${uscc},演示(东)有限公司,2025,演示税务局\nn2,${uscc},演示西有限公司,2025,演示税务局\n`,
  })
  expect(sent.totals.namesDisagreeing).toBe(1)
  const flags = (await world.page(uscc)).records
    .filter((record) => record.type === 'cn.tax-a-grade-list')
    .map((record) => [record.fields.name, record.nameDisagrees])
  expect(Object.fromEntries(flags)).toEqual({ '演示(东)有限公司': false, 演示西有限公司: true })
})

test('a body may not furnish what the catalogue does not let it furnish', async () => {
  await expect(world.receive(tax, { type: 'cn.registration', csv: heading })).rejects.toMatchObject({
    code: 'FURNISHER_NOT_ENTITLED',
  })
})

test('nothing outside the catalogue can be sent (L02)', async () => {
  await expect(world.receive(registry, { type: 'cn.jaywalking', csv: heading })).rejects.toMatchObject({
    code: 'RECORD_TYPE_UNKNOWN',
  })
})

test("another body's batch does not exist for the asker", async () => {
  const { batch } = await world.submit(registry, {
    type: 'cn.registration',
    csv: heading + row(newUscc(), '演示密有限公司'),
  })
  await expect(world.faults(tax, batch.batchId)).rejects.toMatchObject({ code: 'BATCH_UNKNOWN' })
})

test('a list of organisations takes no individual business: nobody is graded by their shop (L01)', async () => {
  const shop = completeUscc('92999999', completeOrganisationCode('E0000001') ?? '')
  const { batch, totals } = await world.submit(tax, {
    type: 'cn.tax-a-grade-list',
    profile: 'tax-a-grade-heilongjiang',
    csv: `record_id,taxpayer_id,name,year,tax_authority\ns1,${shop},演示小店,2025,演示税务局\n`,
  })
  expect(totals.accepted).toBe(0)
  const [fault] = await world.faults(tax, batch.batchId)
  expect(fault?.items.map((item) => item.code)).toEqual(['SUB-KIND'])
})

test('numbers of one row that lead to different organisations are a fault', async () => {
  const authority = await world.furnisher('authority', 'penalty-authority')
  const [one, other] = [newUscc(), newUscc()]
  const { batch } = await world.submit(authority, {
    type: 'cn.administrative-penalty',
    csv:
      'party_name,party_kind,uscc,organisation_code,decision_number,decision_on,authority,penalty_kinds,content\n' +
      `演示罚有限公司,organisation,${one},${other.slice(8, 17)},演罚1号,2026-05-01,演示局,罚款,罚款人民币五千元\n`,
  })
  const [fault] = await world.faults(authority, batch.batchId)
  expect(fault?.items.map((item) => item.code)).toContain('SUB-NUMBERS-DISAGREE')
})

test('a number that fails a check is refused until the register confirms it, and then taken from all', async () => {
  const right = newUscc()
  const issued = `${right.slice(0, 17)}${right[17] === '0' ? '1' : '0'}`
  const list = `record_id,taxpayer_id,name,year,tax_authority\nx1,${issued},演示试点有限公司,2025,演示税务局\n`
  const send = () =>
    world.submit(tax, { type: 'cn.tax-a-grade-list', profile: 'tax-a-grade-heilongjiang', csv: list })
  expect((await send()).totals.accepted).toBe(0)
  const registered = await world.submit(registry, {
    type: 'cn.registration',
    csv: heading + row(issued, '演示试点有限公司'),
  })
  expect(registered.totals.accepted).toBe(1)
  expect((await world.notes(registry, registered.batch.batchId))[0]?.items[0]?.code).toBe('ID-USCC-CHECK')
  expect((await send()).totals.accepted).toBe(1)
})

test('a record moved to another organisation is gone from the first, which keeps its own number', async () => {
  const [first, second] = [newUscc(), newUscc()]
  await world.submit(registry, {
    type: 'cn.registration',
    csv: heading + row(first, '演示迁出有限公司') + row(second, '演示迁入有限公司'),
  })
  const list = (uscc: string, name: string): string =>
    `record_id,taxpayer_id,name,year,tax_authority\nm1,${uscc},${name},2025,演示税务局\n`
  const send = (csv: string) =>
    world.submit(tax, { type: 'cn.tax-a-grade-list', profile: 'tax-a-grade-heilongjiang', csv })
  await send(list(first, '演示迁出有限公司'))
  expect((await send(list(second, '演示迁入有限公司'))).totals.corrected).toBe(1)
  const types = async (uscc: string) => (await world.page(uscc)).records.map((record) => record.type).sort()
  expect(await types(first)).toEqual(['cn.registration'])
  expect(await types(second)).toEqual(['cn.registration', 'cn.tax-a-grade-list'])
  const found = await world.search.search('演示迁出', 5, undefined, world.clock.today())
  expect(found.items.map((item) => item.identifier?.value)).toEqual([first])
  await send(list(first, '演示迁出有限公司'))
  expect(await types(first)).toEqual(['cn.registration', 'cn.tax-a-grade-list'])
  expect(await types(second)).toEqual(['cn.registration'])
})

test('a registered name that comes back is the current name again', async () => {
  const uscc = newUscc()
  for (const name of ['演示先有限公司', '演示后有限公司', '演示先有限公司']) {
    await world.submit(registry, { type: 'cn.registration', csv: heading + row(uscc, name) })
  }
  expect(await world.page(uscc)).toMatchObject({ name: '演示先有限公司', formerNames: ['演示后有限公司'] })
})

test('sending again what led to a link takes no tick', async () => {
  const uscc = newUscc()
  const list = `record_id,taxpayer_id,name,year,tax_authority\nl1,230100${uscc.slice(8, 17)},演示链有限公司,2025,演示税务局\n`
  await world.submit(tax, { type: 'cn.tax-a-grade-list', profile: 'tax-a-grade-heilongjiang', csv: list })
  const csv = heading + row(uscc, '演示链有限公司')
  await world.submit(registry, { type: 'cn.registration', csv })
  expect((await world.submit(registry, { type: 'cn.registration', csv })).totals).toMatchObject({
    unchanged: 1,
    tickFrom: null,
  })
  const byCode = await world.search.search(uscc.slice(8, 17), 5, undefined, world.clock.today())
  expect(byCode.items.map((item) => item.name)).toEqual(['演示链有限公司'])
})

test.each([
  ['as a unified code', 'uscc,name,registered_on\n110101199003070038,演示商行,2020-02-03\n'],
  ['with a check that fails', 'uscc,name,registered_on\n110101199003070037,演示商行,2020-02-03\n'],
])(
  'a number that may be a resident id is nobody to confirm, not even for the registrar: %s',
  async (_how, csv) => {
    const { batch, totals } = await world.submit(registry, { type: 'cn.registration', csv })
    expect(batch.faulty).toBe(1)
    expect(totals).toMatchObject({ accepted: 0, subjectsMade: 0 })
    const [found] = await world.faults(registry, batch.batchId)
    expect(found?.items.map(({ code }) => code)).toContain('PRS-NUMBER')
  },
)

const penaltyHeading =
  'party_name,party_kind,uscc,registration_number,decision_number,penalty_kinds,content,decision_on,authority\n'

test('an old resident id that passes the check of a registration number is refused', async () => {
  const csv = `${penaltyHeading}演示商行,organisation,,110101850307012,演罚〔2026〕1号,fine,罚款,2026-05-06,演示局\n`
  const ecology = await world.furnisher('ecology-numbers', 'penalty-authority')
  const { batch } = await world.submit(ecology, { type: 'cn.administrative-penalty', csv })
  const [found] = await world.faults(ecology, batch.batchId)
  expect(found?.items.map(({ code }) => code)).toContain('PRS-NUMBER')
})

test('a decision number written with other brackets, blanks or width is the same decision', async () => {
  const uscc = newUscc()
  const authority = await world.furnisher('ecology-brackets', 'penalty-authority')
  const decision = (number: string): string =>
    `${penaltyHeading}演示括号有限公司,organisation,${uscc},,${number},fine,罚款,2026-05-06,演示局\n`
  for (const number of ['演罚〔2026〕9号', '演罚[2026]9号', '演罚【2026】 9 号', '演罚（２０２６）９号']) {
    await world.submit(authority, { type: 'cn.administrative-penalty', csv: decision(number) })
  }
  const [row] = await world.database.query<{ records: number; versions: number }>(
    `select count(distinct v.record_id) as records, count(*) as versions from v_record_versions v
     join v_participants p on p.participant_id = v.furnisher_id where p.code = 'ecology-brackets'`,
  )
  expect(row).toEqual({ records: 1, versions: 4 })
})

test('a number from a field for departments finds nobody on the page and stands in no answer', async () => {
  const authority = await world.furnisher('ecology-closed', 'penalty-authority')
  const heading = penaltyHeading.replace('\n', ',procedure\n')
  const csv = `${heading}演示暗号有限公司,organisation,,440301103448669,演罚〔2026〕11号,permit-revoked,吊销,2026-05-06,演示局,ordinary\n`
  const { batch } = await world.submit(authority, { type: 'cn.administrative-penalty', csv })
  expect(batch.faulty).toBe(0)
  const found = await world.search.search('演示暗号', 10, undefined, world.clock.today())
  expect(found.items).toMatchObject([{ name: '演示暗号有限公司', identifier: null }])
  const page = await world.page(found.items[0]?.id ?? '')
  expect(page.identifiers).toEqual([])
  expect(JSON.stringify(page)).not.toContain('440301103448669')
})

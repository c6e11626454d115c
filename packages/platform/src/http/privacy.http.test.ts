// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { csvOf, gradeA, newUscc, openHttpWorld, penalty, registration } from '../../test/http-world.ts'

const world = await openHttpWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const tax = await world.furnisher('tax', 'tax-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')

/** Every public address that could say something about these organisations. */
async function everyPublicAnswer(numbers: readonly string[], names: readonly string[]): Promise<string[]> {
  const addresses = [
    '/v1/public/status',
    '/v1/openapi.json',
    '/readyz',
    ...numbers.flatMap((number) => [
      `/v1/public/organisations/${number}`,
      `/v1/public/organisations/${number}/report`,
      `/v1/public/organisations/${number}/report?asOf=2026-06-14`,
      `/v1/public/organisations/${number}/report?knownAt=2026-06-15T12:00:00Z`,
      `/v1/public/organisations?q=${number}`,
    ]),
    ...names.map((name) => `/v1/public/organisations?q=${encodeURIComponent(name)}`),
  ]
  const answers = await Promise.all(addresses.map((address) => world.get(address)))
  return answers.map((answer) => `${JSON.stringify(answer.headers)} ${answer.body}`)
}

async function publicFieldsOf(uscc: string, type: string): Promise<Record<string, unknown>> {
  const { records } = (await world.get(`/v1/public/organisations/${uscc}/report`)).json<{
    records: { type: string; fields: Record<string, unknown> }[]
  }>()
  return records.find((record) => record.type === type)?.fields ?? {}
}

describe('fields that are not public', () => {
  const uscc = newUscc()
  const name = '演示青荷机械制造有限公司'
  const departmental = {
    facts: '标记甲：违法事实',
    remarks: '标记乙：备注',
    institution_certificate_number: '标记丙-事证第1号',
    social_organisation_number: '标记丁-社证第2号',
    tax_registration_number: uscc,
    publicity_until: '2027-04-07',
  }

  test('stand on no public page, in no search and in no other answer to the public', async () => {
    await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, name)]) })
    const fined = await world.submit(inspector, {
      type: 'cn.administrative-penalty',
      csv: csvOf([penalty(uscc, name, departmental)]),
    })
    await world.submit(tax, {
      type: 'cn.tax-a-grade-list',
      csv: csvOf([gradeA(uscc, name, 2025, { record_id: 'MARKER-RECORD-ID' })]),
    })
    await world.submit(tax, {
      type: 'cn.tax-credit-result',
      csv: csvOf([
        {
          ...{ taxpayer_id: uscc, name, year: '2024', grade: 'D', result_on: '2025-04-01' },
          ...{ notice_number: '标记戊〔2025〕1号', notice_on: '2025-04-02', tax_authority: '标记己税务局' },
        },
      ]),
    })
    expect(fined.totals.accepted).toBe(1)
    expect(await publicFieldsOf(uscc, 'cn.administrative-penalty')).toMatchObject({
      content: '罚款人民币五万元',
    })
    for (const answer of await everyPublicAnswer([uscc], ['青荷机械', '标记']))
      expect(answer).not.toMatch(/标记|MARKER|tax-credit-result":\{|"2025-04-0[12]"/)
  })

  test('are kept all the same, apart from what a public view can read', async () => {
    const rows = await world.database.query<{ closed: string }>(
      "select closed::text as closed from record_versions where type = 'cn.administrative-penalty'",
    )
    for (const marker of ['标记甲', '标记乙', '标记丙', '标记丁'])
      expect(
        rows.some((row) => row.closed.includes(marker)),
        marker,
      ).toBe(true)
    const columns = await world.database.query<{ name: string }>(
      "select attname as name from pg_attribute where attrelid = 'v_record_versions'::regclass and attnum > 0",
    )
    expect(columns.map((column) => column.name)).not.toEqual(expect.arrayContaining(['closed']))
    expect(columns.map((column) => column.name)).not.toEqual(expect.arrayContaining(['sealed']))
  })

  test('are nowhere in the log of the node', () => {
    expect(world.logged.join('\n')).not.toMatch(/标记|MARKER/)
  })
})

describe('an individual business', () => {
  test('shows its number in full and its address down to the district; an organisation shows all', async () => {
    const [shop, company] = [newUscc('92'), newUscc()]
    const address = '演示市样城区人民路12号3栋402室'
    const { totals } = await world.submit(registry, {
      type: 'cn.registration',
      csv: csvOf([
        registration(shop, '演示县老柳面馆', { registered_address: address }),
        registration(company, '演示老柳食品有限公司', { registered_address: address }),
      ]),
    })
    expect(totals.accepted).toBe(2)
    expect(await publicFieldsOf(shop, 'cn.registration')).toMatchObject({
      uscc: shop,
      registered_address: '演示市样城区',
    })
    expect(await publicFieldsOf(company, 'cn.registration')).toMatchObject({ registered_address: address })
    for (const answer of await everyPublicAnswer([shop], ['老柳面馆']))
      expect(answer).not.toMatch(/人民路|402室/)
  })

  test.each([
    ['人民路12号', null],
    ['演湖县清水镇柳村3组', '演湖县'],
    ['演示省演示市例江区长江路1号', '演示省演示市例江区'],
    ['演示市样城区样城区花园小区5栋', '演示市样城区'],
  ])('of the address %s shows %s', async (address, shown) => {
    const shop = newUscc('92')
    await world.submit(registry, {
      type: 'cn.registration',
      csv: csvOf([registration(shop, '演示县小铺', { registered_address: address })]),
    })
    expect((await publicFieldsOf(shop, 'cn.registration')).registered_address ?? null).toBe(shown)
  })
})

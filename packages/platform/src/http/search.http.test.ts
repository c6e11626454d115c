// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import {
  csvOf,
  gradeA,
  newUscc,
  openHttpWorld,
  organisationCodeIn,
  penalty,
  registration,
} from '../../test/http-world.ts'

const world = await openHttpWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const tax = await world.furnisher('tax', 'tax-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')

type Page = {
  items: {
    id: string
    name: string
    kind: string
    identifier: { scheme: string; value: string }
    matched: string
  }[]
  next: string | null
  day: string
}

const address = (q: string, more = ''): string => `/v1/public/organisations?q=${encodeURIComponent(q)}${more}`

async function search(q: string, more = ''): Promise<Page> {
  const answer = await world.get(address(q, more))
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<Page>()
}

const names = (page: Page): string[] => page.items.map((item) => item.name)

const lotus = newUscc()
const shop = newUscc('92')
const many = Array.from({ length: 23 }, (_, i) =>
  registration(newUscc(), `演示云桥${String.fromCodePoint(0x4e00 + i)}商贸有限公司`),
)
await world.submit(registry, {
  type: 'cn.registration',
  csv: csvOf([
    registration(lotus, '演示青荷机械制造有限公司'),
    registration(newUscc(), '演示白鹭食品股份有限公司'),
    registration(shop, '演示县老柳面馆'),
    ...many,
  ]),
})

test('two Chinese characters find an organisation', async () => {
  const page = await search('青荷')
  expect(page.items).toMatchObject([
    { name: '演示青荷机械制造有限公司', kind: 'organisation', identifier: { value: lotus }, matched: 'name' },
  ])
  expect(page).toMatchObject({ next: null, day: '2026-06-15' })
})

test('one wrong character still finds, and says that it is only like', async () => {
  const page = await search('演示清荷机械制造有限公司')
  expect(page.items[0]).toMatchObject({ name: '演示青荷机械制造有限公司', matched: 'similar' })
})

test('width, case and blanks of what was typed make no difference', async () => {
  const [exact, blanks] = [await search('白鹭食品'), await search(' 白 鹭　食品 ')]
  expect(names(exact)).toEqual(['演示白鹭食品股份有限公司'])
  expect(blanks).toEqual(exact)
})

test.each([
  ['a unified code', (uscc: string) => uscc],
  [
    'a unified code in small letters, with blanks',
    (uscc: string) => uscc.toLowerCase().replace(/(.{6})/g, '$1 '),
  ],
  ['an organisation code', organisationCodeIn],
  ['an organisation code with its hyphen', (uscc: string) => organisationCodeIn(uscc).replace(/(.)$/, '-$1')],
])('%s finds exactly one', async (_what, spell) => {
  const page = await search(spell(lotus))
  expect(page.items).toMatchObject([
    { identifier: { scheme: 'cn.uscc', value: lotus }, matched: 'identifier' },
  ])
})

test('an individual business is found as one', async () => {
  expect((await search('老柳面馆')).items).toMatchObject([
    { kind: 'individual-business', identifier: { value: shop } },
  ])
})

test('what is found can be opened', async () => {
  for (const { id } of (await search('青荷')).items)
    expect((await world.get(`/v1/public/organisations/${id}/report`)).statusCode).toBe(200)
})

test('pages follow each other without gap or repetition, and end', async () => {
  const seen: string[] = []
  let after = ''
  for (let page = 0; page < 10; page++) {
    const found = await search('云桥', `&limit=5${after}`)
    seen.push(...names(found))
    if (found.next === null) break
    expect(found.items).toHaveLength(5)
    after = `&after=${found.next}`
  }
  expect(seen).toHaveLength(many.length)
  expect([...new Set(seen)].sort()).toEqual(many.map((row) => row.name).sort())
})

test('what is merely like a name is paged too', async () => {
  const seen: string[] = []
  let after = ''
  for (let page = 0; page < 10; page++) {
    const found = await search('演示云乔商贸', `&limit=7${after}`)
    expect(found.items.every((item) => item.matched === 'similar')).toBe(true)
    seen.push(...names(found))
    if (found.next === null) break
    after = `&after=${found.next}`
  }
  expect(new Set(seen).size).toBe(seen.length)
})

test('a name that nobody bears finds nothing', async () => {
  expect(await search('乌有乡子虚亭')).toMatchObject({ items: [], next: null })
})

test.each([
  ['一个字', '甲'],
  ['nothing', ''],
  ['blanks', '%20%20'],
])('%s is too short: a problem in the language asked for', async (_what, q) => {
  const [zh, en] = [
    await world.get(`/v1/public/organisations?q=${q === '甲' ? encodeURIComponent(q) : q}&lang=zh`),
    await world.get(`/v1/public/organisations?q=${q === '甲' ? encodeURIComponent(q) : q}`, {
      'accept-language': 'en-GB',
    }),
  ]
  for (const answer of [zh, en]) {
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  }
  expect(zh.json()).toMatchObject({ code: 'QUERY_TOO_SHORT', status: 400, detail: '请至少输入两个字。' })
  expect(en.json()).toMatchObject({ code: 'QUERY_TOO_SHORT', detail: 'Type two characters at least.' })
})

test.each([
  ['no query', '/v1/public/organisations', 'REQUEST_INVALID'],
  ['a limit of none', address('青荷', '&limit=0'), 'REQUEST_INVALID'],
  ['a limit of many', address('青荷', '&limit=51'), 'REQUEST_INVALID'],
  ['a field that is not ours', address('青荷', '&reader=me'), 'REQUEST_INVALID'],
  ['two queries', `${address('青荷')}&q=x`, 'REQUEST_INVALID'],
  ['101 characters', address('青'.repeat(101)), 'QUERY_TOO_LONG'],
  ['a query beyond all measure', address('青'.repeat(500)), 'REQUEST_INVALID'],
])('%s is refused', async (_what, asked, code) => {
  const answer = await world.get(asked)
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, code])
})

const cursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const ID = '00000000-0000-7000-8000-000000000000'

test.each([
  ['no base64', '%E4%BD%A0%E5%A5%BD'],
  ['no JSON', Buffer.from('{').toString('base64url')],
  ['an object', cursor({ similar: false })],
  ['null', cursor(null)],
  ['too few parts', cursor([false, 1])],
  ['a rank beyond integers', cursor([false, 2 ** 40, 'a', ID])],
  ['a rank that is none', cursor([false, 1.5, 'a', ID])],
  ['an id of dashes', cursor([false, 1, 'a', '-'.repeat(36)])],
  ['SQL for an id', cursor([false, 1, 'a', "' or true --"])],
  ['a name with a NUL', cursor([false, 1, 'a\u0000b', ID])],
  ['a name that is a list', cursor([false, 1, ['a'], ID])],
  ['likeness that is text', cursor(['yes', 1, 'a', ID])],
])('a cursor of %s is refused, and is no defect of ours', async (_what, after) => {
  const answer = await world.get(address('云桥', `&after=${after}`))
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'CURSOR_MALFORMED'])
})

test('a well-formed cursor that we never gave shows nothing that search would not', async () => {
  const all = new Set(many.map((row) => row.name))
  for (const similar of [true, false]) {
    const page = await search('云桥', `&after=${cursor([similar, -2_000_000_000, '', ID])}`)
    for (const name of names(page)) expect(all).toContain(name)
  }
})

test.each([
  '%00%00',
  '%F0%9F%98%80%F0%9F%98%80',
  "'%20or%20true%20--",
  '%25%25',
  '__proto__',
  '%EF%BF%BF%EF%BF%BF',
  '()()',
])('the query %s is answered, not fallen over', async (q) => {
  expect((await world.get(`/v1/public/organisations?q=${q}`)).statusCode).toBe(200)
})

test('an organisation of which nothing is public is not found, neither by name nor by number', async () => {
  const silent = newUscc()
  await world.submit(inspector, {
    type: 'cn.administrative-penalty',
    csv: csvOf([penalty(silent, '演示沉默砂石有限公司', { penalty_kinds: 'warning', fine_amount: '' })]),
  })
  expect((await search('沉默砂石')).items).toEqual([])
  expect((await search(silent)).items).toEqual([])
})

test('a name that stands only in records that are not public finds nothing and is not shown', async () => {
  const uscc = newUscc()
  await world.submit(tax, {
    type: 'cn.tax-a-grade-list',
    csv: csvOf([gradeA(uscc, '演示明面织造有限公司', 2025)]),
  })
  await world.submit(tax, {
    type: 'cn.tax-credit-result',
    csv: csvOf([{ taxpayer_id: uscc, name: '演示暗线织造有限公司', year: '2024', grade: 'B' }]),
  })
  expect(
    (await search('暗线织造')).items.filter(
      (item) => item.identifier.value === uscc && item.matched === 'name',
    ),
  ).toEqual([])
  expect((await world.get(`/v1/public/organisations/${uscc}/report`)).body).not.toContain('暗线')
  expect((await search('明面织造')).items).toMatchObject([{ identifier: { value: uscc } }])
})

test('two numbers of one organisation are found as one', async () => {
  const uscc = newUscc()
  const name = '演示双号陶瓷有限公司'
  await world.submit(tax, {
    type: 'cn.tax-a-grade-list',
    csv: csvOf([gradeA(`230100${organisationCodeIn(uscc)}`, name, 2025)]),
  })
  await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, name)]) })
  expect((await search('双号陶瓷')).items).toMatchObject([
    { name, identifier: { scheme: 'cn.uscc', value: uscc } },
  ])
})

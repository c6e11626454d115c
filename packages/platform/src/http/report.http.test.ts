// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import {
  type Answer,
  csvOf,
  gradeA,
  newUscc,
  openHttpWorld,
  organisationCodeIn,
  penalty,
  registration,
} from '../../test/http-world.ts'
import { namedSchemas, Organisation, Report } from './schemas.ts'

const world = await openHttpWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const tax = await world.furnisher('tax', 'tax-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')

const uscc = newUscc()
const name = '演示青荷机械制造有限公司'
await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, name)]) })
const beforeTheRest = await tickNow()
world.itIs('2026-06-16')
await world.submit(tax, { type: 'cn.tax-a-grade-list', csv: csvOf([gradeA(uscc, name, 2025)]) })
await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf([penalty(uscc, name)]) })
world.itIs('2026-06-20')

async function tickNow(): Promise<number> {
  const rows = await world.database.query<{ tick: number }>('select max(tick) as tick from ticks')
  return rows[0]?.tick ?? 0
}

const report = (id: string, query = '', headers = {}): Promise<Answer> =>
  world.get(`/v1/public/organisations/${id}/report${query}`, headers)

function schemaOf(schema: object): (value: unknown) => unknown[] {
  const ajv = new Ajv({ strict: false, allErrors: true })
  for (const named of namedSchemas) if (named !== schema) ajv.addSchema(named)
  const check = ajv.compile(schema)
  return (value) => (check(value) ? [] : (check.errors ?? []))
}

type Body = {
  records: { id: string; type: string }[]
  name: string
  tick: number
  knownAt: number | null
  asOf: string
}
const types = (answer: Answer): string[] =>
  answer
    .json<Body>()
    .records.map((record) => record.type)
    .sort()

test('a report is what its schema says, with its sources and its law', async () => {
  const answer = await report(uscc)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(schemaOf(Report)(answer.json())).toEqual([])
  expect(answer.json()).toMatchObject({
    name,
    kind: 'organisation',
    formerNames: [],
    identifiers: [{ scheme: 'cn.uscc', value: uscc }],
    day: '2026-06-20',
    asOf: '2026-06-20',
    knownAt: null,
  })
  expect(types(answer)).toEqual(['cn.administrative-penalty', 'cn.registration', 'cn.tax-a-grade-list'])
})

test('each record of a report names a source and a type that the report explains, with a basis in law', async () => {
  const {
    records,
    types: about,
    sources,
  } = (await report(uscc)).json<{
    records: { type: string; source: number; fields: object }[]
    types: Record<string, { basis: unknown[]; fields: Record<string, unknown> }>
    sources: Record<string, unknown>
  }>()
  for (const record of records) {
    expect(sources).toHaveProperty(String(record.source))
    expect(about[record.type]?.basis.length).toBeGreaterThan(0)
    for (const field of Object.keys(record.fields)) expect(about[record.type]?.fields).toHaveProperty([field])
  }
})

test('the subject id, the unified code, the organisation code and small letters lead to the same page', async () => {
  const byCode = await report(uscc)
  const { id } = byCode.json<{ id: string }>()
  for (const other of [id, id.toUpperCase(), uscc.toLowerCase(), organisationCodeIn(uscc)])
    expect((await report(other)).body).toBe(byCode.body)
})

test('an organisation in short is what its schema says, and counts what the report shows', async () => {
  const answer = await world.get(`/v1/public/organisations/${uscc}`)
  expect(schemaOf(Organisation)(answer.json())).toEqual([])
  expect(answer.json()).toMatchObject({
    name,
    registration: { uscc, name },
    counts: { positive: 1, neutral: 1, adverse: 1 },
  })
  expect(answer.json()).not.toHaveProperty('records')
})

test('an organisation that only others have named has no registration in short', async () => {
  const stranger = newUscc()
  await world.submit(inspector, {
    type: 'cn.administrative-penalty',
    csv: csvOf([penalty(stranger, '演示未登记货运有限公司')]),
  })
  const answer = await world.get(`/v1/public/organisations/${stranger}`)
  expect(answer.json()).toMatchObject({ registration: null, counts: { positive: 0, neutral: 0, adverse: 1 } })
})

test('a page that has not changed is not sent again, however the tag comes back', async () => {
  const first = await report(uscc)
  const etag = String(first.headers.etag)
  expect(first.headers['cache-control']).toBe('no-cache')
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await report(uscc, '', { 'if-none-match': tag })
    expect([again.statusCode, again.body, again.headers.etag], tag).toEqual([304, '', etag])
  }
  expect((await report(uscc, '', { 'if-none-match': '"other"' })).statusCode).toBe(200)
})

test('a page that has changed is sent again: a new record, a new day, another moment', async () => {
  const subject = newUscc()
  const party = '演示换页建材有限公司'
  await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(subject, party)]) })
  const tags = [await report(subject)]
  await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf([penalty(subject, party)]) })
  tags.push(
    await report(subject),
    await report(subject, '?asOf=2026-06-19'),
    await report(subject, `?knownAt=tick:${await tickNow()}`),
  )
  world.itIs('2026-06-21')
  tags.push(await report(subject))
  world.itIs('2026-06-20')
  expect(new Set(tags.map((answer) => answer.headers.etag)).size).toBe(tags.length)
})

test('a page that loses an older record gets another tag: no reader keeps a penalty that was taken back', async () => {
  const subject = newUscc()
  const party = '演示撤页建材有限公司'
  const fined = penalty(subject, party)
  await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf([fined]) })
  await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(subject, party)]) })
  const known = `?knownAt=tick:${await tickNow()}`
  const [page, pastPage] = [await report(subject), await report(subject, known)]
  await world.submit(inspector, {
    type: 'cn.administrative-penalty',
    csv: csvOf([{ ...fined, penalty_kinds: 'warning', fine_amount: '' }]),
  })
  for (const [query, before] of [
    ['', page],
    [known, pastPage],
  ] as const) {
    const after = await report(subject, query, { 'if-none-match': String(before.headers.etag) })
    expect(after.statusCode, query).toBe(200)
    expect(types(after)).toEqual(['cn.registration'])
  }
})

test('HEAD says what GET would, without a body', async () => {
  const url = `/v1/public/organisations/${uscc}/report`
  const [head, get] = [await world.app.inject({ method: 'HEAD', url }), await world.get(url)]
  expect([head.statusCode, head.body]).toEqual([200, ''])
  for (const header of ['etag', 'content-type', 'content-length', 'cache-control'])
    expect(head.headers[header], header).toBe(get.headers[header])
})

test('as of an earlier day the page shows only what was already so', async () => {
  expect(types(await report(uscc, '?asOf=2026-05-03'))).toEqual(['cn.registration', 'cn.tax-a-grade-list'])
  expect(types(await report(uscc, '?asOf=2026-05-04'))).toContain('cn.administrative-penalty')
  expect(types(await report(uscc, '?asOf=2020-01-02'))).toEqual(['cn.registration'])
  expect((await report(uscc, '?asOf=2020-01-01')).statusCode).toBe(404)
})

test('as known at an earlier tick or instant the page shows only what had come in', async () => {
  const byTick = await report(uscc, `?knownAt=tick:${beforeTheRest}`)
  expect(types(byTick)).toEqual(['cn.registration'])
  expect(byTick.json<Body>().knownAt).toBe(beforeTheRest)
  expect((await report(uscc, '?knownAt=2026-06-15T12:00:00Z')).body).toBe(byTick.body)
  expect((await report(uscc, `?knownAt=${encodeURIComponent('2026-06-15T20:00:00+08:00')}`)).body).toBe(
    byTick.body,
  )
  expect(types(await report(uscc, '?knownAt=2026-06-17T00:00:00Z'))).toHaveLength(3)
})

test.each([
  ['knownAt=yesterday', 400, 'INSTANT_MALFORMED'],
  ['knownAt=2026-06-15', 400, 'INSTANT_MALFORMED'],
  ['knownAt=2026-06-15T02:00:00', 400, 'INSTANT_MALFORMED'],
  ['knownAt=2026-02-30T00:00:00Z', 400, 'INSTANT_MALFORMED'],
  ['knownAt=tick:', 400, 'INSTANT_MALFORMED'],
  ['knownAt=tick:-1', 400, 'INSTANT_MALFORMED'],
  ['knownAt=tick:0', 404, 'TICK_UNKNOWN'],
  ['knownAt=tick:999999999999999', 404, 'TICK_UNKNOWN'],
  ['knownAt=1999-01-01T00:00:00Z', 404, 'NOTHING_KNOWN_YET'],
  ['knownAt=tick:1&knownAt=tick:2', 400, 'REQUEST_INVALID'],
  ['knownAt=%00', 400, 'INSTANT_MALFORMED'],
  ['asOf=2026-06-21', 400, 'DAY_IN_FUTURE'],
  ['asOf=2026-02-29', 400, 'DAY_MALFORMED'],
  ['asOf=20260601', 400, 'DAY_MALFORMED'],
  ['asOf=', 400, 'DAY_MALFORMED'],
  ['asof=2026-06-01', 400, 'REQUEST_INVALID'],
])('the moment %s is refused', async (query, status, code) => {
  for (const page of ['report', '']) {
    const answer = await world.get(`/v1/public/organisations/${uscc}${page && `/${page}`}?${query}`)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code])
  }
})

test('an organisation of which nothing is public cannot be told from one that does not exist', async () => {
  const silent = newUscc()
  await world.submit(inspector, {
    type: 'cn.administrative-penalty',
    csv: csvOf([penalty(silent, '演示沉默砂石有限公司', { penalty_kinds: 'warning', fine_amount: '' })]),
  })
  const [{ subjectId } = { subjectId: '' }] = await world.database.query<{ subjectId: string }>(
    'select subject_id as "subjectId" from identifiers where value = $1',
    [silent],
  )
  expect(subjectId).toMatch(/^[0-9a-f-]{36}$/)
  const unknown = [
    newUscc(),
    '00000000-0000-7000-8000-000000000000',
    'nonsense',
    '%00',
    "'--",
    '甲'.repeat(20),
  ]
  for (const page of ['', '/report']) {
    const seen = new Set<string>()
    for (const id of [silent, subjectId, organisationCodeIn(silent), ...unknown]) {
      const answer = await world.get(
        `/v1/public/organisations/${encodeURI(id).replace('%2500', '%00')}${page}`,
      )
      const { requestId: _, ...problem } = answer.json<{ requestId: string }>()
      const { 'content-length': _length, date: _date, ...headers } = answer.headers
      seen.add(JSON.stringify([answer.statusCode, problem, headers]))
    }
    expect([...seen]).toHaveLength(1)
    expect([...seen][0]).toContain('"ORGANISATION_NOT_FOUND"')
  }
})

test('what is public is read without leaving a trace of the reader', async () => {
  const rows = async (): Promise<unknown> =>
    world.database.query(
      'select (select count(*) from log_queue) as entries, (select count(*) from outbox) as events',
    )
  const [before, lines] = [await rows(), world.logged.length]
  await report(uscc)
  await world.get(`/v1/public/organisations?q=${encodeURIComponent('青荷')}`)
  expect(await rows()).toEqual(before)
  expect(world.logged).toHaveLength(lines)
})

test('an organisation with more records than a page holds is read to the end, each record once', async () => {
  const many = await world.furnisher('report-many', 'penalty-authority')
  const subject = newUscc()
  const heading =
    'party_name,party_kind,uscc,decision_number,penalty_kinds,content,decision_on,authority,procedure\n'
  const rows = Array.from(
    { length: 2_003 },
    (_, i) =>
      `演示多罚有限公司,organisation,${subject},演罚〔2026〕${i}号,permit-revoked,吊销,2026-05-${String(1 + (i % 9)).padStart(2, '0')},演示局,ordinary\n`,
  )
  const { totals } = await world.submit(many, {
    type: 'cn.administrative-penalty',
    csv: heading + rows.join(''),
  })
  expect(totals.accepted).toBe(2_003)
  const first = (await report(subject)).json<{ records: { id: string }[]; next: string | null }>()
  expect(first.records).toHaveLength(2_000)
  const second = (await report(subject, `?after=${first.next}`)).json<typeof first>()
  expect(second.next).toBeNull()
  expect(new Set([...first.records, ...second.records].map(({ id }) => id)).size).toBe(2_003)
  expect((await report(subject, '?after=nonsense')).json()).toMatchObject({ code: 'CURSOR_MALFORMED' })
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { type Answer, csvOf, newUscc, openHttpWorld, registration } from '../../test/http-world.ts'
import { type Database, openDatabase } from '../kernel/db/database.ts'
import { OrganisationSearch, PublicReports, PublicStatus } from '../modules/disclosure/index.ts'
import { namedSchemas, Problem, Status } from './schemas.ts'
import { buildServer } from './server.ts'

const portalDir = await mkdtemp(join(tmpdir(), 'probity-portal-'))
afterAll(() => rm(portalDir, { recursive: true, force: true }))
await mkdir(join(portalDir, 'assets'))
await writeFile(join(portalDir, 'index.html'), '<!doctype html><title>页</title>')
await writeFile(join(portalDir, 'assets/app-1a2b3c.js'), 'export {}')
await writeFile(join(portalDir, 'verify.html'), '<title>验</title><meta name="probity-node" content="" />')

const world = await openHttpWorld('2026-06-15T02:00:00.000Z', { portalDir })
const registry = await world.furnisher('registry', 'registration-authority')
const key = await world.keyOf(registry)
const uscc = newUscc()
await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, '演示甲有限公司')]) })

const report = `/v1/public/organisations/${uscc}/report`

function checker(schema: object): (value: unknown) => unknown[] {
  const ajv = new Ajv({ strict: false, allErrors: true })
  for (const named of namedSchemas) if (named !== schema) ajv.addSchema(named)
  const check = ajv.compile(schema)
  return (value) => (check(value) ? [] : (check.errors ?? []))
}
const problemFaults = checker(Problem)

function expectProblem(answer: Answer, status: number, code: string): void {
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code])
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(problemFaults(answer.json())).toEqual([])
  expect(answer.json()).toMatchObject({ status, type: `urn:probity:refusal:${code}` })
}

/** The same server over another database: away, closed, or not ours. */
async function serverOver(database: Database) {
  const server = await buildServer({
    ...world.house,
    database,
    reports: new PublicReports(database, world.house.catalogues, { demo: true }),
    search: new OrganisationSearch(database, world.house.catalogues, { demo: true }),
    status: new PublicStatus(database),
    collection: { ...world.collection, database },
  })
  afterAll(() => server.close())
  return server
}

const routes = [
  { method: 'GET', url: '/v1/public/organisations?q=%E6%BC%94%E7%A4%BA' },
  { method: 'GET', url: report },
  { method: 'GET', url: `/v1/public/organisations/${uscc}` },
  { method: 'GET', url: `${report}?knownAt=tick:1` },
  { method: 'GET', url: '/v1/public/status' },
  { method: 'GET', url: '/readyz' },
  { method: 'POST', url: '/v1/batches?type=cn.registration' },
  { method: 'GET', url: '/v1/batches/00000000-0000-7000-8000-000000000000' },
  { method: 'GET', url: '/v1/batches/00000000-0000-7000-8000-000000000000/faults' },
] as const

const call = (
  server: Awaited<ReturnType<typeof serverOver>>,
  route: (typeof routes)[number],
): Promise<Answer> =>
  server.inject({
    ...route,
    headers: { ...key, ...(route.method === 'POST' ? { 'content-type': 'text/csv' } : {}) },
    ...(route.method === 'POST' ? { payload: 'uscc,name,registered_on\n' } : {}),
  })

describe('when something is wrong', () => {
  test.each([
    '/v1/nothing',
    '/v1/',
    '/v1/public/organisations/x/y/z',
    '/v2/public/status',
    '/assets/missing.js',
    '/.env',
    '/assets/../../package.json',
    '/assets/..%2f..%2fpackage.json',
  ])('at %s there is nothing, and a problem says so', async (url) => {
    const answer = await world.get(url)
    if (url.startsWith('/v2')) expect(answer.headers['content-type']).toMatch(/^text\/html/)
    else expectProblem(answer, 404, 'ADDRESS_UNKNOWN')
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)(
    '%s on a page that is read is no address',
    async (method) => {
      expectProblem(await world.app.inject({ method, url: report }), 404, 'ADDRESS_UNKNOWN')
    },
  )

  test.each([
    ['broken percent signs', '/v1/public/organisations/%E0%A4%A/report', 400],
    ['an id beyond all measure', `/v1/public/organisations/${'A'.repeat(5000)}/report`, 400],
    ['an id longer than any', `/v1/public/organisations/${'A'.repeat(65)}/report`, 400],
  ])('%s in the address end in a problem', async (_what, url, status) => {
    const answer = await world.get(url)
    expect(answer.statusCode).toBe(status)
    expect(problemFaults(answer.json())).toEqual([])
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  })

  test('a sentence comes in the language asked for, Chinese where none is', async () => {
    const detail = async (query: string, headers = {}) =>
      (await world.get(`/v1/public/organisations/x${query}`, headers)).json<{ detail: string }>().detail
    expect(await detail('')).toMatch(/\p{Script=Han}/u)
    expect(await detail('', { 'accept-language': 'en-GB,en;q=0.9' })).toMatch(/^There is no/)
    expect(await detail('?lang=en', { 'accept-language': 'zh-CN' })).toMatch(/^There is no/)
    expect(await detail('?lang=zh', { 'accept-language': 'en' })).toMatch(/\p{Script=Han}/u)
  })

  test('each problem has a request id of its own', async () => {
    const ids = await Promise.all(
      [1, 2, 3].map(async () => (await world.get('/v1/nothing')).json<{ requestId: string }>().requestId),
    )
    expect(new Set(ids).size).toBe(3)
  })
})

describe('when the database does not answer', () => {
  const away = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', clock: world.clock })
  afterAll(() => away.close())

  test.each(routes)('$method $url says to come back: 503', async (route) => {
    const closed = openDatabase({ url: world.appUrl, clock: world.clock })
    await closed.close()
    for (const database of [away, closed]) {
      const answer = await call(await serverOver(database), route)
      expectProblem(answer, 503, 'OUTAGE')
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect(answer.body).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|pool|\bat \w+|\.ts\b/)
    }
  })

  test('the node is alive but not ready', async () => {
    const server = await serverOver(away)
    expect((await server.inject('/healthz')).statusCode).toBe(200)
    expect((await server.inject('/readyz')).statusCode).toBe(503)
    expect((await world.get('/readyz')).json()).toMatchObject({ ready: true, today: '2026-06-15' })
  })
})

describe('when we are wrong', () => {
  // A database without our tables: every statement is a mistake.
  const foreign = openDatabase({ url: withoutTables(inject('appUrl')), clock: world.clock })
  afterAll(() => foreign.close())

  test.each(routes.filter(({ url }) => url !== '/readyz'))(
    '$method $url tells nothing of our inside: 500',
    async (route) => {
      const before = world.logged.length
      const answer = await call(await serverOver(foreign), route)
      expectProblem(answer, 500, 'DEFECT')
      expect(answer.headers).not.toHaveProperty('retry-after')
      expect(answer.body).not.toMatch(/relation|does not exist|select|\bat \w+ \(|\.ts\b|node_modules|stack/i)
      const lines = world.logged.slice(before).map((line) => JSON.parse(line) as Record<string, unknown>)
      expect(lines).toMatchObject([
        { event: 'http.defect', requestId: answer.json<{ requestId: string }>().requestId },
      ])
      expect(JSON.stringify(lines)).toContain('42P01')
    },
  )
})

function withoutTables(url: string): string {
  const changed = new URL(url)
  changed.pathname = '/postgres'
  return changed.href
}

describe('every answer', () => {
  test('carries the headers that keep a browser safe, whatever the answer is', async () => {
    const etag = String((await world.get(report)).headers.etag)
    const answers: [string, Answer][] = [
      ['page', await world.get(report)],
      ['unchanged', await world.get(report, { 'if-none-match': etag })],
      ['head', await world.app.inject({ method: 'HEAD', url: report })],
      ['description', await world.get('/v1/openapi.json')],
      ['health', await world.get('/healthz')],
      ['not found', await world.get('/v1/nothing')],
      ['refused', await world.get('/v1/public/organisations?q=x')],
      ['bad address', await world.get('/v1/public/organisations/%E0%A4%A')],
      ['no key', await world.get('/v1/batches/x')],
      ['no media type', await world.send('/v1/batches?type=x', { 'content-type': 'text/html' }, 'x')],
      ['portal', await world.get('/')],
      ['page of the portal', await world.get('/organisation/x')],
      ['file of the portal', await world.get('/assets/app-1a2b3c.js')],
    ]
    for (const [what, { headers }] of answers) {
      expect(headers['content-security-policy'], what).toMatch(
        /default-src 'self'.*object-src 'none'.*frame-ancestors 'none'/,
      )
      expect(headers['content-security-policy'], what).not.toMatch(/unsafe|\*/)
      expect(headers['x-content-type-options'], what).toBe('nosniff')
      expect(headers['referrer-policy'], what).toBe('no-referrer')
      expect(headers['cross-origin-opener-policy'], what).toBe('same-origin')
      expect(headers, what).not.toHaveProperty('x-powered-by')
      expect(headers, what).not.toHaveProperty('set-cookie')
      expect(headers, what).not.toHaveProperty('access-control-allow-origin')
    }
  })

  test('of the portal: the page is asked for again each time, its built files never', async () => {
    const [page, route, file] = [
      await world.get('/'),
      await world.get('/organisation/x'),
      await world.get('/assets/app-1a2b3c.js'),
    ]
    expect([
      page.statusCode,
      route.body,
      page.headers['cache-control'],
      route.headers['cache-control'],
    ]).toEqual([200, page.body, 'no-cache', 'no-cache'])
    expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  test.each(['/verify', '/verify?lang=en', '/verify.html'])(
    'of %s, where files are checked: no connection, no image from elsewhere, and the key of the node comes with it',
    async (url) => {
      const { statusCode, headers, body } = await world.get(url)
      expect([statusCode, headers['cache-control']]).toEqual([200, 'no-cache'])
      expect(headers['content-type']).toBe('text/html; charset=utf-8')
      const policy = String(headers['content-security-policy'])
      for (const closed of [
        "default-src 'none'",
        "connect-src 'none'",
        "form-action 'none'",
        'img-src data:',
      ])
        expect(policy.split('; ')).toContain(closed)
      expect(policy).not.toMatch(/unsafe|\*|http/)
      expect(headers['x-content-type-options']).toBe('nosniff')
      const [, content = ''] = /content="([^"]*)"/.exec(body) ?? []
      const { name, verifierKey } = world.collection.signer
      const told = content.replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)))
      const keys = [{ verifierKey, state: 'signing' }]
      expect(JSON.parse(told)).toEqual({ name, mode: 'demo', keys, witnesses: [] })
    },
  )
})

test('the status says what the node is, and is what its schema says', async () => {
  const answer = await world.get('/v1/public/status')
  expect(answer.statusCode).toBe(200)
  expect(checker(Status)(answer.json())).toEqual([])
  expect(answer.json()).toMatchObject({
    node: { mode: 'demo', side: 'public', verifierKey: world.house.signer.verifierKey },
    today: '2026-06-15',
    counts: { organisations: 1, records: 1, furnishers: 1 },
    examples: [],
  })
  const { recordTypes } = answer.json<{ recordTypes: { code: string; draft: boolean }[] }>()
  expect(recordTypes.map(({ code, draft }) => [code, draft])).toEqual(
    expect.arrayContaining([
      ['cn.registration', false],
      ['cn.administrative-penalty', false],
      ['cn.tax-a-grade-list', true],
      ['cn.tax-credit-result', true],
    ]),
  )
})

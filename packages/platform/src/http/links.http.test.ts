// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { type Answer, csvOf, newUscc, openHttpWorld, penalty, registration } from '../../test/http-world.ts'
import { newResidentId } from '../../test/persons.ts'
import type { Instant } from '../kernel/civil-date.ts'
import { type BodyActor, issueApiKey } from '../modules/access/index.ts'

const world = await openHttpWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')
const both = ['links:propose', 'links:decide']

async function officer(holder: string, of: BodyActor = registry, scopes: readonly string[] = both) {
  const { participantId } = of
  const key = await world.database.transact((tx) =>
    issueApiKey(tx, { participantId, scopes, expiresOn: null, holder }),
  )
  return { authorization: `Bearer ${key}` }
}

const [one, two] = [await officer('clerk-1'), await officer('clerk-2')]
const post = (url: string, headers: Record<string, string>, payload?: object): Promise<Answer> =>
  world.app.inject({ method: 'POST', url, headers, ...(payload ? { payload } : {}) })
const codeOf = (answer: Answer): [number, string] => [answer.statusCode, answer.json<{ code: string }>().code]

async function registered(name: string, kind = '91'): Promise<string> {
  const uscc = newUscc(kind)
  await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, name)]) })
  return uscc
}

const proposalOf = (joining: string, other: string, act = 'link', evidence = ['register-extract']) => ({
  ...{ act, joining, other },
  evidence,
})

async function proposed(joining: string, other: string, act = 'link'): Promise<string> {
  const answer = await post('/v1/links/proposals', one, proposalOf(joining, other, act))
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json<{ id: string }>().id
}

const idOf = async (uscc: string): Promise<string> => (await world.page(uscc)).id
const compared = (pair: object, headers: Record<string, string> = one): Promise<Answer> =>
  post('/v1/links/comparison', headers, pair)
const to = (id: string, what: string): string => `/v1/links/proposals/${id}/${what}`

describe('two officers over the wire', () => {
  test('see the two side by side, decide, and part them again; the history tells who and when', async () => {
    const [now, before] = [await registered('演示新名有限公司'), await registered('演示旧名有限公司')]
    const [nowId, beforeId] = [await idOf(now), await idOf(before)]
    const id = await proposed(now, before)
    const waiting = (await world.get('/v1/links/proposals', two)).json()
    expect(waiting.items.filter((each: { id: string }) => each.id === id)).toMatchObject([
      {
        act: 'link',
        evidence: ['register-extract'],
        proposer: 'clerk-1',
        ageDays: 0,
        likeness: ['names-differ', 'regions-agree'],
        joining: {
          id: nowId,
          kind: 'organisation',
          names: [{ name: '演示新名有限公司', registered: true }],
          identifiers: [{ scheme: 'cn.uscc', value: now }],
          regions: [{ code: '999999', name: null }],
          readAs: null,
        },
        other: { id: beforeId, identifiers: [{ scheme: 'cn.uscc', value: before }] },
      },
    ])
    expect(codeOf(await post(to(id, 'second'), one))).toEqual([403, 'SECOND_OFFICER_SAME'])
    const done = await post(to(id, 'second'), two)
    expect(done.statusCode, done.body).toBe(200)
    expect((await world.page(before)).id).toBe(nowId)
    expect(codeOf(await post(to(id, 'second'), two))).toEqual([409, 'ACT_DECIDED'])
    await post(to(await proposed(now, before, 'part'), 'second'), two)
    expect((await world.page(before)).id).toBe(beforeId)
    const history = (await world.get(`/v1/links?subject=${beforeId}`, one)).json()
    const by = { body: 'registry', proposer: 'clerk-1', seconder: 'clerk-2' }
    expect(history).toMatchObject({
      subject: beforeId,
      readAs: beforeId,
      group: [beforeId],
      grounds: [
        {
          ...{ joining: nowId, other: beforeId, reason: 'two-officers', assertedBy: null, by },
          ...{ tick: done.json().tick, end: { by } },
        },
      ],
    })
    expect(history.subjects.map((each: { id: string }) => each.id).sort()).toEqual([nowId, beforeId].sort())
    const stranger = await officer('clerk-1', inspector)
    const seen = (await world.get(`/v1/links?subject=${beforeId}`, stranger)).json()
    expect(seen.grounds[0].by).toEqual({ body: 'registry', proposer: null, seconder: null })
  })

  test('an officer of another body, a machine, and a key without the scope have no say', async () => {
    const [now, before] = [await registered('演示门一有限公司'), await registered('演示门二有限公司')]
    const id = await proposed(now, before)
    const stranger = await officer('clerk-2', inspector)
    expect((await world.get('/v1/links/proposals', stranger)).json()).toEqual({ items: [], next: null })
    for (const what of ['second', 'decline'])
      expect(codeOf(await post(to(id, what), stranger))).toEqual([404, 'ACT_UNKNOWN'])
    const machine = await world.keyOf(registry, both)
    expect(codeOf(await post(to(id, 'second'), machine))).toEqual([403, 'HOLDER_MISSING'])
    const furnishing = await officer('clerk-2', registry, [
      'batches:send',
      'batches:read',
      'quarantine:release',
    ])
    expect(codeOf(await post(to(id, 'second'), furnishing))).toEqual([403, 'SCOPE_MISSING'])
    expect(codeOf(await post('/v1/links/proposals', furnishing, proposalOf(now, before)))).toEqual([
      403,
      'SCOPE_MISSING',
    ])
    for (const url of ['/v1/links/proposals', `/v1/links?subject=${await idOf(now)}`]) {
      expect(codeOf(await world.get(url, furnishing))).toEqual([403, 'SCOPE_MISSING'])
      expect(codeOf(await world.get(url))).toEqual([401, 'API_KEY_MISSING'])
    }
    const pair = { joining: now, other: before }
    expect(codeOf(await compared(pair, furnishing))).toEqual([403, 'SCOPE_MISSING'])
    expect(codeOf(await compared(pair, {}))).toEqual([401, 'API_KEY_MISSING'])
    expect((await post(to(id, 'decline'), two)).json()).toEqual({ declined: true })
  })

  test('are told in both languages why not, with the status that says how', async () => {
    const [firm, shop] = [await registered('演示状态有限公司'), await registered('演示状态小店', '92')]
    const person = newResidentId()
    const cases: [object, number, string][] = [
      [proposalOf(firm, shop), 422, 'LINK_ACROSS_KINDS'],
      [proposalOf(firm, firm), 422, 'LINK_SAME_SUBJECT'],
      [proposalOf(firm, person), 422, 'LINK_OF_PERSON'],
      [proposalOf(firm, newUscc()), 404, 'SUBJECT_UNKNOWN'],
      [proposalOf(firm, shop, 'link', ['linked-in-error']), 422, 'LINK_EVIDENCE_UNKNOWN'],
      [proposalOf(firm, shop, 'link', ['same-core-and-region']), 422, 'LINK_LIKENESS_ONLY'],
      [proposalOf(firm, await registered('演示无据有限公司'), 'part'), 409, 'LINK_NONE'],
      [{ ...proposalOf(firm, shop), force: true }, 400, 'REQUEST_INVALID'],
      [proposalOf(firm, shop, 'merge'), 400, 'REQUEST_INVALID'],
      [proposalOf(firm, shop, 'link', ['王某说的']), 400, 'REQUEST_INVALID'],
      [proposalOf(firm, shop, 'link', []), 400, 'REQUEST_INVALID'],
    ]
    for (const [body, status, code] of cases)
      expect(codeOf(await post('/v1/links/proposals', one, body)), code).toEqual([status, code])
    const english = { ...one, 'accept-language': 'en' }
    const answer = await post('/v1/links/proposals', english, proposalOf(firm, person))
    expect(answer.json().detail).toContain('persons are neither looked up nor joined here')
    expect(answer.body).not.toContain(person)
    expect(world.logged.join()).not.toContain(person)
  })

  test('page through what waits', async () => {
    const name = (at: number): string => `演示页${at}有限公司`
    const firm = await registered(name(0))
    const ids = []
    for (const at of [1, 2, 3]) {
      world.clock.set(`2026-06-15T02:00:0${at}.000Z` as Instant)
      ids.push(await proposed(firm, await registered(name(at))))
    }
    const found: string[] = []
    for (let after: string | null = ids[0] ?? null; after !== null; ) {
      const page: { items: { id: string }[]; next: string | null } = (
        await world.get(`/v1/links/proposals?limit=1&after=${after}`, two)
      ).json()
      found.push(...page.items.map((each) => each.id))
      after = page.next
    }
    expect(found).toEqual(ids.slice(1))
    for (const query of ['limit=0', 'limit=201', 'after=x', 'page=2'])
      expect((await world.get(`/v1/links/proposals?${query}`, two)).statusCode, query).toBe(400)
  })
})

describe('looking before proposing', () => {
  test('the two are compared, and what could be proposed is told', async () => {
    const now = await registered('演示同名有限公司')
    const compare = async (joining: string, other: string) => (await compared({ joining, other })).json()
    const same = await registered('演示同名有限责任公司')
    expect(await compare(now, same)).toMatchObject({
      likeness: ['same-core', 'regions-agree'],
      possible: ['link'],
    })
    await post(to(await proposed(now, same), 'second'), two)
    expect(await compare(now, same)).toMatchObject({
      ...{ possible: ['part'], joining: { leads: 1, readAs: null } },
      other: { leads: 0, readAs: await idOf(now) },
    })
    expect((await compare(now, await registered('演示同名', '92'))).possible).toEqual([])
  })

  test('an organisation that only an unpublished record names is shown to officers, and to nobody else', async () => {
    const uscc = newUscc()
    await world.submit(inspector, {
      type: 'cn.administrative-penalty',
      csv: csvOf([
        penalty(uscc, '演示简易有限公司', { procedure: 'simple', penalty_kinds: '警告', fine_amount: '' }),
      ]),
    })
    const [row] = await world.database.query<{ id: string }>(
      "select subject_id as id from identifiers where scheme = 'cn.uscc' and value = $1",
      [uscc],
    )
    const firm = await registered('演示比较有限公司')
    const pair = { joining: firm, other: row?.id }
    expect((await compared(pair)).json().other).toMatchObject({
      identifiers: [{ scheme: 'cn.uscc', value: uscc }],
    })
    expect((await compared(pair, {})).statusCode).toBe(401)
  })

  test('what is no question is refused, and of a person nothing is told', async () => {
    const firm = await registered('演示提问有限公司')
    for (const body of [
      { joining: 'x' },
      { joining: 'a'.repeat(65), other: 'b' },
      { joining: 'a', other: 'b', x: 1 },
    ])
      expect(codeOf(await compared(body))).toEqual([400, 'REQUEST_INVALID'])
    expect(codeOf(await compared({ joining: firm, other: newResidentId() }))).toEqual([422, 'LINK_OF_PERSON'])
    expect(codeOf(await world.get(`/v1/links?subject=${firm}`, one))).toEqual([400, 'ID_MALFORMED'])
  })
})

describe('the registrar over the wire', () => {
  test('says that a former number is the same, by its machine, and nobody else can', async () => {
    const [now, before] = [await registered('演示登记有限公司'), await registered('演示登记旧有限公司')]
    const body = { number: now, formerNumber: before }
    const machine = await world.keyOf(registry, ['links:assert'])
    expect(codeOf(await post('/v1/links/assertions', await world.keyOf(inspector), body))).toEqual([
      403,
      'LINK_NOT_REGISTRAR',
    ])
    expect(codeOf(await post('/v1/links/assertions', one, body))).toEqual([403, 'SCOPE_MISSING'])
    expect((await post('/v1/links/assertions', machine, body)).json()).toEqual({ linked: true })
    expect((await post('/v1/links/assertions', machine, body)).json()).toEqual({ linked: false })
    expect((await world.page(before)).name).toBe('演示登记有限公司')
    expect((await world.get(`/v1/links?subject=${await idOf(now)}`, machine)).json().grounds).toMatchObject([
      { reason: 'registration-authority', assertedBy: 'registry', by: null, end: null },
    ])
  })
})

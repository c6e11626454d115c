// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { openSignInWorld } from '../../test/sign-in-world.ts'
import type { Instant } from '../kernel/civil-date.ts'

const START = '2026-06-15T02:00:00.000Z' as Instant
const world = await openSignInWorld(START)
const later = (minutes: number): void =>
  world.clock.set(new Date(Date.parse(world.clock.now()) + minutes * 60_000).toISOString() as Instant)

type Who = {
  kind: string
  isOver: boolean
  session: { id: string; as: string } | null
  holder: string | null
}
const refusedWith = (location: string): string | null =>
  new URL(location, world.origin).searchParams.get('refused')

describe('signing in', () => {
  test('an officer signs in, is known by post and roles, and works at the desk without a key', async () => {
    const clerk = world.browser()
    expect(await clerk.signIn('demo-ecology.clerk-1', 'as=staff&return=/desk')).toBe('/desk')
    expect(await clerk.json('/v1/session')).toMatchObject({
      kind: 'department',
      holder: 'clerk-1',
      body: { code: 'demo-ecology' },
      roles: [{ code: 'furnishing-clerk' }],
      session: { as: 'staff', assurance: 2 },
    })
    expect(await clerk.json('/v1/furnisher')).toMatchObject({ code: 'demo-ecology', holder: 'clerk-1' })
  })

  test.each([
    ['demo-bank.loans-1', 'lender'],
    ['demo-bureau.analyst-1', 'bureau'],
    ['demo-association.office-1', 'association'],
    ['demo-court.enforcement-1', 'court'],
    ['demo-supervisor.inspector-1', 'supervisor'],
    ['demo-auditor.auditor-1', 'auditor'],
    ['operator.operator-1', 'operator'],
  ])('%s is there as a %s', async (who, kind) => {
    expect(await (await world.signedIn(who)).json<Who>('/v1/session')).toMatchObject({ kind })
  })

  test('without a session nobody is there, and nothing is refused for asking', async () => {
    const reply = await world.browser().ask('/v1/session')
    expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(JSON.parse(reply.text)).toMatchObject({ kind: 'public', session: null, isOver: false, posts: [] })
  })

  test('the cookie is for this host alone, closed to scripts, and carried by no other site', async () => {
    const browser = world.browser()
    const back = await browser.choose(await browser.toProvider(), 'demo-ecology.clerk-1')
    const cookies = (await browser.ask(back)).headers.getSetCookie()
    const session = cookies.find((line) => line.startsWith('probity-session='))
    expect(session).toMatch(/; HttpOnly/)
    expect(session).toMatch(/; SameSite=Strict/)
    expect(session).toMatch(/; Path=\//)
    expect(session).not.toMatch(/Domain|Max-Age|Expires/)
  })

  test('somebody who turns back at the provider has failed at nothing', async () => {
    const browser = world.browser()
    expect(refusedWith(await browser.signIn(''))).toBe('SIGN_IN_GIVEN_UP')
    expect(browser.token()).toBeUndefined()
  })

  test.each([
    '//elsewhere.example',
    'https://elsewhere.example/',
    '/\\elsewhere.example',
    '/v1/keys',
    'desk',
  ])('it leads back to a page of this node only, not to %s', async (to) => {
    const reply = await world.browser().ask(`/v1/sign-in?return=${encodeURIComponent(to)}`)
    expect(refusedWith(reply.headers.get('location') ?? '')).toBe('RETURN_UNKNOWN')
  })
})

describe('an answer of the provider', () => {
  test('is taken once: the same code and state again open nothing', async () => {
    const browser = world.browser()
    const back = await browser.choose(await browser.toProvider(), 'demo-ecology.clerk-1')
    const secret = new Map(browser.cookies)
    expect((await browser.ask(back)).headers.get('location')).toBe('/account')
    const thief = world.browser()
    for (const [key, value] of secret) thief.cookies.set(key, value)
    expect(refusedWith((await thief.ask(back)).headers.get('location') ?? '')).toBe('SIGN_IN_UNKNOWN')
    expect(thief.token()).toBeUndefined()
  })

  test('opens nothing in another browser than the one that asked: nobody is signed in as somebody else', async () => {
    const attacker = world.browser()
    const back = await attacker.choose(await attacker.toProvider(), 'demo-ecology.clerk-1')
    const victim = world.browser()
    expect(refusedWith((await victim.ask(back)).headers.get('location') ?? '')).toBe('SIGN_IN_UNKNOWN')
    await victim.toProvider()
    expect(refusedWith((await victim.ask(back)).headers.get('location') ?? '')).toBe('SIGN_IN_UNKNOWN')
    expect(victim.token()).toBeUndefined()
  })

  test('with the state of one and the code of another proves nobody: nonce and verifier are bound', async () => {
    const browser = world.browser()
    const first = new URL(await browser.choose(await browser.toProvider(), 'demo-ecology.clerk-1'))
    const second = new URL(await browser.choose(await browser.toProvider(), 'demo-ecology.clerk-2'))
    second.searchParams.set('code', first.searchParams.get('code') ?? '')
    const reply = await browser.ask(second.href)
    expect(refusedWith(reply.headers.get('location') ?? '')).toBe('SIGN_IN_FAILED')
    expect(browser.token()).toBeUndefined()
  })

  test('that comes too late is taken no more', async () => {
    const browser = world.browser()
    const back = await browser.choose(await browser.toProvider(), 'demo-ecology.clerk-1')
    later(11)
    expect(refusedWith((await browser.ask(back)).headers.get('location') ?? '')).toBe('SIGN_IN_UNKNOWN')
  })
})

describe('a session', () => {
  test('has a new token at every sign-in: one that a browser was given beforehand is never taken up', async () => {
    const browser = world.browser()
    const fixed = 'A'.repeat(43)
    browser.cookies.set('127.0.0.1 probity-session', fixed)
    await browser.signIn('demo-ecology.clerk-1')
    expect(browser.token()).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(browser.token()).not.toBe(fixed)
    const planted = world.browser()
    planted.cookies.set('127.0.0.1 probity-session', fixed)
    expect(await planted.json<Who>('/v1/session')).toMatchObject({ kind: 'public', isOver: true })
  })

  test('ends when its browser signs in anew', async () => {
    const browser = await world.signedIn('demo-ecology.clerk-1')
    const old = world.browser()
    for (const [key, value] of browser.cookies) old.cookies.set(key, value)
    await browser.signIn('demo-ecology.clerk-2')
    expect(await old.json<Who>('/v1/session')).toMatchObject({ kind: 'public', isOver: true })
    expect(await browser.json<Who>('/v1/session')).toMatchObject({ holder: 'clerk-2' })
  })

  test('is over after twenty idle minutes, and goes on while it is used, but for eight hours at most', async () => {
    const idle = await world.signedIn('demo-ecology.clerk-1')
    later(19)
    expect((await idle.ask('/v1/furnisher')).status).toBe(200)
    later(21)
    expect((await idle.ask('/v1/furnisher')).status).toBe(401)
    const busy = await world.signedIn('demo-ecology.clerk-1')
    for (let minutes = 0; minutes < 8 * 60 - 15; minutes += 15) {
      later(15)
      expect((await busy.ask('/v1/furnisher')).status, `after ${minutes + 15} minutes`).toBe(200)
    }
    later(15)
    const reply = await busy.ask('/v1/furnisher')
    expect([reply.status, JSON.parse(reply.text).code]).toEqual([401, 'NOT_SIGNED_IN'])
  })

  test('is listed with its browser and ended from another one, at once', async () => {
    const [desk, phone] = [
      await world.signedIn('demo-bank.loans-1'),
      await world.signedIn('demo-bank.loans-1'),
    ]
    type Own = { items: { id: string; isThis: boolean; program: string }[] }
    const own = await desk.json<Own>('/v1/sessions')
    const other = own.items.find((one) => !one.isThis)
    expect(own.items).toHaveLength(2)
    expect((await desk.ask(`/v1/sessions/${other?.id}`, { method: 'DELETE' })).status).toBe(200)
    expect(await phone.json<Who>('/v1/session')).toMatchObject({ kind: 'public', isOver: true })
    expect((await desk.ask(`/v1/sessions/${other?.id}`, { method: 'DELETE' })).status).toBe(404)
  })

  test('of somebody else is neither seen nor ended', async () => {
    const [one, other] = [
      await world.signedIn('demo-bureau.analyst-1'),
      await world.signedIn('demo-court.keeper-1'),
    ]
    const { session } = await other.json<Who>('/v1/session')
    const reply = await one.ask(`/v1/sessions/${session?.id}`, { method: 'DELETE' })
    expect([reply.status, JSON.parse(reply.text).code]).toEqual([404, 'SESSION_UNKNOWN'])
    expect(await other.json<Who>('/v1/session')).toMatchObject({ kind: 'court' })
  })

  test('is over once its owner signs out, and the cookie goes', async () => {
    const browser = await world.signedIn('demo-association.office-1')
    const copy = world.browser()
    for (const [key, value] of browser.cookies) copy.cookies.set(key, value)
    await browser.ask('/v1/session', { method: 'DELETE' })
    expect(browser.token()).toBeUndefined()
    expect(await copy.json<Who>('/v1/session')).toMatchObject({ kind: 'public', isOver: true })
  })
})

describe('a page of another site', () => {
  const cross = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }

  test.each([
    ['a form of another site', { ...cross }],
    ['a neighbour under the same name', { 'sec-fetch-site': 'same-site' }],
    ['an origin alone', { 'sec-fetch-site': '', origin: 'https://elsewhere.example' }],
    ['an origin of nowhere', { 'sec-fetch-site': '', origin: 'null' }],
  ])('does nothing with the session: %s', async (_what, headers) => {
    const browser = await world.signedIn('demo-ecology.clerk-1')
    for (const [method, path] of [
      ['DELETE', '/v1/session'],
      ['PUT', '/v1/session'],
      ['POST', '/v1/keys'],
      ['GET', '/v1/session'],
    ] as const) {
      const reply = await browser.ask(path, { method, headers, ...(method === 'GET' ? {} : { json: {} }) })
      // Where a body is asked for, its form is looked at first: whatever it is, nothing is done.
      expect(method === 'PUT' || method === 'POST' ? [400, 403] : [403]).toContain(reply.status)
    }
    expect(await browser.json<Who>('/v1/session')).toMatchObject({ holder: 'clerk-1' })
  })

  test('and a program that says nothing of where it comes from changes nothing by a cookie', async () => {
    const browser = await world.signedIn('demo-ecology.clerk-1')
    const answer = await world.app.inject({
      method: 'DELETE',
      url: '/v1/session',
      headers: { host: new URL(world.origin).host, cookie: `probity-session=${browser.token()}` },
    })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'CROSS_SITE'])
  })
})

describe('what is written down', () => {
  test('holds no token, no code, no name and no number of anybody who signed in', async () => {
    const browser = await world.signedIn('citizen-1', 'as=self')
    const tables = [
      'sessions',
      'accounts',
      'sign_in_attempts',
      'failure_counts',
      'staff_accounts',
      'identifiers',
    ]
    const rows = await Promise.all(tables.map((table) => world.database.query(`select * from ${table}`)))
    const written = JSON.stringify(rows) + world.logged.join('\n')
    const person = world.people.get('citizen-1')?.person
    for (const secret of [browser.token(), person?.name, person?.residentId, 'citizen-1', 'code=', 'state='])
      expect(written, String(secret)).not.toContain(secret)
    expect(written).toContain('subject')
  })
})

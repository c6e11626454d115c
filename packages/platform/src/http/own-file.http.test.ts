// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { platformSuite, rootByInclusion, saltedLeaf } from '@probity/verify'
import { describe, expect, test } from 'vitest'
import { type Browser, openSignInWorld } from '../../test/sign-in-world.ts'
import type { SubjectId } from '../kernel/ids.ts'
import { present } from '../kernel/refusal.ts'
import { type Actor, bodyActor } from '../modules/access/index.ts'
import { inquirerOf, openInquiry } from '../modules/inquiries/index.ts'
import { ownFileChannel, sendNotice, subjectTold } from '../modules/notices/index.ts'

const world = await openSignInWorld('2026-06-15T02:00:00.000Z')
const { database } = world
const citizen = await world.signedIn('citizen-1', 'as=self')
const other = await world.signedIn('agent-1', 'as=self')
const bank = await world.signedIn('demo-bank.consents-1')
const supervisor = await world.signedIn('demo-supervisor.inspector-1')

type Items<T> = { readonly items: readonly T[]; readonly next: string | null }
type Line = { readonly id: string; readonly state: string; readonly origin: string }

const numberOf = (who: string): string =>
  present(world.people.get(who)?.person, 'a citizen of the demo has a number').residentId

/** The subject that somebody is, as the node knows it. */
async function subjectOf(browser: Browser): Promise<SubjectId> {
  const { session } = await browser.json<{ session: { id: string } }>('/v1/session')
  const [row] = await database.query<{ subjectId: SubjectId }>(
    'select subject_id as "subjectId" from sessions where session_id = $1',
    [session.id],
  )
  return present(row, 'somebody is signed in').subjectId
}

const consent = {
  to: 'demo-bank',
  purposes: ['financing-service'],
  single: false,
  validFrom: '2026-06-15',
  validUntil: '2027-06-15',
}

const post = (browser: Browser, path: string, json: object = {}) =>
  browser.ask(path, { method: 'POST', json })

async function given(browser: Browser, more: object = {}): Promise<string> {
  const reply = await post(browser, '/v1/own-file/authorisations', { ...consent, ...more })
  expect(reply.status, reply.text).toBe(201)
  return JSON.parse(reply.text).id
}

async function lodged(who: string): Promise<string> {
  const { to: _, ...terms } = consent
  const reply = await post(bank, '/v1/authorisations', {
    ...terms,
    subject: { scheme: 'cn.rid', value: numberOf(who) },
    documentHash: hash('sha256', 'signed'),
    signedOn: '2026-06-14',
  })
  expect(reply.status, reply.text).toBe(201)
  return JSON.parse(reply.text).id
}

async function sendWaiting(): Promise<void> {
  const events = await database.query<{ payload: Record<string, unknown> }>(
    'select payload from outbox where kind = $1 order by event_id limit 1000',
    [subjectTold],
  )
  for (const { payload } of events)
    await sendNotice(database, [ownFileChannel], { kind: subjectTold, payload, eventId: '' as never })
}

const stateOf = async (browser: Browser, id: string): Promise<string | undefined> =>
  (await browser.json<Items<Line>>('/v1/own-file/authorisations')).items.find((one) => one.id === id)?.state

/** What the asking act does at its end: the inquiry is kept. */
async function asked(actor: Actor, subjectId: SubjectId, authorisationId: string): Promise<string> {
  const [row] = await database.query<{ tick: number }>('select max(tick) as tick from ticks')
  return world.inquiries.keep({
    ...openInquiry(database.clock),
    subjectId,
    subjectKnown: true,
    inquirer: inquirerOf(actor),
    purpose: 'financing-service',
    basis: { kind: 'authorisation', authorisationId: authorisationId as never },
    view: 'lender',
    fields: null,
    tickRead: row?.tick ?? 0,
    asOf: database.clock.today(),
    outcome: { kind: 'answered', resultHash: hash('sha256', 'answer', 'buffer') },
    hidden: null,
  })
}

async function loanOfficer(): Promise<Actor> {
  const [row] = await database.query<{ id: number }>(
    "select participant_id as id from participants where code = 'demo-bank'",
  )
  const participantId = present(row, 'the bank is there').id
  return bodyActor({ kind: 'lender', participantId, jurisdiction: '999999', holder: 'loans-1' })
}

describe('a consent', () => {
  test('is chosen from what there is, given, used, seen in use, and revoked', async () => {
    const choices = await citizen.json<{
      bodies: { code: string }[]
      purposes: { code: string }[]
      separate: { kind: string }[]
      adverseEffects: { en: string }
    }>('/v1/own-file/consent-choices')
    expect(choices.bodies.map(({ code }) => code)).toContain('demo-bank')
    expect(choices.bodies.map(({ code }) => code)).not.toContain('demo-court')
    expect(choices.purposes.map(({ code }) => code)).not.toContain('public-duty')
    expect(choices.separate.map(({ kind }) => kind)).toContain('income')
    expect(choices.adverseEffects.en).toMatch(/against you/)

    const id = await given(citizen)
    expect(await stateOf(citizen, id)).toBe('in-force')
    const subjectId = await subjectOf(citizen)
    const officer = await loanOfficer()
    expect(await asked(officer, subjectId, id)).toBe('kept')
    const uses = await citizen.json<Items<object>>(`/v1/own-file/authorisations/${id}/inquiries`)
    expect(uses.items).toMatchObject([
      {
        asker: 'lender',
        body: { code: 'demo-bank' },
        staff: 'loans-1',
        purpose: { code: 'financing-service', title: { en: 'Deciding about financing' } },
        basis: 'authorisation',
        answered: true,
      },
    ])
    expect((await post(citizen, `/v1/own-file/authorisations/${id}/revocation`)).status).toBe(200)
    expect(await stateOf(citizen, id)).toBe('revoked')
    expect(await asked(officer, subjectId, id)).toBe('moved')
  })

  test('that a lender lodged is told, and denied by one tap', async () => {
    const id = await lodged('citizen-1')
    expect(await stateOf(citizen, id)).toBe('notice-pending')
    await sendWaiting()
    expect(await stateOf(citizen, id)).toBe('in-force')
    const notices = await citizen.json<Items<object>>('/v1/own-file/notices')
    expect(notices.items).toContainEqual(
      expect.objectContaining({ kind: 'AUTHORISATION_LODGED', about: id, says: expect.any(Object) }),
    )
    expect((await post(citizen, `/v1/own-file/authorisations/${id}/denial`)).status).toBe(200)
    expect(await stateOf(citizen, id)).toBe('denied')
    const suspended =
      await citizen.json<Items<{ id: string; body: { code: string } }>>('/v1/own-file/suspensions')
    expect(suspended.items).toMatchObject([{ body: { code: 'demo-bank' }, authorisation: id }])
    const [{ id: suspension } = { id: '' }] = suspended.items
    expect((await citizen.ask(`/v1/own-file/suspensions/${suspension}`, { method: 'DELETE' })).status).toBe(
      200,
    )
    expect(await citizen.json('/v1/own-file/suspensions')).toEqual({ items: [] })
  })

  test('of another is nobody’s to see, to revoke or to deny', async () => {
    const id = await given(citizen)
    for (const act of ['revocation', 'denial'])
      expect((await post(other, `/v1/own-file/authorisations/${id}/${act}`)).status).toBe(404)
    expect((await other.ask(`/v1/own-file/authorisations/${id}/inquiries`)).status).toBe(404)
    expect(await stateOf(other, id)).toBeUndefined()
    expect(await stateOf(citizen, id)).toBe('in-force')
  })

  test('to income is not given without the notice of adverse effects', async () => {
    const separate = [{ kind: 'income', effectsAcknowledged: false }]
    const reply = await post(citizen, '/v1/own-file/authorisations', { ...consent, separate })
    expect([reply.status, JSON.parse(reply.text).code]).toEqual([422, 'ADVERSE_EFFECTS_UNTOLD'])
  })

  test('is not given from another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    const reply = await citizen.ask('/v1/own-file/authorisations', { method: 'POST', json: consent, headers })
    expect([reply.status, JSON.parse(reply.text).code]).toEqual([403, 'CROSS_SITE'])
  })
})

describe('who looked', () => {
  test('is shown to the subject alone, each with the evidence that it was entered as it stands', async () => {
    const id = await given(citizen)
    await asked(await loanOfficer(), await subjectOf(citizen), id)
    const seen = await citizen.json<Items<{ id: string; authorisation: string }>>('/v1/own-file/inquiries')
    const inquiry = present(
      seen.items.find((one) => one.authorisation === id),
      'it is seen',
    )
    type Evidence = {
      content: string
      salt: string
      index: number
      size: number
      path: string[]
      witness: string
      entry: { entry: string } | null
    }
    const path = `/v1/own-file/inquiries/${inquiry.id}/proof`
    await world.sequence()
    const evidence = await citizen.json<Evidence>(path)
    const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64')
    const leaf = saltedLeaf(platformSuite, bytes(evidence.salt), Buffer.from(evidence.content))
    const root = rootByInclusion(platformSuite, leaf, { ...evidence, path: evidence.path.map(bytes) })
    expect(evidence.witness).toContain(Buffer.from(root).toString('base64'))
    expect(evidence.entry?.entry).toContain('inquiries.kept')
    expect((await other.ask(path)).status).toBe(404)
    expect((await other.json<Items<object>>('/v1/own-file/inquiries')).items).toEqual([])
  })

  test('how many full reports of the year are free is said', async () => {
    expect(await citizen.json('/v1/own-file/reports')).toEqual({
      year: 2026,
      free: 2,
      taken: 0,
      next: 'free',
    })
  })
})

describe('a freeze', () => {
  test('is laid and lifted by the subject', async () => {
    expect(await citizen.json('/v1/own-file/freeze')).toEqual({ frozenAt: null })
    expect((await citizen.ask('/v1/own-file/freeze', { method: 'PUT' })).status).toBe(200)
    expect(await citizen.json('/v1/own-file/freeze')).toEqual({ frozenAt: expect.any(String) })
    expect((await citizen.ask('/v1/own-file/freeze', { method: 'DELETE' })).status).toBe(200)
    expect(await citizen.json('/v1/own-file/freeze')).toEqual({ frozenAt: null })
  })
})

describe('nobody else', () => {
  test.each([
    ['a clerk of a bank', () => bank],
    ['the supervisor', () => supervisor],
  ])('%s sees into no file', async (_who, browser) => {
    for (const path of ['inquiries', 'authorisations', 'notices', 'freeze', 'reports', 'suspensions']) {
      const reply = await browser().ask(`/v1/own-file/${path}`)
      expect([reply.status, JSON.parse(reply.text).code], path).toEqual([403, 'OWN_AFFAIRS_ONLY'])
    }
  })

  test('the operator neither sees a file nor an alarm, and lodges nothing', async () => {
    const operator = await world.signedIn('operator.operator-1')
    for (const path of [
      '/v1/own-file/inquiries',
      '/v1/alarms',
      '/v1/authorisations',
      '/v1/lodging/demo-bank',
    ])
      expect((await operator.ask(path)).status, path).toBe(403)
  })
})

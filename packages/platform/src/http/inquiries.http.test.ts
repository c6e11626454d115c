// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { newUscc, openHttpWorld, registration } from '../../test/http-world.ts'
import { newResidentId } from '../../test/persons.ts'
import { asOwner } from '../../test/test-database.ts'
import { drawDocuments } from '../modules/inquiries/index.ts'
import { ownFileChannel, sendNotice } from '../modules/notices/index.ts'

const world = await openHttpWorld()
const { app, database } = world
const registry = await world.furnisher('registry', 'registration-authority')
const lender = await world.body('lender', 'lender')
const supervising = await world.body('supervisor', 'supervisor')
const keys = {
  lender: await world.keyOf(lender, ['authorisations:lodge']),
  idle: await world.keyOf(lender, []),
  supervisor: await officersKey(supervising.participantId, ['supervision:read', 'supervision:order']),
  source: await world.keyOf(registry, ['records:hold', 'batches:send', 'batches:read']),
}

async function officersKey(participantId: number, scopes: string[]): Promise<{ authorization: string }> {
  const { issueApiKey } = await import('../modules/access/index.ts')
  const key = await database.transact((tx) =>
    issueApiKey(tx, { participantId, scopes, expiresOn: null, holder: 'officer-1' }),
  )
  return { authorization: `Bearer ${key}` }
}

const document = Buffer.from('授权书')
const lodging = (value: string, more: object = {}) => ({
  subject: { scheme: 'cn.rid', value },
  purposes: ['financing-service'],
  single: false,
  validFrom: '2026-06-15',
  validUntil: '2027-06-15',
  documentHash: hash('sha256', document),
  signedOn: '2026-06-14',
  ...more,
})

const post = (url: string, headers: Record<string, string>, payload: object) =>
  app.inject({ method: 'POST', url, headers, payload })

describe('a lender lodges', () => {
  test('by a person’s number, of which nothing is stored in clear, and learns nothing of who is known', async () => {
    const number = newResidentId()
    const first = await post('/v1/authorisations', keys.lender, lodging(number))
    const again = await post('/v1/authorisations', keys.lender, lodging(number))
    expect([first.statusCode, again.statusCode]).toEqual([201, 201])
    expect(Object.keys(first.json())).toEqual(Object.keys(again.json()))
    const list = (await world.get('/v1/authorisations', keys.lender)).json()
    const line = {
      state: 'notice-pending',
      origin: 'lodged',
      to: expect.objectContaining({ code: 'lender' }),
    }
    expect(list.items).toHaveLength(2)
    for (const { id } of [first.json(), again.json()])
      expect(list.items).toContainEqual(expect.objectContaining({ ...line, id }))
    const { rows } = await asOwner(
      world.ownerUrl,
      `select count(distinct subject_id)::integer as subjects, string_agg(a::text, '') as text from authorisations a`,
    )
    expect(rows[0].subjects).toBe(1)
    expect(rows[0].text).not.toContain(number)
  })

  test('and what has left to the subject works; the lender may take it back', async () => {
    const made = (await post('/v1/authorisations', keys.lender, lodging(newResidentId()))).json()
    await sendWaiting()
    const stateOf = async () =>
      (await world.get('/v1/authorisations', keys.lender))
        .json()
        .items.find((one: { id: string }) => one.id === made.id)?.state
    expect(await stateOf()).toBe('in-force')
    const url = `/v1/authorisations/${made.id}`
    expect((await app.inject({ method: 'DELETE', url, headers: keys.lender })).statusCode).toBe(200)
    expect(await stateOf()).toBe('withdrawn')
  })

  test.each([
    ['a number that fails its check', lodging('999999190001010016'), 422, 'IDENTIFIER_UNUSABLE'],
    [
      'a purpose that needs no consent',
      lodging(newResidentId(), { purposes: ['public-duty'] }),
      422,
      'PURPOSE_UNKNOWN',
    ],
    ['a day that is none', lodging(newResidentId(), { signedOn: '2026-02-30' }), 400, 'DAY_MALFORMED'],
    ['a field too many', lodging(newResidentId(), { note: 'x' }), 400, 'REQUEST_INVALID'],
    ['a hash that is none', lodging(newResidentId(), { documentHash: 'abc' }), 400, 'REQUEST_INVALID'],
    [
      'income without the notice of its effects',
      lodging(newResidentId(), { separate: [{ kind: 'income', effectsAcknowledged: false }] }),
      422,
      'ADVERSE_EFFECTS_UNTOLD',
    ],
  ])('not with %s', async (_what, payload, status, code) => {
    const answer = await post('/v1/authorisations', keys.lender, payload)
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  test('not without the right to, and nobody but a lender', async () => {
    const payload = lodging(newResidentId())
    expect((await post('/v1/authorisations', {}, payload)).statusCode).toBe(401)
    expect((await post('/v1/authorisations', keys.idle, payload)).json().code).toBe('SCOPE_MISSING')
    expect((await post('/v1/authorisations', keys.source, payload)).statusCode).toBe(403)
  })

  test('and produces the document that was drawn, byte for byte', async () => {
    const { id } = (await post('/v1/authorisations', keys.lender, lodging(newResidentId()))).json()
    world.itIs('2026-06-16')
    await drawDocuments(database, world.collection.catalogues.current().catalogue, () => 0)
    const demands = (await world.get('/v1/document-demands', keys.lender)).json().items
    const drawn: string = demands[0].authorisation
    const put = (payload: Buffer, at = drawn) =>
      app.inject({
        method: 'PUT',
        url: `/v1/authorisations/${at}/document`,
        headers: { ...keys.lender, 'content-type': 'application/pdf' },
        payload,
      })
    expect((await put(Buffer.from('x'))).json().code).toBe('DOCUMENT_DIFFERS')
    expect((await put(document)).statusCode).toBe(200)
    expect((await put(Buffer.alloc(6 * 1024 * 1024))).statusCode).toBe(413)
    if (drawn !== id) expect((await put(document, id)).json().code).toBe('DOCUMENT_NOT_DEMANDED')
    const told = (await world.get('/v1/notices', keys.lender)).json().items
    expect(told[0]).toMatchObject({ kind: 'DOCUMENTS_DEMANDED' })
    world.itIs('2026-06-15')
  })
})

async function sendWaiting(): Promise<void> {
  const events = await database.query<{ payload: Record<string, unknown> }>(
    "select payload from outbox where kind = 'notices.subject-told' order by event_id limit 1000",
  )
  for (const { payload } of events)
    await sendNotice(database, [ownFileChannel], {
      kind: 'notices.subject-told',
      payload,
      eventId: '' as never,
    })
}

describe('one’s own file', () => {
  const addresses = [
    ['GET', '/v1/own-file/inquiries'],
    ['GET', '/v1/own-file/reports'],
    ['GET', '/v1/own-file/notices'],
    ['GET', '/v1/own-file/authorisations'],
    ['GET', '/v1/own-file/consent-choices'],
    ['GET', '/v1/own-file/freeze'],
    ['PUT', '/v1/own-file/freeze'],
    ['DELETE', '/v1/own-file/freeze'],
    ['GET', '/v1/own-file/suspensions'],
    ['POST', '/v1/own-file/authorisations/00000000-0000-7000-8000-000000000001/revocation'],
    ['POST', '/v1/own-file/authorisations/00000000-0000-7000-8000-000000000001/denial'],
    ['GET', '/v1/own-file/authorisations/00000000-0000-7000-8000-000000000001/inquiries'],
    ['GET', '/v1/own-file/inquiries/00000000-0000-7000-8000-000000000001/proof'],
  ] as const

  test.each(addresses)('is opened to no body: %s %s', async (method, url) => {
    for (const headers of [keys.lender, keys.supervisor, keys.source]) {
      const answer = await app.inject({ method, url, headers })
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'OWN_AFFAIRS_ONLY'])
    }
    expect((await app.inject({ method, url })).statusCode).toBe(401)
  })
})

describe('the supervisor', () => {
  test('reads alarms, and a lender does not', async () => {
    expect((await world.get('/v1/alarms', keys.supervisor)).json()).toEqual({ items: [], next: null })
    expect((await world.get('/v1/alarms', keys.lender)).json().code).toBe('SUPERVISOR_ONLY')
  })

  test('sees whether a lender may lodge; a lender sees its own standing only', async () => {
    const standing = (await world.get('/v1/lodging/lender', keys.supervisor)).json()
    expect(standing).toMatchObject({ isOpen: true, terms: { documentWorkingDays: 5 } })
    expect((await world.get('/v1/lodging/lender', keys.lender)).json()).toEqual(standing)
    await world.body('lender', 'other-lender')
    expect((await world.get('/v1/lodging/other-lender', keys.lender)).statusCode).toBe(403)
    const reopening = { reference: '演示监〔2026〕1号' }
    const url = '/v1/lodging/lender/reopening'
    expect((await post(url, keys.supervisor, reopening)).statusCode).toBe(200)
    expect((await post(url, keys.lender, reopening)).statusCode).toBe(403)
    expect((await post(url, keys.supervisor, {})).statusCode).toBe(400)
    expect((await world.get('/v1/lodging/nobody', keys.supervisor)).statusCode).toBe(404)
  })
})

describe('a record', () => {
  test('is held by its source on a numbered document, and let go again', async () => {
    const uscc = newUscc()
    const csv = `uscc,name,registered_on\n${Object.values(registration(uscc, '演示停用有限公司')).join()}\n`
    const sent = await world.send('/v1/batches?type=cn.registration', keys.source, csv)
    await world.finish(sent.json().id)
    const [row] = await database.query<{ subject: string; record: string }>(
      `select subject_id as subject, record_id as record from record_versions where came_by_value = $1`,
      [uscc],
    )
    const held = { ...row, mark: 'hold', reason: 'source-check' }
    expect((await post('/v1/marks', keys.source, held)).json().code).toBe('MARK_REFERENCE_MISSING')
    expect((await post('/v1/marks', keys.lender, { ...held, reference: '1' })).statusCode).toBe(403)
    const made = await post('/v1/marks', keys.source, { ...held, reference: '演示〔2026〕1号' })
    expect(made.statusCode).toBe(201)
    const lifting = { subject: row?.subject, reference: '演示〔2026〕2号' }
    const url = `/v1/marks/${made.json().id}/lifting`
    expect((await post(url, keys.lender, lifting)).statusCode).toBe(403)
    expect((await post(url, keys.source, lifting)).statusCode).toBe(200)
    const left = await database.query('select 1 from v_record_marks where subject_id = $1', [row?.subject])
    expect(left).toEqual([])
  })
})

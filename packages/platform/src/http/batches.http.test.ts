// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { decodeBase64, parseRowProof, platformSuite, verifyReceipt, verifyRow } from '@probity/verify'
import { describe, expect, test } from 'vitest'
import { type Answer, csvOf, newUscc, openHttpWorld, penalty, registration } from '../../test/http-world.ts'
import { issueApiKey } from '../modules/access/index.ts'

const world = await openHttpWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')
const key = await world.keyOf(registry)
const otherKey = await world.keyOf(inspector)

const TO_REGISTRATION = '/v1/batches?type=cn.registration'
const good = (): string => csvOf([registration(newUscc(), '演示甲有限公司')])

async function sent(csv: string | Buffer, address = TO_REGISTRATION): Promise<string> {
  const answer = await world.send(address, key, csv)
  expect(answer.statusCode, answer.body).toBe(202)
  return answer.json<{ id: string }>().id
}

const codeOf = (answer: Answer): [number, string] => [answer.statusCode, answer.json<{ code: string }>().code]

/** Every address that only a furnisher may use. */
const closedAddresses = (id: string): string[] => [
  `/v1/batches/${id}`,
  `/v1/batches/${id}/faults`,
  `/v1/batches/${id}/rows/2/proof`,
]

describe('who may', () => {
  test.each<[string, Record<string, string>, string]>([
    ['no key', {}, 'API_KEY_MISSING'],
    ['a key of another kind', { authorization: 'Basic cHJvYml0eTpwcm9iaXR5' }, 'API_KEY_MISSING'],
    ['a key that was never issued', { authorization: `Bearer probity_${'A'.repeat(43)}` }, 'API_KEY_UNKNOWN'],
    ['a key that is none', { authorization: "Bearer ' or true --" }, 'API_KEY_MISSING'],
    ['an empty key', { authorization: 'Bearer ' }, 'API_KEY_MISSING'],
  ])('with %s nothing is taken and nothing said', async (_what, headers, code) => {
    const id = await sent(good())
    const before = await world.database.query('select count(*) as n from batches')
    const answers = [await world.send(TO_REGISTRATION, headers, good())]
    for (const address of closedAddresses(id)) answers.push(await world.get(address, headers))
    for (const answer of answers) {
      expect(codeOf(answer)).toEqual([401, code])
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
    expect(await world.database.query('select count(*) as n from batches')).toEqual(before)
  })

  test('a key that has expired is one that was never issued', async () => {
    const expired = await world.database.transact((tx) =>
      issueApiKey(tx, {
        participantId: registry.participantId,
        scopes: ['batches:send'],
        expiresOn: world.clock.today(),
      }),
    )
    expect(codeOf(await world.send(TO_REGISTRATION, { authorization: `Bearer ${expired}` }, good()))).toEqual(
      [401, 'API_KEY_UNKNOWN'],
    )
  })

  test('a key does only what it was issued for', async () => {
    const [reading, sending] = [
      await world.keyOf(registry, ['batches:read']),
      await world.keyOf(registry, ['batches:send']),
    ]
    expect(codeOf(await world.send(TO_REGISTRATION, reading, good()))).toEqual([403, 'SCOPE_MISSING'])
    const id = (await world.send(TO_REGISTRATION, sending, good())).json<{ id: string }>().id
    // Whoever has sent a file may follow it; its rows are another matter.
    const [progress = '', ...rows] = closedAddresses(id)
    expect((await world.get(progress, sending)).statusCode).toBe(200)
    for (const address of rows)
      expect(codeOf(await world.get(address, sending))).toEqual([403, 'SCOPE_MISSING'])
    expect((await world.get(progress, reading)).statusCode).toBe(200)
  })

  test("another body's batch cannot be told from one that does not exist", async () => {
    const id = await sent(good())
    await world.finish(id)
    for (const address of closedAddresses(id)) {
      const [others, nobodys] = [
        await world.get(address, otherKey),
        await world.get(address.replace(id, '00000000-0000-7000-8000-000000000000'), otherKey),
      ]
      expect(codeOf(others)).toEqual([404, 'BATCH_UNKNOWN'])
      const { requestId: _a, ...a } = others.json<{ requestId: string }>()
      const { requestId: _b, ...b } = nobodys.json<{ requestId: string }>()
      expect(a).toEqual(b)
    }
  })

  test('the key itself stands in no log and in no table', async () => {
    const secret = key.authorization.slice('Bearer '.length)
    expect(world.logged.join('\n')).not.toContain(secret)
    const rows = await world.database.query<{ row: string }>('select k::text as row from api_keys k')
    expect(rows.map(({ row }) => row).join('\n')).not.toContain(secret)
  })
})

describe('what is taken', () => {
  test.each([
    ['a type outside the catalogue', '/v1/batches?type=cn.jaywalking', 422, 'RECORD_TYPE_UNKNOWN'],
    ['a profile nobody has written', `${TO_REGISTRATION}&profile=none`, 422, 'PROFILE_UNKNOWN'],
    [
      'a type this body may not furnish',
      '/v1/batches?type=cn.administrative-penalty',
      403,
      'FURNISHER_NOT_ENTITLED',
    ],
    ['no type', '/v1/batches', 400, 'REQUEST_INVALID'],
    ['two types', `${TO_REGISTRATION}&type=cn.tax-credit-result`, 400, 'REQUEST_INVALID'],
    ['a field that is not ours', `${TO_REGISTRATION}&force=true`, 400, 'REQUEST_INVALID'],
  ])('%s is refused before a byte is kept', async (_what, address, status, code) => {
    const before = await world.database.query('select count(*) as n from batches')
    expect(codeOf(await world.send(address, key, good()))).toEqual([status, code])
    expect(await world.database.query('select count(*) as n from batches')).toEqual(before)
  })

  test.each([
    'application/json',
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'nonsense',
  ])('content of type %s is not taken', async (type) => {
    const answer = await world.send(TO_REGISTRATION, { ...key, 'content-type': type }, '{}')
    expect(codeOf(answer)).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED'])
  })

  test.each([
    'text/csv; charset=utf-8',
    'text/csv; charset=gb18030; header=present',
    'application/octet-stream',
    'TEXT/CSV',
  ])('content of type %s is', async (type) => {
    expect((await world.send(TO_REGISTRATION, { ...key, 'content-type': type }, good())).statusCode).toBe(202)
  })

  test('an empty file is refused at once', async () => {
    expect(codeOf(await world.send(TO_REGISTRATION, key, ''))).toEqual([400, 'BATCH_EMPTY'])
  })

  test('a file without rows was a mistake: it is refused, and says so', async () => {
    const id = await sent('uscc,name,registered_on\n')
    await world.finish(id)
    expect((await world.get(`/v1/batches/${id}`, key)).json()).toMatchObject({
      state: 'refused',
      refusal: { code: 'BATCH_WITHOUT_ROWS' },
      receipt: null,
    })
  })

  test('a header that lacks a column refuses the batch and names the column', async () => {
    const id = await sent('uscc,name\n91999999D00000013E,演示甲有限公司\n')
    await world.finish(id)
    const state = (await world.get(`/v1/batches/${id}`, key)).json<{
      state: string
      refusal: { code: string }
    }>()
    expect([state.state, state.refusal.code]).toEqual(['refused', 'BATCH_HEADER_FAULTY'])
    const faults = await world.get(`/v1/batches/${id}/faults`, key)
    expect(faults.body).toContain('registered_on')
  })
})

type FaultsPage = {
  items: { row: number; raw: string; faults: { code: string; says: { zh: string; en: string } }[] }[]
  next: number | null
}

describe('what becomes of it', () => {
  test('a batch is received, then completed with a receipt that accounts for every row', async () => {
    const answer = await world.send(TO_REGISTRATION, key, `${good()}x,y,z\n`)
    const { id, location } = answer.json<{ id: string; location: string }>()
    expect([answer.statusCode, answer.headers.location, location]).toEqual([
      202,
      `/v1/batches/${id}`,
      `/v1/batches/${id}`,
    ])
    const before = (await world.get(location, key)).json()
    expect(before).toMatchObject({
      id,
      state: 'received',
      completedAt: null,
      receipt: null,
      counts: { rows: null },
    })
    await world.finish(id)
    const after = (await world.get(location, key)).json<{ receipt: string }>()
    expect(after).toMatchObject({
      state: 'completed',
      type: 'cn.registration',
      profile: 'default',
      encoding: 'utf-8',
      completedAt: world.clock.now(),
      counts: { rows: 2, accepted: 1, corrected: 0, unchanged: 0, withdrawn: 0, faulty: 1 },
      subjectsMade: 1,
      refusal: null,
    })
    expect(verifyReceipt(platformSuite, after.receipt, world.house.signer.verifierKey)).toMatchObject({
      rows: 2,
      accepted: 1,
      faulty: 1,
      furnisher: 'registry',
    })
  })

  test('the same file again changes nothing, and says so', async () => {
    const csv = good()
    for (const expected of [
      { accepted: 1, unchanged: 0 },
      { accepted: 0, unchanged: 1 },
    ]) {
      const id = await sent(csv)
      await world.finish(id)
      expect((await world.get(`/v1/batches/${id}`, key)).json()).toMatchObject({ counts: expected })
    }
  })

  test('faults are paged in the order of the rows, each with its rule in both languages', async () => {
    const bad = Array.from({ length: 7 }, (_, i) => registration(`BAD${i}`, '演示错误有限公司'))
    const id = await sent(csvOf([registration(newUscc(), '演示甲有限公司'), ...bad]))
    await world.finish(id)
    const rows: number[] = []
    let after: number | null = 0
    while (after !== null && rows.length < 20) {
      const page: FaultsPage = (
        await world.get(`/v1/batches/${id}/faults?limit=3&after=${after}`, key)
      ).json<FaultsPage>()
      for (const { row, raw, faults } of page.items) {
        rows.push(row)
        expect(raw).toContain(`BAD${row - 3}`)
        expect(faults[0]?.says.zh).toMatch(/\p{Script=Han}/u)
        expect(faults[0]?.says.en).toMatch(/[a-z]{3}/)
        expect(JSON.stringify(faults)).not.toMatch(/\{\w+\}/)
      }
      after = page.next
    }
    expect(rows).toEqual([3, 4, 5, 6, 7, 8, 9])
  })

  test('notes are asked for apart from faults', async () => {
    const uscc = newUscc()
    const name = '演示注记有限公司'
    await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, name)]) })
    const { batch } = await world.submit(inspector, {
      type: 'cn.administrative-penalty',
      csv: csvOf([penalty(uscc, '演示他名铁器有限公司')]),
    })
    const faults = await world.get(`/v1/batches/${batch.batchId}/faults?weight=fault`, otherKey)
    const state = await world.get(`/v1/batches/${batch.batchId}`, otherKey)
    expect(faults.json()).toMatchObject({ items: [], next: null })
    expect(state.json()).toMatchObject({ namesDisagreeing: 1 })
  })

  test.each(['limit=0', 'limit=501', 'after=-1', 'after=x', 'weight=grave', 'page=2'])(
    'a page of faults by %s is refused',
    async (query) => {
      expect(codeOf(await world.get(`/v1/batches/${await sent(good())}/faults?${query}`, key))).toEqual([
        400,
        'REQUEST_INVALID',
      ])
    },
  )

  test('an id that is none is malformed, and no defect of ours', async () => {
    for (const address of closedAddresses('nonsense'))
      expect((await world.get(address, key)).statusCode).toBe(400)
  })
})

describe('proof of a row', () => {
  test('shows anybody that the row, byte for byte, is under the receipt', async () => {
    const good = csvOf([1, 2, 3, 4, 5].map((i) => registration(newUscc(), `演示${i}号有限公司`)))
    const csv = `${good}坏,行\n`
    const id = await sent(csv)
    await world.finish(id)
    const { receipt } = (await world.get(`/v1/batches/${id}`, key)).json<{ receipt: string }>()
    const checked = verifyReceipt(platformSuite, receipt, world.house.signer.verifierKey)
    const lines = csv.trimEnd().split('\n')
    for (let row = 2; row <= lines.length; row++) {
      const answer = (await world.get(`/v1/batches/${id}/rows/${row}/proof`, key)).json<{
        row: string
        proof: string
      }>()
      const bytes = decodeBase64(answer.row)
      expect(Buffer.from(bytes).toString()).toBe(lines[row - 1])
      const proof = parseRowProof(answer.proof)
      expect(() => verifyRow(platformSuite, checked, bytes, proof)).not.toThrow()
      bytes[0] = (bytes[0] ?? 0) ^ 1
      expect(() => verifyRow(platformSuite, checked, bytes, proof)).toThrow()
    }
  })

  test.each([
    ['1', 404],
    ['99', 404],
    ['0', 400],
    ['x', 400],
    ['99999999999', 404],
  ])('there is none of row %s', async (row, status) => {
    const id = await sent(good())
    await world.finish(id)
    expect((await world.get(`/v1/batches/${id}/rows/${row}/proof`, key)).statusCode).toBe(status)
  })
})

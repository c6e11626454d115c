// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type Answer, csvOf, newUscc, openHttpWorld, registration } from '../../test/http-world.ts'
import { workbookOf } from '../../test/workbooks.ts'
import type { BatchId } from '../kernel/ids.ts'
import { DoorLimits } from '../modules/collection/index.ts'
import { asKey } from '../modules/files/index.ts'
import { buildServer } from './server.ts'

const world = await openHttpWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const key = await world.keyOf(registry)
const LINES = 'application/x-ndjson'
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const TO_BATCHES = '/v1/batches?type=cn.registration'
const TO_RECORDS = '/v1/records?type=cn.registration'

const codeOf = (answer: Answer): [number, string] => [answer.statusCode, answer.json<{ code: string }>().code]
const idOf = (answer: Answer): string => {
  expect(answer.statusCode, answer.body).toBe(202)
  return answer.json<{ id: string }>().id
}

function post(url: string, headers: Record<string, string>, payload: string | Buffer): Promise<Answer> {
  return world.app.inject({ method: 'POST', url, headers: { ...key, ...headers }, payload })
}

async function stored(
  id: string,
): Promise<{ text: string; format: string; door: string; operation: string }> {
  const [row] = await world.database.query<{
    key: Buffer
    format: string
    door: string
    operation: string
  }>('select key_wrapped as key, format, door, operation from batches where batch_id = $1', [id])
  if (!row) throw new Error('no such batch')
  const parts: Buffer[] = []
  const { spool, nodeKey } = world.collection
  for await (const part of spool.read(id as BatchId, asKey(nodeKey.unwrap(row.key)))) parts.push(part)
  return { text: Buffer.concat(parts).toString(), ...row }
}

const good = (): string => csvOf([registration(newUscc(), '演示门有限公司')])

describe('a file', () => {
  const workbook = workbookOf([
    ['uscc', 'name', 'registered_on'],
    [newUscc(), '演示门有限公司', '2020-01-02'],
  ])

  test.each([
    ['text/csv', 'csv'],
    [LINES, 'jsonl'],
    [WORKBOOK, 'xlsx'],
    ['application/octet-stream', 'xlsx'],
  ])('sent as %s is kept as %s, byte for byte', async (kind, format) => {
    const bytes = format === 'xlsx' ? await workbook : Buffer.from(good())
    const id = idOf(await post(TO_BATCHES, { 'content-type': kind }, bytes))
    expect(await stored(id)).toMatchObject({ text: bytes.toString(), format, door: 'http' })
  })

  test('of another format than its content type says is refused', async () => {
    const answer = await post(TO_BATCHES, { 'content-type': WORKBOOK }, good())
    expect(codeOf(answer)).toEqual([400, 'BATCH_FORMAT_DIFFERS'])
  })

  test('sent as JSON belongs to another door', async () => {
    expect(codeOf(await post(TO_BATCHES, { 'content-type': 'application/json' }, '[]'))).toEqual([
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ])
  })

  test('says its operation, instant and period, and its state says them again', async () => {
    const taxKey = await world.keyOf(await world.furnisher('tax', 'tax-authority'))
    const words = 'operation=replace&period=2025&asOf=2026-06-01T08:00:00%2B08:00'
    const address = `/v1/batches?type=cn.tax-a-grade-list&${words}`
    const id = idOf(await post(address, { ...taxKey, 'content-type': 'text/csv' }, good()))
    expect((await world.get(`/v1/batches/${id}`, taxKey)).json()).toMatchObject({
      operation: 'replace',
      period: '2025',
      asOf: '2026-06-01T00:00:00.000Z',
      door: 'http',
      format: 'csv',
    })
  })

  test.each([
    ['operation=erase', 400, 'REQUEST_INVALID'],
    ['asOf=yesterday', 400, 'INSTANT_MALFORMED'],
    ['corrects=1', 400, 'ID_MALFORMED'],
    ['operation=replace', 422, 'OPERATION_NOT_POSSIBLE'],
    ['period=2026', 422, 'PERIOD_NOT_EXPECTED'],
  ])('with %s is refused', async (words, status, code) => {
    const answer = await post(`${TO_BATCHES}&${words}`, { 'content-type': 'text/csv' }, good())
    expect(codeOf(answer)).toEqual([status, code])
  })

  test('sent again with its key answers with the same batch; other bytes with that key are refused', async () => {
    const csv = good()
    const headers = { 'content-type': 'text/csv', 'idempotency-key': 'k-1' }
    const id = idOf(await post(TO_BATCHES, headers, csv))
    expect(idOf(await post(TO_BATCHES, headers, csv))).toBe(id)
    expect(codeOf(await post(TO_BATCHES, headers, good()))).toEqual([409, 'IDEMPOTENCY_KEY_USED'])
  })
})

describe('packed', () => {
  const packed = { 'content-type': 'text/csv', 'content-encoding': 'gzip' }

  test('with gzip a file is kept as it was before', async () => {
    const csv = good()
    expect((await stored(idOf(await post(TO_BATCHES, packed, gzipSync(csv))))).text).toBe(csv)
  })

  test('a bomb is refused before it has gone off, and nothing of it is kept', async () => {
    const before = process.memoryUsage.rss()
    const bomb = gzipSync(Buffer.alloc(512 * 1024 * 1024))
    expect(codeOf(await post(TO_BATCHES, packed, bomb))).toEqual([413, 'BODY_INFLATES_TOO_FAR'])
    expect(process.memoryUsage.rss() - before).toBeLessThan(600 * 1024 * 1024)
  })

  test.each([
    ['what is no gzip', Buffer.from('uscc,name\n')],
    ['what is cut short', gzipSync(good()).subarray(0, 40)],
  ])('%s is refused', async (_what, body) => {
    expect(codeOf(await post(TO_BATCHES, packed, body))).toEqual([400, 'BODY_NOT_GZIP'])
  })

  test('in a way we do not know, a file is refused', async () => {
    const headers = { ...packed, 'content-encoding': 'br' }
    expect(codeOf(await post(TO_BATCHES, headers, good()))).toEqual([415, 'CONTENT_ENCODING_UNSUPPORTED'])
  })
})

describe('a push', () => {
  const row = (): object => registration(newUscc(), '演示推有限公司')
  const push = (body: unknown, idempotencyKey: string, kind = 'application/json') =>
    post(
      TO_RECORDS,
      { 'content-type': kind, 'idempotency-key': idempotencyKey },
      typeof body === 'string' ? body : JSON.stringify(body),
    )

  test.each<[string, unknown[]]>([
    ['an array', [row(), row()]],
    ['one object', [row()]],
  ])('of %s is a batch of JSON Lines', async (what, rows) => {
    const body = what === 'an array' ? rows : rows[0]
    const id = idOf(await push(body, `push ${what}`.replaceAll(' ', '-')))
    expect(await stored(id)).toMatchObject({
      text: rows.map((one) => `${JSON.stringify(one)}\n`).join(''),
      format: 'jsonl',
      door: 'push',
    })
  })

  test('of JSON Lines is kept as it came', async () => {
    const lines = `${JSON.stringify(row())}\n${JSON.stringify(row())}`
    expect((await stored(idOf(await push(lines, 'push-lines', LINES)))).text).toBe(lines)
  })

  test('repeated is the same batch', async () => {
    const rows = [row()]
    expect(idOf(await push(rows, 'push-again'))).toBe(idOf(await push(rows, 'push-again')))
  })

  test('without a key is refused: a program that gets no answer could not repeat it safely', async () => {
    const answer = await post(TO_RECORDS, { 'content-type': 'application/json' }, '[{}]')
    expect(codeOf(answer)).toEqual([400, 'IDEMPOTENCY_KEY_MISSING'])
  })

  test.each([
    ['of ten thousand and one rows', `${'{}\n'.repeat(10_000)}{}`, LINES, 413, 'PUSH_TOO_MANY_ROWS'],
    ['of an array of as many', JSON.stringify(Array(10_001).fill({})), LINES, 413, 'PUSH_TOO_MANY_ROWS'],
    ['of a word', '"record"', 'application/json', 400, 'JSON_BODY_DAMAGED'],
    ['of half an array', '[{}', 'application/json', 400, 'JSON_BODY_DAMAGED'],
    ['of nothing', '', LINES, 400, 'BATCH_EMPTY'],
  ])('%s is refused', async (what, body, kind, status, code) => {
    expect(codeOf(await push(body, what.replaceAll(' ', '-'), kind))).toEqual([status, code])
  })
})

describe('an upload', () => {
  const begin = (body: object, headers: Record<string, string> = {}): Promise<Answer> =>
    post('/v1/uploads', { 'content-type': 'application/json', ...headers }, JSON.stringify(body))
  const part = (location: string, offset: number, payload: Buffer): Promise<Answer> =>
    world.app.inject({
      method: 'PATCH',
      url: location,
      headers: { ...key, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
      payload,
    })

  test('is announced, sent in parts, asked after with HEAD, and ends as a batch with its receipt', async () => {
    const bytes = Buffer.from(good())
    const begun = await begin({ type: 'cn.registration', length: bytes.length })
    expect([begun.statusCode, begun.headers['upload-offset']]).toEqual([201, '0'])
    const location = String(begun.headers.location)
    expect((await part(location, 0, bytes.subarray(0, 50))).headers['upload-offset']).toBe('50')
    const head = await world.app.inject({ method: 'HEAD', url: location, headers: key })
    expect([head.statusCode, head.headers['upload-offset'], head.body]).toEqual([200, '50', ''])
    expect(codeOf(await part(location, 0, bytes))).toEqual([409, 'UPLOAD_OFFSET'])
    const done = await part(location, 50, bytes.subarray(50))
    const { batch } = done.json<{ batch: string }>()
    expect(done.headers.location).toBe(`/v1/batches/${batch}`)
    await world.finish(batch)
    expect((await world.get(`/v1/batches/${batch}`, key)).json()).toMatchObject({
      state: 'completed',
      counts: { accepted: 1 },
    })
  })

  test('can be thrown away', async () => {
    const { location } = (await begin({ type: 'cn.registration', length: 10 })).headers
    expect(
      (await world.app.inject({ method: 'DELETE', url: String(location), headers: key })).statusCode,
    ).toBe(200)
    expect(codeOf(await world.get(String(location), key))).toEqual([404, 'UPLOAD_UNKNOWN'])
  })

  test('of nothing, of too much, or with a field too many is refused', async () => {
    const type = 'cn.registration'
    expect(codeOf(await begin({ type, length: 0 }))).toEqual([400, 'BATCH_EMPTY'])
    expect(codeOf(await begin({ type, length: 3 * 1024 ** 3 }))).toEqual([413, 'BATCH_TOO_LARGE'])
    expect(codeOf(await begin({ type, length: 1, colour: 'red' }))).toEqual([400, 'REQUEST_INVALID'])
  })

  test('needs a key like every other door', async () => {
    const { location } = (await begin({ type: 'cn.registration', length: 10 })).headers
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      const headers = method === 'PATCH' ? { 'content-type': 'application/offset+octet-stream' } : {}
      const answer = await world.app.inject({
        method,
        url: String(location),
        headers: { ...headers, 'upload-offset': '0' },
      })
      expect(answer.statusCode, method).toBe(401)
    }
  })

  test('too many at once are refused with the time to wait', async () => {
    const keen = await world.furnisher('keen', 'registration-authority')
    const keenKey = await world.keyOf(keen)
    let last: Answer | undefined
    for (let n = 0; n < 17; n++) last = await begin({ type: 'cn.registration', length: 10 }, keenKey)
    expect(last && codeOf(last)).toEqual([429, 'UPLOADS_OPEN'])
    expect(last?.headers['retry-after']).toBe('60')
  })
})

describe('on the wire', () => {
  test('a furnisher over its limit, and a full disk, are told when to come again', async () => {
    const tight = new DoorLimits(world.database, { atOnceMax: 8, bytesPerDayMax: 1 })
    const full = Object.create(world.collection.spool) as typeof world.collection.spool
    full.write = async () => {
      const { refuse } = await import('../kernel/refusal.ts')
      throw refuse('SPOOL_FULL', { retryAfterSeconds: 60 })
    }
    const answers: [number, string, boolean][] = []
    for (const change of [{ limits: tight }, { spool: full }]) {
      const app = await buildServer({ ...world.house, collection: { ...world.collection, ...change } })
      const answer = await app.inject({
        method: 'POST',
        url: TO_BATCHES,
        headers: { ...key, 'content-type': 'text/csv' },
        payload: good(),
      })
      answers.push([...codeOf(answer), Number(answer.headers['retry-after']) > 0])
      await app.close()
    }
    expect(answers).toEqual([
      [429, 'DAY_ALLOWANCE_USED', true],
      [503, 'SPOOL_FULL', true],
    ])
  })

  test.each(['identity', 'gzip'])(
    'a refusal in the middle of a body sent as %s is heard',
    async (encoding) => {
      const tight = new DoorLimits(world.database, { atOnceMax: 8, bytesPerDayMax: 1 })
      const app = await buildServer({ ...world.house, collection: { ...world.collection, limits: tight } })
      const url = await app.listen({ host: '127.0.0.1', port: 0 })
      const plain = Buffer.from(
        csvOf(Array(400_000).fill(registration(newUscc(), randomBytes(9).toString('hex')))),
      )
      const body = encoding === 'gzip' ? gzipSync(plain, { level: 0 }) : plain
      const headers = { ...key, 'content-type': 'text/csv', 'content-encoding': encoding }
      const answer = await fetch(`${url}${TO_BATCHES}`, { method: 'POST', headers, body })
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        429,
        'DAY_ALLOWANCE_USED',
      ])
      await app.close()
    },
  )

  test('a line that breaks in the middle of a file leaves no batch, and one of an upload what had come', async () => {
    const app = await buildServer(world.house)
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.address() as { port: number }
    const breakOff = async (lines: string[], body: string): Promise<void> => {
      const socket = connect(port, '127.0.0.1')
      socket.write(`${lines.join('\r\n')}\r\ncontent-length: 1000\r\n\r\n${body}`)
      await delay(300)
      socket.destroy()
      await delay(300)
    }
    const common = ['host: x', `authorization: ${key.authorization}`]
    const count = async () => (await world.database.query('select count(*) as n from batches'))[0]
    const before = await count()
    await breakOff([`POST ${TO_BATCHES} HTTP/1.1`, ...common, 'content-type: text/csv'], good())
    expect(await count()).toEqual(before)

    const begun = await post(
      '/v1/uploads',
      { 'content-type': 'application/json' },
      JSON.stringify({ type: 'cn.registration', length: 1000 }),
    )
    const location = String(begun.headers.location)
    const type = 'content-type: application/offset+octet-stream'
    await breakOff([`PATCH ${location} HTTP/1.1`, ...common, type, 'upload-offset: 0'], 'x'.repeat(77))
    expect((await world.get(location, key)).json()).toMatchObject({ offset: 77, batch: null })
    expect(world.logged.join()).toContain('http.broken-off')
    await app.close()
  })
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { type Answer, csvOf, newUscc, openHttpWorld, registration } from '../../test/http-world.ts'
import type { Instant } from '../kernel/civil-date.ts'
import { issueApiKey } from '../modules/access/index.ts'

const world = await openHttpWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')
const otherBody = await world.furnisher('other', 'penalty-authority')
const key = await world.keyOf(inspector)
const otherKey = await world.keyOf(otherBody)
const NAME = '演示工坊有限公司'
const uscc = newUscc()
await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, NAME)]) })

async function officer(
  holder: string,
  scopes = ['batches:read', 'quarantine:propose', 'quarantine:release'],
) {
  const { participantId } = inspector
  const made = await world.database.transact((tx) =>
    issueApiKey(tx, { participantId, scopes, expiresOn: null, holder }),
  )
  return { authorization: `Bearer ${made}` }
}

const post = (url: string, headers: Record<string, string>, payload?: object): Promise<Answer> =>
  world.app.inject({ method: 'POST', url, headers, ...(payload ? { payload } : {}) })
const codeOf = (answer: Answer): [number, string] => [answer.statusCode, answer.json<{ code: string }>().code]

const headings = ['party_name', 'party_kind', 'uscc', 'decision_number', 'decision_on', 'effective_until']
const rest = ['authority', 'penalty_kinds', 'content']
let numbers = 0
function cells(more: Record<string, string> = {}): string[] {
  numbers++
  const row: Record<string, string> = {
    party_name: NAME,
    party_kind: 'organisation',
    uscc,
    decision_number: `示字${numbers}号`,
    decision_on: '2026-05-04',
    effective_until: '',
    authority: '示范市演示局',
    penalty_kinds: 'fine',
    content: '罚款五万元',
    ...more,
  }
  return [...headings, ...rest].map((heading) => row[heading] ?? '')
}

async function sentRows(...rows: string[][]): Promise<string> {
  const csv = [[...headings, ...rest], ...rows].map((row) => row.join()).join('\n')
  const answer = await world.send('/v1/batches?type=cn.administrative-penalty', key, csv)
  const { id } = answer.json<{ id: string }>()
  await world.finish(id)
  return id
}

type Finding = { row: number; raw: string; cells: string[] | null; faults: { code: string; field: string }[] }
type FaultsPage = {
  columns: { heading: string; field: string | null; title: { zh: string } | null }[] | null
  items: Finding[]
  next: number | null
}

describe('what came back', () => {
  test('faults carry the row in the columns of its own file, with the catalogue’s word for each', async () => {
    const id = await sentRows(cells(), cells({ decision_on: '2026-02-30', content: '=1+1' }))
    const page = (await world.get(`/v1/batches/${id}/faults`, key)).json<FaultsPage>()
    expect(page.columns?.map((column) => column.heading)).toEqual([...headings, ...rest])
    expect(page.columns?.[4]).toMatchObject({ field: 'decision_on', title: { zh: '处罚决定日期' } })
    expect(page.items[0]?.cells?.[4]).toBe('2026-02-30')
    expect(page.items[0]?.cells?.[8]).toBe('=1+1')
    expect(page.items[0]?.faults).toMatchObject([{ code: 'FRM-DAY', field: 'decision_on' }])
  })

  test('faults are filtered by rule and by column, by heading or by field, and counted', async () => {
    const id = await sentRows(
      cells({ decision_on: 'x' }),
      cells({ uscc: 'BAD' }),
      cells({ decision_on: 'y', uscc: 'BAD' }),
    )
    const rowsBy = async (query: string) =>
      (await world.get(`/v1/batches/${id}/faults?${query}`, key))
        .json<FaultsPage>()
        .items.map((item) => item.row)
    expect(await rowsBy('rule=FRM-DAY')).toEqual([2, 4])
    expect(await rowsBy('column=uscc')).toEqual([3, 4])
    expect(await rowsBy('rule=FRM-DAY&column=uscc')).toEqual([])
    expect(await rowsBy('rule=FRM-DAY&after=2&limit=1')).toEqual([4])
    const counts = (await world.get(`/v1/batches/${id}/faults/counts`, key)).json<{
      items: { code: string; field: string; rows: number; says: { en: string } }[]
    }>()
    expect(counts.items).toContainEqual(
      expect.objectContaining({ code: 'FRM-DAY', field: 'decision_on', weight: 'fault', rows: 2 }),
    )
    expect(codeOf(await world.get(`/v1/batches/${id}/faults?rule=${'x'.repeat(65)}`, key))[0]).toBe(400)
  })

  test('a body lists its own batches and nobody else’s, newest first, page by page', async () => {
    const ids: string[] = []
    for (const second of [1, 2]) {
      world.clock.set(`2026-06-15T02:00:0${second}.000Z` as Instant)
      ids.push(await sentRows(cells()))
    }
    const list = async (query: string, headers = key) =>
      (await world.get(`/v1/batches?${query}`, headers)).json<{
        items: { id: string; rows: number }[]
        next: string | null
      }>()
    const first = await list('limit=1')
    expect(first.items).toMatchObject([{ id: ids[1], rows: 1, faulty: 0, state: 'completed' }])
    expect((await list(`limit=1&before=${first.next}`)).items).toMatchObject([{ id: ids[0] }])
    expect(await list('', otherKey)).toEqual({ items: [], next: null })
  })

  test('a key says whose it is and what that body may furnish', async () => {
    const answer = (await world.get('/v1/furnisher', await officer('clerk-9'))).json()
    expect(answer).toMatchObject({ code: 'inspector', holder: 'clerk-9' })
    expect(answer.types.map((type: { code: string }) => type.code)).toEqual(['cn.administrative-penalty'])
    expect(answer.types[0].profiles.map((profile: { code: string }) => profile.code)).toEqual([
      'default',
      'shuanggongshi-penalty',
    ])
  })

  test('what is answered to a key lies in no cache', async () => {
    for (const address of ['/v1/furnisher', '/v1/batches', '/v1/quarantine', '/v1/notices'])
      expect((await world.get(address, key)).headers['cache-control'], address).toBe('no-store')
  })
})

describe('mending', () => {
  test('a row is checked without a trace, sent again, and both batches keep their counts', async () => {
    const id = await sentRows(cells(), cells({ decision_number: '' }))
    const bad = { rows: [{ row: 3, cells: cells({ decision_number: '' }) }] }
    const good = { rows: [{ row: 3, cells: cells() }] }
    const checked = await post(`/v1/batches/${id}/rows/check`, key, bad)
    expect(checked.json()).toMatchObject({ faults: [{ row: 3, faults: [{ code: 'CMP-DOCUMENT' }] }] })
    expect((await post(`/v1/batches/${id}/rows/check`, key, good)).json()).toMatchObject({ faults: [] })
    const answer = await post(`/v1/batches/${id}/corrections`, key, good)
    expect([answer.statusCode, answer.headers.location]).toEqual([
      202,
      `/v1/batches/${answer.json<{ id: string }>().id}`,
    ])
    const next = answer.json<{ id: string }>().id
    await world.finish(next)
    expect((await world.get(`/v1/batches/${next}`, key)).json()).toMatchObject({
      correctsBatchId: id,
      counts: { rows: 1, accepted: 1, faulty: 0 },
    })
    expect((await world.get(`/v1/batches/${id}`, key)).json()).toMatchObject({
      counts: { rows: 2, accepted: 1, faulty: 1 },
      quarantine: [{ state: 'corrected', rows: 1 }],
    })
    expect(codeOf(await post(`/v1/batches/${id}/corrections`, key, good))).toEqual([409, 'ROW_NOT_WAITING'])
  })

  test.each([
    ['no rows', { rows: [] }],
    ['too many rows', { rows: Array.from({ length: 101 }, (_, row) => ({ row: row + 2, cells: ['x'] })) }],
    ['a row without cells', { rows: [{ row: 2, cells: [] }] }],
    ['a row that is none', { rows: [{ row: 0, cells: ['x'] }] }],
    ['a field too many', { rows: [{ row: 2, cells: ['x'], force: true }] }],
    ['nothing', {}],
  ])('%s is refused', async (_what, body) => {
    const id = await sentRows(cells({ uscc: 'BAD' }))
    for (const act of ['rows/check', 'corrections'])
      expect(codeOf(await post(`/v1/batches/${id}/${act}`, key, body))).toEqual([400, 'REQUEST_INVALID'])
  })
})

describe('quarantine over the wire', () => {
  test('two officers release a doubt, and nobody alone', async () => {
    const id = await sentRows(cells({ effective_until: '2026-01-01' }))
    const [one, two] = [await officer('clerk-1'), await officer('clerk-2')]
    const waiting = (await world.get(`/v1/quarantine?batch=${id}`, one)).json()
    expect(waiting.items).toMatchObject([
      { batch: id, row: 2, releasable: true, ageDays: 0, codes: [{ code: 'CNS-END-BEFORE-START' }] },
    ])
    const body = { batch: id, rows: [2], ground: 'document' }
    expect(codeOf(await post('/v1/quarantine/releases', key, body))).toEqual([403, 'HOLDER_MISSING'])
    const proposed = await post('/v1/quarantine/releases', one, body)
    expect(proposed.statusCode).toBe(201)
    const release = proposed.json<{ id: string }>().id
    expect((await world.get('/v1/quarantine/releases', two)).json().items).toMatchObject([
      { id: release, batch: id, rows: [2], proposer: 'clerk-1' },
    ])
    const second = `/v1/quarantine/releases/${release}/second`
    expect(codeOf(await post(second, one))).toEqual([403, 'SECOND_OFFICER_SAME'])
    expect(codeOf(await post(second, otherKey))).toEqual([403, 'HOLDER_MISSING'])
    const done = await post(second, two)
    expect(done.statusCode).toBe(202)
    await world.finish(done.json<{ id: string }>().id)
    expect((await world.get(`/v1/quarantine?state=released&batch=${id}`, one)).json().items).toMatchObject([
      { row: 2, leftBy: { batch: done.json<{ id: string }>().id, row: 2 } },
    ])
    expect(codeOf(await post(second, two))).toEqual([409, 'ACT_DECIDED'])
  })

  test('a proposal is declined, and a row is given to an officer', async () => {
    const id = await sentRows(cells({ effective_until: '2026-01-01' }))
    const one = await officer('clerk-1')
    const body = { batch: id, rows: [2], ground: 'inquiry' }
    const { id: release } = (await post('/v1/quarantine/releases', one, body)).json<{ id: string }>()
    expect((await post(`/v1/quarantine/releases/${release}/decline`, one)).json()).toEqual({ declined: true })
    const assigned = await post('/v1/quarantine/assignments', key, {
      batch: id,
      rows: [2],
      holder: 'clerk-7',
    })
    expect(assigned.json()).toEqual({ rows: 1 })
    expect((await world.get('/v1/quarantine?holder=clerk-7', key)).json().items).toMatchObject([
      { batch: id, holder: 'clerk-7' },
    ])
  })

  test.each(['state=gone', 'limit=0', 'limit=201', 'after=x', 'batch=x', 'page=2'])(
    'a list by %s is refused',
    async (query) => {
      expect((await world.get(`/v1/quarantine?${query}`, key)).statusCode).toBe(400)
    },
  )

  test('without a key, or without the scope, nothing is said', async () => {
    const bare = await world.keyOf(inspector, ['quarantine:propose'])
    for (const address of ['/v1/batches', '/v1/quarantine', '/v1/quarantine/releases', '/v1/notices']) {
      expect(codeOf(await world.get(address))).toEqual([401, 'API_KEY_MISSING'])
      expect(codeOf(await world.get(address, bare))).toEqual([403, 'SCOPE_MISSING'])
    }
    expect(codeOf(await world.get('/v1/furnisher'))).toEqual([401, 'API_KEY_MISSING'])
  })
})

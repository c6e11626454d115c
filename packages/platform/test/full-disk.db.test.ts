// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { type Database, openDatabase } from '../src/kernel/db/database.ts'
import { apiScopes, issueApiKey } from '../src/modules/access/index.ts'
import { registerParticipant } from '../src/modules/participants/index.ts'
import { newUscc } from './http-world.ts'
import { startOnSmallDisk, whyNoSmallDisk } from './small-disk.ts'
import { openKeysDatabase, openTestDatabase } from './test-database.ts'

const root = await mkdtemp(join(tmpdir(), 'probity-full-'))
afterAll(() => rm(root, { recursive: true, force: true }))
const why = whyNoSmallDisk()
const TYPE = 'cn.registration'

async function admit(database: Database): Promise<string> {
  return database.transact(async (tx) => {
    const { participantId } = await registerParticipant(tx, {
      code: 'registry',
      name: { zh: '登记机关', en: 'Registry' },
      kind: 'department',
      functions: ['registration-authority'],
      division: '999999',
    })
    return issueApiKey(tx, { participantId, scopes: apiScopes, expiresOn: null })
  })
}

function fileOf(rows: number): string {
  const line = () => `${newUscc()},演示满盘有限公司,2020-01-02\n`
  return `uscc,name,registered_on\n${Array.from({ length: rows }, line).join('')}`
}

type Answer = { status: number; retryAfter: string | null; body: Record<string, unknown> }

/** What one holding this key can do, over the wire. */
function clientOf(url: string, key: string) {
  const call = async (path: string, init: RequestInit = {}, kind = 'text/csv'): Promise<Answer> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': kind, ...init.headers }
    const answer = await fetch(`${url}${path}`, { ...init, headers })
    const body = (await answer.json()) as Record<string, unknown>
    return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body }
  }
  const finished = async (id: unknown): Promise<Answer['body']> => {
    for (let n = 0; n < 1_200; n++) {
      const { status, body } = await call(`/v1/batches/${id}`)
      if (status === 200 && ['completed', 'refused', 'stuck'].includes(String(body.state))) return body
      await delay(100)
    }
    throw new Error('the batch did not end in time')
  }
  return {
    call,
    finished,
    send: (csv: string, language = 'zh') =>
      call(`/v1/batches?type=${TYPE}`, {
        method: 'POST',
        body: csv,
        headers: { 'accept-language': language },
      }),
    readiness: () => call('/readyz'),
    offsetOf: async (upload: unknown) => Number((await call(String(upload))).body.offset),
    announce: (bytes: number) =>
      call(
        '/v1/uploads',
        { method: 'POST', body: JSON.stringify({ type: TYPE, length: bytes }) },
        'application/json',
      ),
    part: (at: unknown, offset: number, bytes: string) =>
      call(
        String(at),
        { method: 'PATCH', body: bytes.slice(offset), headers: { 'upload-offset': String(offset) } },
        'application/offset+octet-stream',
      ),
  }
}

const filesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 600; n++) {
    if (await holds()) return
    await delay(100)
  }
  throw new Error('it did not come to hold within a minute')
}

test('a full spool refuses in both languages, keeps no half of anything, and takes again when there is room', {
  timeout: 240_000,
}, async ({ skip }) => {
  if (why !== null) skip(why)
  const { ownerUrl, database, clock } = await openTestDatabase()
  const { ownerUrl: keysUrl } = await openKeysDatabase(clock)
  const inbox = join(root, 'inbox')
  const drop = join(inbox, 'registry', TYPE)
  await mkdir(drop, { recursive: true })
  const env = { DATABASE_URL: ownerUrl, KEYS_DATABASE_URL: keysUrl, INBOX: inbox, INBOX_SECONDS: '1' }
  const node = await startOnSmallDisk(join(root, 'spool-node'), '12m', env)
  const count = async (what: string): Promise<number> =>
    (await database.query(`select 1 from ${what}`)).length
  try {
    const { send, finished, announce, part, offsetOf } = clientOf(node.url, await admit(database))
    const first = await send(fileOf(2_000))
    expect(await finished(first.body.id)).toMatchObject({ state: 'completed', counts: { accepted: 2_000 } })
    const kept = await node.filesIn('spool')
    expect(kept).toHaveLength(1)

    // A part of each fits, and of the whole file none may stay.
    node.fill(1_000_000)
    const large = fileOf(40_000)
    expect(await send(large)).toMatchObject({
      status: 503,
      retryAfter: '60',
      body: { code: 'SPOOL_FULL', detail: expect.stringContaining('暂存区已满') },
    })
    expect(await node.filesIn('spool')).toEqual(kept)
    const upload = (await announce(Buffer.byteLength(large))).body.location
    expect(await part(upload, 0, large)).toMatchObject({ status: 503, body: { code: 'SPOOL_FULL' } })

    node.fill()
    const small = fileOf(10)
    expect((await send(small, 'en')).body).toMatchObject({
      code: 'SPOOL_FULL',
      detail: expect.stringContaining('no part of it was kept'),
      hint: expect.stringContaining('Send it again later'),
    })
    await writeFile(join(drop, 'a.csv'), fileOf(5))
    await until(async () => (await filesIn(join(drop, 'working'))).length === 1)
    await delay(2_500)
    expect(await filesIn(join(drop, 'failed'))).toEqual([])
    expect([await count('batches'), await count('outbox')]).toEqual([1, 1])

    node.makeRoom()
    await until(async () => (await filesIn(join(drop, 'done'))).length === 2)
    const again = await send(small)
    expect(await finished(again.body.id)).toMatchObject({ state: 'completed', counts: { accepted: 10 } })
    const acknowledged = await offsetOf(upload)
    const whole = await part(upload, acknowledged, large)
    expect(await finished(whole.body.batch)).toMatchObject({ counts: { rows: 40_000, accepted: 40_000 } })
    expect(node.isAlive()).toBe(true)
  } finally {
    await node.stop()
  }
})

test('a full disk under the embedded database is waited out: the node stands, and goes on by itself', {
  timeout: 300_000,
}, async ({ skip }) => {
  if (why !== null) skip(why)
  const node = await startOnSmallDisk(join(root, 'database-node'), '400m')
  const { database: connection } = node.file
  const database = openDatabase({ ...connection, clock: systemClock() })
  const key = await admit(database)
  await database.close()
  const client = new pg.Client({ connectionString: connection.url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { send, finished, readiness } = clientOf(node.url, key)
    const first = await send(fileOf(30_000))
    expect(first.status).toBe(202)
    node.fill()
    expect(await send(fileOf(10))).toMatchObject({ status: 503, body: { code: 'SPOOL_FULL' } })
    // The server ends itself when it cannot write the next segment of its own log.
    const segment = "select pg_logical_emit_message(true, 'test', repeat('x', 8000000))"
    const writing = async () => {
      for (let n = 0; n < 100; n++) await client.query(segment)
    }
    await expect(writing()).rejects.toThrow(/No space left on device|terminated/)
    await until(async () => node.log().includes('database.disk-full'))
    for (let n = 0; n < 3; n++) {
      expect(await readiness()).toMatchObject({ status: 503, retryAfter: '2', body: { code: 'OUTAGE' } })
      expect(await send(fileOf(10))).toMatchObject({ status: 503, retryAfter: '2' })
      await delay(1_000)
    }
    expect(node.isAlive()).toBe(true)

    node.makeRoom()
    await until(async () => (await readiness()).status === 200)
    expect(await finished(first.body.id)).toMatchObject({ state: 'completed', counts: { accepted: 30_000 } })
    const again = await send(fileOf(10))
    expect(await finished(again.body.id)).toMatchObject({ state: 'completed', counts: { accepted: 10 } })
  } finally {
    await client.end().catch(() => undefined)
    await node.stop()
  }
})

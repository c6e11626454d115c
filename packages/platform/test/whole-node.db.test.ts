// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { nodeFileOf, type RunningNode, startNode } from '../src/app.ts'
import { main } from '../src/cli/main.ts'
import { formatOfName, sendFile } from '../src/cli/send-file.ts'
import { loadConfig } from '../src/kernel/config.ts'
import { createLogger } from '../src/kernel/logger.ts'
import { apiScopes, issueApiKey } from '../src/modules/access/index.ts'
import { registerParticipant } from '../src/modules/participants/index.ts'
import { newUscc } from './http-world.ts'
import { openKeysDatabase, openTestDatabase } from './test-database.ts'

const root = await mkdtemp(join(tmpdir(), 'probity-node-'))
afterAll(() => rm(root, { recursive: true, force: true }))

type Admitted = { readonly node: RunningNode; readonly headers: { authorization: string } }

async function start(
  dataDir: string,
  env: Record<string, string> = {},
  logged: string[] = [],
): Promise<RunningNode> {
  const config = loadConfig(['--data', dataDir, '--port', '0', '--empty'], env)
  const log = createLogger({ level: 'info', destination: { write: (line) => void logged.push(line) } })
  return startNode(config, log)
}

async function admit(node: RunningNode): Promise<Admitted> {
  const { database } = node.house
  const key = await database.transact(async (tx) => {
    const { participantId } = await registerParticipant(tx, {
      code: 'registry',
      name: { zh: '登记机关', en: 'Registry' },
      kind: 'department',
      functions: ['registration-authority'],
      division: '999999',
    })
    return issueApiKey(tx, { participantId, scopes: apiScopes, expiresOn: null })
  })
  return { node, headers: { authorization: `Bearer ${key}` } }
}

async function fileOf(name: string, rows: number): Promise<{ file: string; bytes: number }> {
  const lines = Array.from({ length: rows }, () => `${newUscc()},演示节点有限公司,2020-01-02`)
  const text = `uscc,name,registered_on\n${lines.join('\n')}\n`
  const file = join(root, name)
  await writeFile(file, text)
  return { file, bytes: Buffer.byteLength(text) }
}

const sendingOf = (given: { file: string; bytes: number }, headers: Record<string, string>) => ({
  ...given,
  headers,
  format: formatOfName(given.file, undefined),
  idempotencyKey: null,
  query: { type: 'cn.registration', profile: 'default' },
})

type State = { state: string; counts: { rows: number; accepted: number } }

async function finished(url: string, id: string, headers: Record<string, string>): Promise<State> {
  for (let n = 0; n < 3_000; n++) {
    const answer = await fetch(`${url}/v1/batches/${id}`, { headers }).catch(() => undefined)
    const state = answer?.ok ? ((await answer.json()) as State) : undefined
    if (state && ['completed', 'refused', 'stuck'].includes(state.state)) return state
    await delay(50)
  }
  throw new Error('the batch did not end in time')
}

/** A line between furnisher and node that breaks after so many bytes, so many times. */
async function openBreakingLine(
  to: number,
  everyBytes: number,
  times: number,
): Promise<Server & { broken: number }> {
  const line = Object.assign(
    createServer((here) => {
      const there = connect(to, '127.0.0.1')
      let passed = 0
      here.on('data', (part: Buffer) => {
        passed += part.length
        if (passed > everyBytes && line.broken < times) {
          line.broken++
          here.destroy()
          there.destroy()
        } else there.write(part)
      })
      there.on('data', (part) => here.write(part))
      for (const [one, other] of [
        [here, there],
        [there, here],
      ] as const) {
        one.on('error', () => other.destroy())
        one.on('close', () => other.destroy())
      }
    }),
    { broken: 0 },
  )
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve))
  return line
}

describe('a whole node', () => {
  test('goes through breaking lines and a killed database: every row that was acknowledged is there once', async () => {
    const dataDir = join(root, 'var')
    const logged: string[] = []
    const { node, headers } = await admit(await start(dataDir, {}, logged))
    try {
      const line = await openBreakingLine(Number(new URL(node.url).port), 400_000, 3)
      const { port } = line.address() as { port: number }
      const rows = 40_000
      const sent: number[] = []
      const id = await sendFile(
        `http://127.0.0.1:${port}`,
        sendingOf(await fileOf('large.csv', rows), headers),
        {
          inPartsAbove: 100_000,
          partBytes: 1_000_000,
          retryMs: 50,
          onSent: (bytes) => sent.push(bytes),
        },
      )
      line.close()
      expect(line.broken).toBe(3)
      expect(sent).toEqual([...sent].sort((a, b) => a - b))

      const [pid = ''] = (await readFile(join(dataDir, 'pg', 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGKILL')
      const away = await fetch(`${node.url}/v1/batches/${id}`, { headers })
      if (!away.ok) expect([away.status, away.headers.get('retry-after')]).toEqual([503, '2'])
      expect(await finished(node.url, id, headers)).toMatchObject({
        state: 'completed',
        counts: { rows, accepted: rows },
      })
      expect(logged.some((entry) => entry.includes('database.restarted'))).toBe(true)
      expect((await fetch(`${node.url}/readyz`)).status).toBe(200)
    } finally {
      await node.stop()
    }
  }, 240_000)

  test('stopped in the middle of a batch ends at once, and the next start takes the batch to its receipt', async () => {
    const dataDir = join(root, 'var-2')
    const first = await admit(await start(dataDir))
    const rows = 20_000
    const sending = sendingOf(await fileOf('stopped.csv', rows), first.headers)
    const id = await sendFile(first.node.url, sending)
    const { port } = new URL(first.node.url)
    const stalled = connect(Number(port), '127.0.0.1')
    const head = [
      'POST /v1/batches?type=cn.registration HTTP/1.1',
      'host: x',
      `authorization: ${first.headers.authorization}`,
      'content-type: text/csv',
      'content-length: 1000',
    ]
    stalled.write(`${head.join('\r\n')}\r\n\r\nuscc,`)
    stalled.on('error', () => undefined)
    await delay(400)
    const from = performance.now()
    await first.node.stop()
    expect(performance.now() - from).toBeLessThan(19_000)
    const second = await start(dataDir)
    expect(await finished(second.url, id, first.headers)).toMatchObject({
      state: 'completed',
      counts: { rows, accepted: rows },
    })
    await second.stop()
  }, 240_000)
})

/** What the operator sees of a batch that was given up, and that it can be queued again. */
async function operatorLooksAt(node: RunningNode, dataDir: string, batchId: string): Promise<void> {
  const { database } = node.house
  const run = async (...words: string[]): Promise<[number, string]> => {
    let text = ''
    const stdout = new Writable({
      write: (part, _encoding, done) => {
        text += String(part)
        done()
      },
    })
    const io = { stdin: process.stdin, stdout, stderr: stdout, env: {}, isTty: false }
    const code = await main([...words, '--data', dataDir], io)
    return [code, text]
  }
  expect(await run('batch', 'list', '--stuck')).toEqual([0, ''])
  expect(await run('admin', 'source', 'list')).toEqual([0, ''])
  expect(await run('batch', 'retry', batchId)).toEqual([
    1,
    expect.stringContaining('This batch is not stuck'),
  ])
  const at = database.clock.now()
  await database.query("update batches set stuck_at = $2, state = 'judging' where batch_id = $1", [
    batchId,
    at,
  ])
  await database.query(
    "update outbox set stuck_at = $2, delivered_at = null where payload->>'batchId' = $1",
    [batchId, at],
  )
  expect(await run('batch', 'list', '--stuck')).toEqual([
    0,
    expect.stringContaining(`${batchId}\tcn.registration\tjudging`),
  ])
  await database.query("update batches set state = 'completed' where batch_id = $1", [batchId])
  expect(await run('batch', 'retry', batchId)).toEqual([0, expect.stringContaining(batchId)])
  expect(await run('batch', '--help')).toEqual([0, expect.stringContaining('list --stuck')])
}

describe('several nodes over one database', () => {
  test('work with one key and one spool; a node with another key does not start', async () => {
    const { ownerUrl, clock } = await openTestDatabase()
    const { ownerUrl: keysUrl } = await openKeysDatabase(clock)
    const env = { DATABASE_URL: ownerUrl, KEYS_DATABASE_URL: keysUrl, SPOOL: 'database' }
    const [one, two, stranger] = ['one', 'two', 'stranger'].map((name) => join(root, name)) as [
      string,
      string,
      string,
    ]
    const { node: first, headers } = await admit(await start(one, env))
    await expect(start(stranger, env)).rejects.toMatchObject({ code: 'NODE_KEY_DIFFERS' })
    await mkdir(join(two, 'secrets'), { recursive: true })
    for (const secret of ['node.key', 'note.key'])
      await cp(join(one, 'secrets', secret), join(two, 'secrets', secret))
    const second = await start(two, env)
    const sending = sendingOf(await fileOf('shared.csv', 4_000), headers)
    const ids = [await sendFile(first.url, sending), await sendFile(first.url, sending)]
    // The one that took them in is gone: the other can read what it spooled.
    await first.stop()
    for (const id of ids)
      expect(await finished(second.url, id, headers)).toMatchObject({ state: 'completed' })
    await operatorLooksAt(second, two, ids[0] ?? '')
    await second.stop()
    await expect(readFile(nodeFileOf(two))).rejects.toMatchObject({ code: 'ENOENT' })
  }, 240_000)
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Instant } from '../civil-date.ts'
import { fixedClock } from '../clock.ts'
import { openDatabase } from './database.ts'
import { waitUntil } from './server-shutdown.ts'
import { superviseEmbeddedPostgres } from './supervised-postgres.ts'

const folder = await mkdtemp(join(tmpdir(), 'probity-supervised-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a database that is killed comes again at the same address, until it dies too often', async () => {
  const clock = fixedClock('2026-06-15T02:00:00.000Z' as Instant)
  const ends: { restarts: boolean; count: number }[] = []
  let ready = 0
  const server = await superviseEmbeddedPostgres({
    dataDir: folder,
    clock,
    settings: { shared_buffers: '16MB' },
    log: () => undefined,
    onEnd: (end) => ends.push(end),
    onFull: () => expect.unreachable('the disk is not full'),
    onReady: () => ready++,
  })
  let ended: unknown
  void server.exited.then((how) => {
    ended = how
  })
  const database = openDatabase({ url: server.url, clock })
  await database.query('create table kept as select 42 as answer')
  const kill = async (): Promise<void> => {
    const [before, pid] = [ready + ends.length, server.pid]
    process.kill(pid, 'SIGKILL')
    await waitUntil(() => ready + ends.length >= before + 2 || ended !== undefined, 20_000)
  }
  await kill()
  // A pooled connection may first notice that its server was another one.
  await database.query('select 1').catch(() => undefined)
  expect(await database.query('table kept')).toEqual([{ answer: 42 }])
  for (let n = 0; n < 4; n++) await kill()
  expect(ended).toBeUndefined()
  await kill()
  expect(ends.map(({ restarts }) => restarts)).toEqual([true, true, true, true, true, false])
  expect(ended).toMatchObject({ expected: false })
  await database.close()
  await server.stop()
}, 120_000)

test('a stop is an end that was expected, and starts nothing again', async () => {
  const dataDir = join(folder, 'second')
  const server = await superviseEmbeddedPostgres({
    dataDir,
    clock: fixedClock('2026-06-15T02:00:00.000Z' as Instant),
    settings: { shared_buffers: '16MB' },
    log: () => undefined,
    onEnd: () => expect.unreachable('nothing ended by itself'),
    onFull: () => undefined,
    onReady: () => undefined,
  })
  await server.stop()
  expect(await server.exited).toMatchObject({ expected: true })
}, 60_000)

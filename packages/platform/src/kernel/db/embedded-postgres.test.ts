// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyKernel, type KernelCopy } from '../../../test/kernel-process.ts'
import { assertLocale, assertReachable } from './assert-database.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { sendSignal, waitUntil } from './server-shutdown.ts'

const settings = { shared_buffers: '16MB' }
const log = (): void => undefined
const folders: string[] = []
let kernel: KernelCopy

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'probity-pg-'))
  folders.push(folder)
  return folder
}

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as T[]
  } finally {
    await client.end()
  }
}

async function withServer<T>(dataDir: string, act: (server: EmbeddedPostgres) => Promise<T>): Promise<T> {
  const server = await startEmbeddedPostgres({ dataDir, log, settings })
  try {
    return await act(server)
  } finally {
    await server.stop()
  }
}

const startScript = `
import { startEmbeddedPostgres } from './kernel/db/embedded-postgres.js'
const server = await startEmbeddedPostgres({
  dataDir: process.argv[2], log: () => undefined, settings: { shared_buffers: '16MB' },
})
console.log('up', server.pid, server.url)
setInterval(() => undefined, 1000)`

beforeAll(() => {
  kernel = copyKernel()
})

afterAll(() => {
  kernel.remove()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

describe('the embedded database', () => {
  test('is made on the first start, keeps what was written, and ends with its node', async () => {
    const dataDir = newFolder()
    const first = await withServer(dataDir, async (server) => {
      await ask(server.url, 'create table kept as select 42 as answer')
      return server
    })
    expect(await first.exited).toEqual({ code: 0, signal: null, expected: true })
    expect(sendSignal(first.pid, 0)).toBe(false)
    expect(statSync(join(dataDir, 'secrets', 'postgres-password')).mode & 0o777).toBe(0o600)

    await withServer(dataDir, async (server) => {
      expect(new URL(server.url).password).toBe(new URL(first.url).password)
      expect(await ask(server.url, 'table kept')).toEqual([{ answer: 42 }])
    })
  })

  test('knows Chinese letters, syncs its writes and listens to this machine only', async () => {
    await withServer(newFolder(), async ({ url }) => {
      await ask(url, 'create extension pg_trgm')
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await expect(assertLocale(client)).resolves.toBeUndefined()
      await client.end()
      const shown = await ask<{ name: string; setting: string }>(
        url,
        `select name, setting from pg_settings
         where name in ('fsync', 'listen_addresses', 'max_connections', 'unix_socket_directories')
         order by name`,
      )
      expect(Object.fromEntries(shown.map((row) => [row.name, row.setting]))).toEqual({
        fsync: 'on',
        listen_addresses: '127.0.0.1',
        max_connections: '60',
        unix_socket_directories: '',
      })
      const wrongPassword = url.replace(/:[0-9a-f]+@/, ':guess@')
      await expect(ask(wrongPassword, 'select 1')).rejects.toThrow('password authentication failed')
    })
  })

  test('is refused, like any server, when its letters are not Chinese or it does not answer', async () => {
    const gone = await withServer(newFolder(), async ({ url, urlOf }) => {
      await ask(url, "create database plain template template0 lc_collate 'C' lc_ctype 'C'")
      const client = new pg.Client({ connectionString: urlOf('plain') })
      await client.connect()
      await expect(assertLocale(client)).resolves.toBeUndefined()
      await client.query('create extension pg_trgm')
      await expect(assertLocale(client)).rejects.toMatchObject({
        code: 'DATABASE_LOCALE',
        facts: { locale: 'C' },
      })
      await client.end()
      await expect(assertReachable(url)).resolves.toBeUndefined()
      return url
    })
    const refused = await assertReachable(gone).catch((error: unknown) => error)
    expect(refused).toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      facts: {
        server: `127.0.0.1:${new URL(gone).port}/postgres`,
        reason: expect.stringContaining('ECONNREFUSED'),
      },
    })
    expect(JSON.stringify(refused)).not.toContain(new URL(gone).password)
  })

  test('is found and stopped when a killed node left it running, and loses nothing', async () => {
    const dataDir = newFolder()
    const node = kernel.run(startScript, [dataDir])
    const [, pid, url] = await node.says(/up (\d+) (\S+)/)
    await ask(String(url), 'create table kept as select 42 as answer')
    node.child.kill('SIGKILL')
    await node.ended
    expect(sendSignal(Number(pid), 0)).toBe(true)

    await withServer(dataDir, async (server) => {
      // The system may take a moment to strike a dead orphan off its list.
      expect(await waitUntil(() => !sendSignal(Number(pid), 0), 5_000)).toBe(true)
      expect(await ask(server.url, 'table kept')).toEqual([{ answer: 42 }])
    })
    expect(readFileSync(join(dataDir, 'pg.log'), 'utf8')).not.toContain('was not properly shut down')
  })

  test('starts again when it was killed itself', async () => {
    const dataDir = newFolder()
    const server = await startEmbeddedPostgres({ dataDir, log, settings })
    await ask(server.url, 'create table kept as select 42 as answer')
    process.kill(server.pid, 'SIGKILL')
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL', expected: false })

    await withServer(dataDir, async (again) => {
      expect(await ask(again.url, 'table kept')).toEqual([{ answer: 42 }])
    })
  })

  test('is not misled by a stale note whose process number belongs to another program now', async () => {
    const dataDir = newFolder()
    await withServer(dataDir, async () => undefined)
    const cluster = join(dataDir, 'pg')
    writeFileSync(
      join(cluster, 'postmaster.pid'),
      `${process.ppid}\n${cluster}\n1795526430\n5432\n\n127.0.0.1\n`,
    )

    await withServer(dataDir, async ({ url }) => {
      expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
    })
    expect(sendSignal(process.ppid, 0)).toBe(true)
  })

  test('does not hear the Ctrl-C of its terminal and still ends when its node exits without a stop', async () => {
    const dataDir = newFolder()
    const node = kernel.run(`process.on('SIGTERM', () => process.exit(3))\n${startScript}`, [dataDir])
    const [, pid] = await node.says(/up (\d+)/)
    const groupOf = (number: unknown): string | undefined =>
      readFileSync(`/proc/${number}/stat`, 'utf8').split(') ')[1]?.split(' ')[2]
    if (process.platform === 'linux') expect(groupOf(pid)).not.toBe(groupOf(node.child.pid))
    node.child.kill('SIGTERM')
    expect(await node.ended).toBe(3)
    expect(await waitUntil(() => !sendSignal(Number(pid), 0), 5_000)).toBe(true)
    expect(readFileSync(join(dataDir, 'pg.log'), 'utf8')).toContain('database system is shut down')
  })

  test('refuses to go on with a cluster whose password file was lost', async () => {
    const dataDir = newFolder()
    await withServer(dataDir, async () => undefined)
    rmSync(join(dataDir, 'secrets'), { recursive: true })
    await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toMatchObject({
      code: 'EMBEDDED_PASSWORD_LOST',
    })
  })

  test('says the reason in one sentence when its programs cannot start', async () => {
    const start = startEmbeddedPostgres({ dataDir: newFolder(), log, settings: { shared_buffers: 'plenty' } })
    await expect(start).rejects.toMatchObject({
      code: 'EMBEDDED_DATABASE_FAILED',
      facts: { reason: expect.stringContaining('shared_buffers') },
    })
  })
})

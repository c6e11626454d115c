// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { nodeFileOf, startNode } from '../src/app.ts'
import { main } from '../src/cli/main.ts'
import { loadConfig } from '../src/kernel/config.ts'
import { createLogger } from '../src/kernel/logger.ts'
import { newUscc } from './http-world.ts'
import { newResidentId } from './persons.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'probity-operator-'))
const config = loadConfig(['--data', dataDir, '--port', '0', '--no-demo'], {})
const node = await startNode(config, createLogger({ level: 'silent' }))
afterAll(async () => {
  await node.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const MARKS = ['标记企业有限公司', '标记事实', newResidentId()]

async function probity(...words: string[]): Promise<{ code: number; said: string }> {
  let said = ''
  const into = new Writable({
    write: (chunk, _encoding, done) => {
      said += String(chunk)
      done()
    },
  })
  const io = { stdin: process.stdin, stdout: into, stderr: into, env: {}, isTty: false }
  return { code: await main([...words, '--data', dataDir], io), said }
}

const add = (code: string) => [
  ...['admin', 'participant', 'add', '--code', code, '--name-zh', code, '--function', 'penalty-authority'],
]

describe('whoever runs a real node, at the command line', () => {
  test('lets a body send by a machine’s key, follows what it sent, and reads none of it', async () => {
    expect((await probity(...add('bureau-a'))).code).toBe(0)
    const file = join(dataDir, 'penalties.csv')
    const header =
      'party_name,party_kind,uscc,decision_number,decision_on,authority,penalty_kinds,content,facts'
    const [name = '', facts = '', id = ''] = MARKS
    await writeFile(file, `${header}\n${name},organisation,${newUscc()},,2026-05-04,局,fine,${id},${facts}\n`)
    const submitted = await probity(
      'submit',
      '--furnisher',
      'bureau-a',
      '--type',
      'cn.administrative-penalty',
      file,
    )
    const batch = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(submitted.said)?.[0] ?? ''
    expect(batch).not.toBe('')
    const out = join(dataDir, 'faults.csv')
    const asked = [
      submitted,
      await probity('batch', '--furnisher', 'bureau-a', batch),
      await probity('batch', 'faults', '--furnisher', 'bureau-a', '--out', out, batch),
      await probity('batch', 'list', '--stuck'),
      await probity('admin', 'participant', 'list'),
      await probity('admin', 'source', 'list'),
      await probity('log', 'audit'),
      await probity('link', 'list', '--furnisher', 'bureau-a'),
    ]
    for (const { said } of asked) for (const mark of MARKS) expect(said).not.toContain(mark)
    expect(asked[1]?.said).toContain('rows')
    expect(asked[2]).toMatchObject({ code: 1, said: expect.stringContaining('batches:read') })
    expect(await readdir(dataDir)).not.toContain('faults.csv')
  })

  test.each([
    ['that reads', ['--scope', 'batches:read']],
    ['that releases', ['--scope', 'quarantine:release', '--holder', 'clerk-1']],
    ['of an officer', ['--holder', 'clerk-1', '--scope', 'batches:send']],
  ])('makes no key %s', async (_what, words) => {
    await probity(...add('bureau-b'))
    const { code, said } = await probity('admin', 'key', 'bureau-b', '--print', ...words)
    expect([code, said]).toEqual([1, expect.stringContaining('batches:send')])
    expect(said).not.toContain('probity_')
  })

  test('connects to the database as a role that reads no records', async () => {
    const file = JSON.parse(await readFile(nodeFileOf(dataDir), 'utf8')) as { database: { url: string } }
    const client = new pg.Client({ connectionString: file.database.url })
    await client.connect()
    try {
      for (const table of ['record_versions', 'subjects', 'identifiers', 'quarantined_rows', 'batch_faults'])
        await expect(client.query(`select * from ${table}`), table).rejects.toMatchObject({ code: '42501' })
      for (const role of ['probity_app', 'probity_retention', 'postgres'])
        await expect(client.query(`set role ${role}`), role).rejects.toMatchObject({ code: '42501' })
      await expect(client.query('select count(*) from participants')).resolves.toBeDefined()
    } finally {
      await client.end()
    }
  })

  test('gives an officer of its own a code, and no demo identity opens a real node', async () => {
    expect((await probity('admin', 'operator', 'add', 'op-1')).said).toMatch(/[\w-]{43}/)
    expect(await probity('admin', 'operator', 'add', 'op-1')).toMatchObject({
      code: 1,
      said: expect.stringContaining('op-1'),
    })
    const reply = await fetch(`${node.url}/v1/sign-in`, { redirect: 'manual' })
    expect(reply.headers.get('location')).toBe('/account?refused=SIGN_IN_OFF')
    const there = await fetch(`${node.url}/demo-identity/.well-known/openid-configuration`)
    expect(await there.text()).not.toContain('authorization_endpoint')
  })

  test('acts for a body only with the key of its officer', async () => {
    for (const words of [
      ['admin', 'staff', 'list'],
      ['admin', 'role', 'list'],
      ['admin', 'client', 'list'],
      ['admin', 'keys', 'list'],
      ['admin', 'keeper', 'list'],
    ])
      expect(await probity(...words)).toMatchObject({
        code: 1,
        said: expect.stringContaining('PROBITY_API_KEY'),
      })
  })
})

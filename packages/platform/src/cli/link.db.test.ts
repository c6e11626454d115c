// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { csvOf, newUscc, openHttpWorld, registration } from '../../test/http-world.ts'
import { issueApiKey } from '../modules/access/index.ts'
import { main } from './main.ts'

const world = await openHttpWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const folder = await mkdtemp(join(tmpdir(), 'probity-link-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const url = await world.app.listen({ host: '127.0.0.1', port: 0 })
await writeFile(join(folder, 'node.json'), JSON.stringify({ url, pid: 0, database: { url: '' } }))
await mkdir(join(folder, 'keys'))
const { participantId } = registry
for (const [name, holder, scopes] of [
  ['registry', null, ['links:assert']],
  ['registry.clerk-1', 'clerk-1', ['links:propose']],
  ['registry.clerk-2', 'clerk-2', ['links:decide']],
] as const) {
  const key = await world.database.transact((tx) =>
    issueApiKey(tx, { participantId, scopes, expiresOn: null, holder }),
  )
  await writeFile(join(folder, 'keys', `${name}.key`), `${key}\n`)
}

async function link(...words: string[]): Promise<{ exit: number; out: string; err: string }> {
  const heard = { out: '', err: '' }
  const into = (name: 'out' | 'err'): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        heard[name] += String(chunk)
        done()
      },
    })
  const io = { stdin: Readable.from([]), stdout: into('out'), stderr: into('err'), env: {}, isTty: false }
  const exit = await main(['link', ...words, '--furnisher', 'registry', '--data', folder], io)
  return { exit, ...heard }
}

const first = ['--holder', 'clerk-1']
const second = ['--holder', 'clerk-2']

async function registered(name: string): Promise<string> {
  const uscc = newUscc()
  await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, name)]) })
  return uscc
}

test('two officers link and end by command, each sees the two under each other, and the history stays', async () => {
  const [now, before] = [await registered('演示命令有限公司'), await registered('演示命令旧有限公司')]
  const proposed = await link('propose', now, before, '--evidence', 'register-extract', '--json', ...first)
  const { id } = JSON.parse(proposed.out) as { id: string }
  const listed = await link('list', ...second)
  expect(listed.out).toContain(`${id}  归并 / link  clerk-1`)
  expect(listed.out).toContain(`演示命令有限公司  cn.uscc ${now}  999999`)
  expect(listed.out).toContain('依据 / evidence: register-extract')
  expect(await link('decide', id, 'approve', ...first)).toMatchObject({
    exit: 1,
    err: expect.stringContaining('The scope links:decide is missing'),
  })
  expect(await link('decide', id, 'approve', ...second)).toMatchObject({ exit: 0 })
  expect((await world.page(before)).name).toBe('演示命令有限公司')
  const ending = await link('end', now, before, '--evidence', 'linked-in-error', '--json', ...first)
  await link('decide', JSON.parse(ending.out).id, 'approve', ...second)
  expect((await world.page(before)).name).toBe('演示命令旧有限公司')
  const { out } = await link('history', before, ...first)
  expect(out).toMatch(
    /Z → 2026-.*Z registry \(clerk-1, clerk-2\) {2}two-officers registry \(clerk-1, clerk-2\)/,
  )
})

test('the registrar’s word needs no officers, and said twice it is said once', async () => {
  const [now, before] = [await registered('演示声明有限公司'), await registered('演示声明旧有限公司')]
  expect((await link('assert', now, before)).out).toContain('已归并')
  expect((await link('assert', now, before)).out).toContain('had been said before')
  const { out } = await link('history', before, ...first)
  expect(out).toContain('registration-authority registry')
  expect(out).toContain(`现归于 / read as: 演示声明有限公司  cn.uscc ${now}`)
})

test('a wrong call is a usage and exit 2; a refusal of the node is said in both languages, exit 1', async () => {
  const cases: string[][] = [
    [],
    ['list', 'x'],
    ['propose', 'a'],
    ['propose', 'a', 'b'],
    ['decide', 'x', 'maybe'],
  ]
  for (const words of cases) expect((await link(...words, ...first)).exit, words.join(' ')).toBe(2)
  const refused = await link('decide', '00000000-0000-7000-8000-000000000001', 'decline', ...second)
  expect(refused).toMatchObject({
    exit: 1,
    err: expect.stringMatching(/没有这项提议[\s\S]*no such proposal/),
  })
  expect(await link('list', '--holder', 'clerk-9')).toMatchObject({
    exit: 1,
    err: expect.stringContaining('registry.clerk-9'),
  })
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { csvOf, newUscc, openHttpWorld, penalty, registration } from '../../test/http-world.ts'
import { newResidentId } from '../../test/persons.ts'
import { issueApiKey } from '../modules/access/index.ts'
import { main } from './main.ts'

const world = await openHttpWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')
const { participantId } = await world.body('department', 'duty', ['inquiries:ask'])
const folder = await mkdtemp(join(tmpdir(), 'probity-inquire-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const url = await world.app.listen({ host: '127.0.0.1', port: 0 })
await writeFile(join(folder, 'node.json'), JSON.stringify({ url, pid: 0, database: { url: '' } }))
await mkdir(join(folder, 'keys'))
const key = await world.database.transact((tx) =>
  issueApiKey(tx, { participantId, scopes: ['inquiries:ask'], expiresOn: null, holder: 'clerk-1' }),
)
await writeFile(join(folder, 'keys', 'duty.clerk-1.key'), `${key}\n`)

const uscc = newUscc()
const number = newResidentId('1986-06-06')
await world.submit(registry, {
  type: 'cn.registration',
  csv: csvOf([registration(uscc, '演示命令查询有限公司')]),
})
const penalties = [
  penalty(uscc, '演示命令查询有限公司', { facts: '命令可见的事实' }),
  penalty('', '东方朔望', { party_kind: 'person', person_id: number }),
]
await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf(penalties) })

async function inquire(
  words: readonly string[],
  stdin = '',
): Promise<{ exit: number; out: string; err: string }> {
  const heard = { out: '', err: '' }
  const into = (name: 'out' | 'err'): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        heard[name] += String(chunk)
        done()
      },
    })
  const io = {
    stdin: Readable.from([stdin]),
    stdout: into('out'),
    stderr: into('err'),
    env: {},
    isTty: false,
  }
  const asBody = ['--as', 'duty', '--holder', 'clerk-1', '--data', folder]
  return { exit: await main(['inquire', ...words, ...asBody], io), ...heard }
}

const duty = ['--purpose', 'public-duty', '--statute', '政务数据共享条例', '--case', '演示1号']

test('a body asks by command, on a statute with its case, and reads the report with its number', async () => {
  const { exit, out } = await inquire([...duty, uscc])
  expect(exit).toBe(0)
  expect(out).toContain(`演示命令查询有限公司\ncn.uscc ${uscc}`)
  expect(out).toContain('违法事实: 命令可见的事实')
  expect(out).toMatch(/[0-9a-f-]{36} {2}report_v1\.department\.[0-9a-f]{8} {2}2026-06-15 · tick \d+/)
})

test("a person's number is read from standard input, and shown by its ends", async () => {
  const { out } = await inquire([...duty, '--types', 'cn.administrative-penalty', '-'], `cn.rid:${number}\n`)
  expect(out).toContain('行政相对人名称: 东方朔望')
  expect(out).not.toContain(number)
})

test('as JSON it is the answer of the interface, whose report is as its hash says', async () => {
  const { out } = await inquire([...duty, '--json', uscc])
  const answer = JSON.parse(out) as { number: string; report: { records: unknown[] } }
  expect(answer.report.records).toHaveLength(2)
})

test('a refusal is said in both languages, with exit 1; a wrong call is a usage, with exit 2', async () => {
  const refused = await inquire(['--purpose', 'financing-service', '--authorisation', 'latest', uscc])
  expect(refused).toMatchObject({
    exit: 1,
    err: expect.stringMatching(/没有规定允许这样查询[\s\S]*No rule opens/),
  })
  expect(await inquire([...duty, '--case', ' ', uscc])).toMatchObject({
    exit: 1,
    err: expect.stringContaining('案号'),
  })
  expect(await inquire([...duty, '张三'])).toMatchObject({
    exit: 1,
    err: expect.stringContaining('号码不正确'),
  })
  const wrong = [[uscc], [...duty], [...duty, '--authorisation', 'latest', uscc], [...duty, uscc, uscc]]
  for (const words of wrong) expect((await inquire(words)).exit, words.join(' ')).toBe(2)
})

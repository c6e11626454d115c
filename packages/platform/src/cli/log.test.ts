// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { parseVerifierKey, platformSuite, verifyCheckpoint } from '@probity/verify'
import { afterAll, expect, test } from 'vitest'
import { openSigningKey } from '../modules/transparency-log/index.ts'
import { logCommand } from './log.ts'

const folder = mkdtempSync(join(tmpdir(), 'probity-log-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string): string => join(folder, name)

function listen(): { heard: () => string; io: Parameters<typeof logCommand.run>[1] } {
  let heard = ''
  const stdout = new Writable({
    write: (chunk, _encoding, done) => {
      heard += String(chunk)
      done()
    },
  })
  return {
    heard: () => heard,
    io: { stdin: Readable.from([]), stdout, stderr: stdout, env: {}, isTty: false },
  }
}

async function log(...args: string[]): Promise<{ exit: number; out: string }> {
  const { heard, io } = listen()
  return { exit: await logCommand.run(args, io), out: heard() }
}

test('build makes key, tiles and checkpoint, and says with which key to verify them', async () => {
  writeFileSync(at('entries'), 'one\ntwo\nthree\n')
  const words = [
    'build',
    '--entries',
    at('entries'),
    '--key',
    at('log.key'),
    '--out',
    at('log'),
    '--name',
    'a.example',
  ]
  const { exit, out } = await log(...words)
  expect(exit).toBe(0)
  const [origin, size, root] = out.split('\n')
  const verifierKey = /verifier key: (.*)\n/.exec(out)?.[1] ?? ''
  const trusted = { log: parseVerifierKey(platformSuite, verifierKey) }
  const checkpoint = verifyCheckpoint(platformSuite, readFileSync(at('log/checkpoint')), trusted)
  expect([origin, size, root]).toEqual(['a.example', '3', Buffer.from(checkpoint.root).toString('base64')])
  expect(statSync(at('log.key')).mode & 0o777).toBe(0o600)
  expect((await log(...words)).out).toBe(out)
})

test('build of a file that is not there makes no key', async () => {
  const words = ['build', '--entries', at('none'), '--key', at('unmade.key'), '--out', at('x')]
  await expect(log(...words)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  expect(() => statSync(at('unmade.key'))).toThrow('ENOENT')
})

test('serve answers with what lies in the folder, and with nothing else', async () => {
  const { heard, io } = listen()
  const serving = logCommand.run(['serve', at('log'), '--port', '0'], io)
  await expect.poll(heard).toMatch(/http:\/\/127\.0\.0\.1:\d+\/checkpoint\n/)
  const base = heard()
    .trim()
    .replace(/\/checkpoint$/, '')
  const checkpoint = await fetch(`${base}/checkpoint`)
  expect(await checkpoint.text()).toBe(readFileSync(at('log/checkpoint'), 'utf8'))
  expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  const bundle = await fetch(`${base}/tile/entries/000.p/3`)
  expect(bundle.headers.get('content-encoding')).toBe('gzip')
  expect(Buffer.from(await bundle.arrayBuffer()).toString()).toBe('\0\x03one\0\x03two\0\x05three')
  expect((await fetch(`${base}/tile/0/000.p/3`, { method: 'HEAD' })).headers.get('content-length')).toBe('96')
  for (const path of ['tile/0/000.p/2', 'tile/0/000', '../log.key', '%2e%2e/log.key', '']) {
    expect((await fetch(`${base}/${path}`)).status, path).toBe(404)
  }
  expect((await fetch(`${base}/checkpoint`, { method: 'POST' })).status).toBe(405)
  process.emit('SIGTERM', 'SIGTERM')
  expect(await serving).toBe(0)
})

test.each([
  [[]],
  [['build']],
  [['build', '--entries', 'a', '--key', 'b']],
  [['build', 'x', '--entries', 'a', '--key', 'b', '--out', 'c']],
  [['serve']],
  [['serve', 'a', 'b']],
  [['serve', 'a', '--out', 'b']],
  [['serve', 'a', '--port', '70000']],
  [['tell', 'a']],
])('wrong use %j shows how', async (words) => {
  await expect(log(...words)).rejects.toMatchObject({ code: 'USAGE' })
})

test('serve of a folder without a log is refused', async () => {
  await expect(log('serve', at('none'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
})

test('key list says which keys a node has had, and key rotate hands its name to a new one', async () => {
  const data = at('node')
  await expect(log('key', 'list', '--data', data)).rejects.toMatchObject({ code: 'LOG_KEY_MISSING' })
  await openSigningKey(join(data, 'secrets', 'note.key'), 'node.example')
  const before = await log('key', 'list', '--data', data)
  expect(before.out).toMatch(/^node\.example\+\S+ {2}现用 signing {2}- … -\n$/)
  const rotated = await log('key', 'rotate', '--data', data, '--overlap', '7')
  expect(rotated.out).toMatch(/Hand-over 1 is stated; until \S+Z both keys sign/)
  const [, next] = /→ (\S+)\n/.exec(rotated.out) ?? []
  const after = (await log('key', 'list', '--data', data)).out.split('\n')
  expect(after[0]).toMatch(/双签期 overlapping {2}- … \S+Z$/)
  expect(after[1]).toMatch(/现用 signing {2}\S+Z … -$/)
  expect(after[1]).toContain(next)
  for (const name of ['note.1.key', 'note.1.handover']) {
    expect(statSync(join(data, 'secrets', name)).mode & 0o777).toBe(0o600)
  }
})

test.each([
  ['key'],
  ['key', 'make'],
  ['key', 'rotate', 'now'],
  ['key', 'rotate', '--overlap', 'long'],
  ['key', 'list', '--overlap', '7'],
  ['audit', '--overlap', '7'],
])('wrong use of %j shows how', async (...given) => {
  await expect(log(...given, '--data', at('nowhere'))).rejects.toMatchObject({ code: 'USAGE' })
})

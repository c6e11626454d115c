// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { parseVerifierKey, platformSuite, signatureTypes, verifyCheckpoint } from '@probity/verify'
import { afterAll, expect, test } from 'vitest'
import {
  buildLog,
  findLogResource,
  openLogFolder,
  openSigningKey,
  verifierKeyOf,
} from '../modules/transparency-log/index.ts'
import { witnessCommand } from './witness.ts'

const scratch = mkdtempSync(join(tmpdir(), 'probity-witness-cli-'))
const at = (name: string): string => join(scratch, name)
const key = await openSigningKey(at('log.key'), 'log.example')
let shown = at('log')
const server = createServer(async (request, response) => {
  const found = await findLogResource(openLogFolder(shown), (request.url ?? '').slice('/log/'.length))
  response.writeHead(found ? 200 : 404).end(found?.bytes)
})
await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`
afterAll(() => {
  server.close()
  server.closeAllConnections()
  rmSync(scratch, { recursive: true })
})

async function build(folder: string, content: string): Promise<void> {
  writeFileSync(at('entries'), content)
  await buildLog(at('entries'), key, openLogFolder(folder))
}

async function witness(...args: string[]): Promise<{ exit: number; out: string }> {
  let out = ''
  const stdout = new Writable({
    write: (chunk, _encoding, done) => {
      out += String(chunk)
      done()
    },
  })
  const io = { stdin: Readable.from([]), stdout, stderr: stdout, env: {}, isTty: false }
  return { exit: await witnessCommand.run(args, io), out }
}

const words = (...more: string[]) =>
  [
    '--log',
    url,
    '--log-key',
    verifierKeyOf(key),
    '--key',
    at('w.key'),
    '--state',
    at('state'),
    ...more,
  ] as const

test('a witness follows a log over HTTP, and raises an alarm when it is shown another past', async () => {
  await build(at('log'), 'a\nb\n')
  const first = await witness(...words('--once', '--name', 'w.example'))
  expect([first.exit, first.out]).toEqual([0, expect.stringContaining('log.example 2 (+2)')])
  await build(at('log'), `a\nb\n${'c\n'.repeat(300)}`)
  const { out } = await witness(...words('--once'))
  expect(out).toContain('log.example 302 (+300)')
  const witnessKey = /witness key: (w\.example\+.*)\n/.exec(out)?.[1] ?? ''
  verifyCheckpoint(platformSuite, readFileSync(at('state/checkpoint')), {
    log: parseVerifierKey(platformSuite, verifierKeyOf(key)),
    witnesses: [parseVerifierKey(platformSuite, witnessKey, signatureTypes.cosignature)],
  })
  await build(at('forked'), `a\nX\n${'c\n'.repeat(400)}`)
  shown = at('forked')
  await expect(witness(...words('--once'))).rejects.toMatchObject({ code: 'WITNESS_ALARM' })
})

test('one that runs on ends by itself with the alarm, and in order when it is told to stop', async () => {
  await expect(witness(...words('--every', '1'))).rejects.toMatchObject({ code: 'WITNESS_ALARM' })
  shown = at('nowhere')
  writeFileSync(at('log.vkey'), `${verifierKeyOf(key)}\n`)
  const elsewhere = [
    '--log',
    `${url}/`,
    '--log-key',
    at('log.vkey'),
    '--key',
    at('w.key'),
    '--state',
    at('other'),
  ]
  const following = witness(...elsewhere, '--every', '600')
  setTimeout(() => process.emit('SIGTERM', 'SIGTERM'), 500)
  const { exit, out } = await following
  expect([exit, out]).toEqual([0, expect.stringContaining('cannot be read: checkpoint')])
})

test.each([
  [[]],
  [['--log', 'no address', '--log-key', 'k', '--key', 'k', '--state', 's']],
  [['--log', url, '--log-key', 'k', '--key', 'k', '--state', 's', '--every', '0']],
])('wrong use %j shows how', async (given) => {
  await expect(witness(...given)).rejects.toMatchObject({ code: 'USAGE' })
})

test('a key of the log that is none is refused', async () => {
  const given = ['--log', url, '--key', at('w.key'), '--state', at('x'), '--once', '--log-key']
  await expect(witness(...given, 'a+00000000+AAAA')).rejects.toMatchObject({ code: 'LOG_KEY_UNUSABLE' })
  await expect(witness(...given, at('none'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
})

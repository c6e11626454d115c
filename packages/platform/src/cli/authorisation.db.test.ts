// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { newResidentId } from '../../test/persons.ts'
import { openKeysDatabase, openTestDatabase } from '../../test/test-database.ts'
import { startNode } from '../app.ts'
import { addDays, type Instant } from '../kernel/civil-date.ts'
import { fixedClock } from '../kernel/clock.ts'
import { loadConfig } from '../kernel/config.ts'
import { openDatabase } from '../kernel/db/database.ts'
import { createLogger } from '../kernel/logger.ts'
import { issueApiKey } from '../modules/access/index.ts'
import { drawDocuments } from '../modules/inquiries/index.ts'
import { registerParticipant } from '../modules/participants/index.ts'
import { main } from './main.ts'

const folder = await mkdtemp(join(tmpdir(), 'probity-cli-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a lender lodges a consent by its hash, and produces the document when it is drawn', async () => {
  const { ownerUrl, appUrl, clock } = await openTestDatabase()
  const { ownerUrl: keysUrl } = await openKeysDatabase(clock)
  const dataDir = join(folder, 'var')
  const config = loadConfig(['--data', dataDir, '--port', '0', '--empty'], {
    DATABASE_URL: ownerUrl,
    KEYS_DATABASE_URL: keysUrl,
    SPOOL: 'database',
  })
  const node = await startNode(config, createLogger({ level: 'silent' }))
  const { database, catalogues } = node.house
  const key = await database.transact(async (tx) => {
    const name = { zh: '示范银行', en: 'Demo bank' }
    const lender = { code: 'bank', name, kind: 'lender', functions: [], division: '999999' } as const
    const { participantId } = await registerParticipant(tx, lender)
    return issueApiKey(tx, { participantId, scopes: ['authorisations:lodge'], expiresOn: null })
  })
  const run = async (...words: string[]): Promise<[number, string]> => {
    let text = ''
    const stdout = new Writable({
      write: (part, _encoding, done) => {
        text += String(part)
        done()
      },
    })
    const env = { PROBITY_API_KEY: key }
    const io = { stdin: process.stdin, stdout, stderr: stdout, env, isTty: false }
    return [await main(['authorisation', ...words, '--lender', 'bank', '--data', dataDir], io), text.trim()]
  }
  const today = database.clock.today()
  const [terms, signed, other] = ['terms.json', 'signed.pdf', 'other.pdf'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  const said = {
    subject: { scheme: 'cn.rid', value: newResidentId() },
    purposes: ['financing-service'],
    single: false,
    validFrom: today,
    validUntil: addDays(today, 100),
    signedOn: today,
  }
  await Promise.all([
    writeFile(terms, JSON.stringify(said)),
    writeFile(signed, '授权书'),
    writeFile(other, '另一份'),
  ])
  const [code, id] = await run('lodge', terms, signed)
  expect([code, id]).toEqual([0, expect.stringMatching(/^[0-9a-f-]{36}$/)])
  expect(await run('list')).toEqual([0, expect.stringContaining(`${id}\t`)])
  expect(await run('demands')).toEqual([0, ''])
  expect(await run('produce', id, signed)).toEqual([1, expect.stringContaining('was not drawn')])

  const tomorrow = fixedClock(`${addDays(today, 1)}T04:00:00.000Z` as Instant)
  const nextDay = openDatabase({ url: appUrl, clock: tomorrow, connectionsMax: 1 })
  afterAll(() => nextDay.close())
  await drawDocuments(nextDay, catalogues.current().catalogue)
  expect(await run('demands')).toEqual([0, expect.stringContaining(id)])
  expect(await run('produce', id, other)).toEqual([1, expect.stringContaining('hash differs')])
  expect(await run('produce', id, signed)).toEqual([0, id])
  expect(await run('withdraw', id)).toEqual([0, id])
  expect(await run('list', '--json')).toEqual([0, expect.stringContaining('"state":"withdrawn"')])
  expect((await run('lodge', terms))[0]).toBe(2)
  expect((await run('lodge', signed, signed))[0]).toBe(1)
  await node.stop()
}, 120_000)

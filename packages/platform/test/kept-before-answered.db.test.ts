// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { seededChance } from '../src/demo/seeded-chance.ts'

const folder = await mkdtemp(join(tmpdir(), 'probity-answers-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const dist = new URL('../dist/', import.meta.url).href

/** A node with nothing but its database and its inquiry log; a line on standard output is an answer that left. */
const answering = `
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '${dist}kernel/clock.js'
import { renewAppLogin } from '${dist}kernel/db/app-login.js'
import { openDatabase } from '${dist}kernel/db/database.js'
import { migrate } from '${dist}kernel/db/migrate.js'
import { superviseEmbeddedPostgres } from '${dist}kernel/db/supervised-postgres.js'
import { newId } from '${dist}kernel/ids.js'
import { InquiryLog, openInquiry } from '${dist}modules/inquiries/index.js'

const clock = systemClock()
const nothing = () => undefined
const server = await superviseEmbeddedPostgres({
  dataDir: process.argv[2], clock, settings: { shared_buffers: '16MB' }, log: nothing, onEnd: nothing, onFull: nothing,
  onReady: nothing,
})
await migrate(server.url, clock)
const database = openDatabase({ url: await renewAppLogin(server.url), clock, connectionsMax: 1 })
const log = new InquiryLog(database)
process.stdout.write('ready ' + server.pid + ' ' + server.url + '\\n')
const question = () => ({
  ...openInquiry(clock), subjectId: newId(clock.nowMs()), subjectKnown: true,
  inquirer: { kind: 'department', participantId: 1, staff: 'clerk-1', onBehalfOf: null }, purpose: 'public-duty',
  basis: { kind: 'statute', statute: 'government-data-sharing', caseNumber: '1' }, view: 'department', fields: null,
  tickRead: 0, asOf: clock.today(), outcome: { kind: 'answered', resultHash: new Uint8Array(32) }, hidden: null,
})
const client = async () => {
  for (;;) {
    const asked = question()
    const kept = await log.keep(asked).catch(() => pause(20))
    if (kept === 'kept') process.stdout.write('answered ' + asked.inquiryId + '\\n')
  }
}
await Promise.all(Array.from({ length: 40 }, client))
`

type Running = { readonly child: ChildProcess; readonly databasePid: number; readonly url: string }

/** What the clients hold in their hands. */
const answered: string[] = []

async function start(script: string, dataDir: string): Promise<Running> {
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  return new Promise((settle, fail) => {
    child.once('exit', (code) => fail(new Error(`the node ended with ${code}`)))
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString()
      const lines = text.split('\n')
      // Half a line is an answer that did not arrive.
      text = lines.pop() ?? ''
      for (const [what, one = '', url = ''] of lines.map((line) => line.split(' '))) {
        if (what === 'answered') answered.push(one)
        else if (what === 'ready') settle({ child, databasePid: Number(one), url })
      }
    })
  })
}

async function killed({ child }: Running): Promise<void> {
  const ended = new Promise((settle) => child.once('close', settle))
  child.kill('SIGKILL')
  await ended
}

test('node and database are killed under load, and no answer that left is missing in the log', async () => {
  const script = join(folder, 'answering.js')
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(script, answering)
  const dataDir = join(folder, 'var')
  const chance = seededChance('kept before answered')
  let running = await start(script, dataDir)
  const rounds = ['node', 'database', 'both', 'node', 'both', 'database'] as const
  for (const what of rounds) {
    const before = answered.length
    for (let n = 0; answered.length < before + 50 && n < 600; n++) await pause(50)
    expect(answered.length, 'it answers between the kills').toBeGreaterThan(before)
    await pause(chance.between(0, 400))
    if (what !== 'node') process.kill(running.databasePid, 'SIGKILL')
    if (what !== 'database') await killed(running)
    if (what === 'database') {
      // It comes again by itself, under another process; the node goes with it all the same.
      await pause(1_500)
      await killed(running)
    }
    running = await start(script, dataDir)
  }
  const client = new pg.Client({ connectionString: running.url })
  await client.connect()
  const missing = await client.query(
    `select a from unnest($1::uuid[]) as a where not exists (select 1 from inquiries i where i.inquiry_id = a)`,
    [answered],
  )
  const groups = await client.query(
    `select (select count(*) from inquiries)::integer as inquiries,
       (select sum(octet_length(leaves) / 32) from inquiry_groups)::integer as leaves,
       (select count(*) from inquiry_groups g
         where not exists (select 1 from log_queue q where q.entry_id = g.entry_id))::integer as unentered`,
  )
  await client.end()
  await killed(running)
  process.kill(running.databasePid, 'SIGKILL')
  expect(missing.rows).toEqual([])
  const { inquiries, leaves, unentered } = groups.rows[0]
  expect(unentered).toBe(0)
  expect(leaves, 'a group is whole, or it is not there').toBe(inquiries)
  expect(inquiries).toBeGreaterThanOrEqual(answered.length)
  expect(answered.length).toBeGreaterThan(rounds.length * 50)
}, 300_000)

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Checkpoint,
  followKeys,
  parseNote,
  parseVerifierKey,
  platformSuite,
  signatureTypes,
  verifyCheckpoint,
  verifyReceipt,
} from '@probity/verify'
import { describe, expect, test } from 'vitest'
import {
  another,
  expectWhole,
  type LogSite,
  openSite,
  queue,
  scratch,
  sequence,
} from '../../../test/log-site.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import { systemClock } from '../../kernel/clock.ts'
import type { NodeId } from '../../kernel/db/outbox.ts'
import { createLogger } from '../../kernel/logger.ts'
import { KeyEvents } from './key-events.ts'
import { openSigningKey } from './key-files.ts'
import { openLogFolder } from './log-folder.ts'
import { openNoteSigner } from './note-signer.ts'
import { rotateKey } from './rotate-key.ts'
import { startLog } from './start-log.ts'
import { TransparencyLog } from './transparency-log.ts'
import { witnessLog } from './witness-log.ts'

const log = createLogger({ level: 'silent' })
const nodeId = '00000000-0000-4000-8000-000000000001' as string as NodeId
const keyOf = (text: string) => parseVerifierKey(platformSuite, text)
const first = (site: LogSite): string => site.signer.verifierKeys.at(-1) ?? ''

/** What the node does by itself before each round, and the round. */
async function round(site: LogSite): Promise<void> {
  await new KeyEvents(site).enter()
  await sequence(site)
}

async function kindsOf(site: LogSite): Promise<string[]> {
  const rows = await site.database.query<{ kind: string }>(
    "select kind from log_queue where kind like 'key.%' and entry_index is not null order by entry_index",
  )
  return rows.map(({ kind }) => kind)
}

async function signersOf(site: LogSite): Promise<string[]> {
  return parseNote((await site.folder.readCheckpoint()) ?? '').signatures.map(({ keyId }) => keyId)
}

async function handoversOf(site: LogSite): Promise<string> {
  const served = await new TransparencyLog({ ...site, log }).findResource('handovers')
  return served?.bytes.toString('utf8') ?? ''
}

/** The node started again: its keys are read anew. */
async function restarted(
  site: LogSite,
  clock = site.clock as ReturnType<typeof systemClock>,
): Promise<LogSite> {
  return { ...site, signer: await openNoteSigner(site.keyFile, clock) }
}

describe('the key of a log', () => {
  test('is handed over by an entry that names the new one; both sign meanwhile, and a stranger follows', async () => {
    const site = await openSite()
    const witness = await openSigningKey(
      join(scratch, `w-${another()}`),
      'w.example',
      signatureTypes.cosignature,
    )
    const look = (keys: readonly string[]) =>
      witnessLog({
        fetch: (path) => site.folder.read(path),
        logKeys: keys.map(keyOf),
        witnessKey: witness,
        state: openLogFolder(`${site.path}-witness`),
        clock: site.clock,
      })
    await queue(site, 3)
    await round(site)
    const old = first(site)
    await look([old])
    const saved = (await site.folder.readCheckpoint()) ?? ''
    expect([await signersOf(site), await handoversOf(site)]).toEqual([[keyOf(old).id], ''])

    const handover = await rotateKey(site.keyFile, site.clock, 30)
    expect(handover).toMatchObject({ turn: 1, old, until: '2026-07-15T02:00:00.000Z' })
    await queue(site, 3)
    await round(site)
    expect(site.signer.verifierKey).toBe(handover.new)
    expect(await signersOf(site)).toEqual([keyOf(handover.new).id, keyOf(old).id])
    // Who knows the old key only, or the new one only, believes the same checkpoint.
    const note = (await site.folder.readCheckpoint()) ?? ''
    for (const key of [old, handover.new]) verifyCheckpoint(platformSuite, note, { log: keyOf(key) })
    const followed = followKeys(platformSuite, await handoversOf(site), old)
    expect(followed.keys).toEqual([old, handover.new])
    expect((await look([old])).grown).toBe(4)

    site.clock.set('2026-07-15T02:00:00.000Z' as Instant)
    await queue(site, 3)
    await round(site)
    expect(await signersOf(site)).toEqual([keyOf(handover.new).id])
    expect(existsSync(site.keyFile)).toBe(false)
    expect(await kindsOf(site)).toEqual(['key.made', 'key.handed-over', 'key.retired'])
    await expect(look([old])).rejects.toMatchObject({ code: 'WITNESS_LOG_UNREADABLE' })
    expect((await look([old, handover.new])).grown).toBe(4)
    const whole = await expectWhole(site, verifyCheckpoint(platformSuite, saved, { log: keyOf(old) }))
    expect(followKeys(platformSuite, await handoversOf(site), old).checkpoint).toEqual(whole)

    const again = await restarted(site)
    expect(again.signer.states()).toEqual([
      { verifierKey: old, state: 'retired', from: null, until: '2026-07-15T02:00:00.000Z' },
      { verifierKey: handover.new, state: 'signing', from: '2026-06-15T02:00:00.000Z', until: null },
    ])
    await round(again)
    await expectWhole(again, whole)
  })

  test('may be handed on before the overlap is over: then all of them sign', async () => {
    const site = await openSite()
    const old = first(site)
    const one = await rotateKey(site.keyFile, site.clock, 30)
    const two = await rotateKey(site.keyFile, site.clock, 10)
    await round(site)
    expect(await signersOf(site)).toEqual([keyOf(two.new).id, keyOf(old).id, keyOf(one.new).id])
    site.clock.set('2026-07-01T02:00:00.000Z' as Instant)
    await queue(site, 1)
    await round(site)
    expect(await signersOf(site)).toEqual([keyOf(two.new).id, keyOf(old).id])
    expect(followKeys(platformSuite, await handoversOf(site), old).keys).toEqual([old, one.new, two.new])
    const receipt = {
      batch: 'b',
      furnisher: 'f',
      type: 't',
      catalogue: 'c',
      profile: null,
      received: site.clock.now(),
      completed: site.clock.now(),
      tickFrom: null,
      tickTo: null,
      rows: 0,
      accepted: 0,
      corrected: 0,
      unchanged: 0,
      withdrawn: 0,
      faulty: 0,
      fileSha256: '0'.repeat(64),
      root: Buffer.alloc(32).toString('base64'),
    }
    verifyReceipt(platformSuite, site.signer.signReceipt(receipt), two.new)
  })

  test('hands over once, however many ask at the same time', async () => {
    const site = await openSite()
    const asked = await Promise.allSettled(
      Array.from({ length: 8 }, () => rotateKey(site.keyFile, site.clock, 1)),
    )
    const [done, refused] = ['fulfilled', 'rejected'].map((how) =>
      asked.filter(({ status }) => status === how),
    )
    expect(done?.length).toBeGreaterThan(0)
    for (const each of refused ?? []) expect(each).toMatchObject({ reason: { code: 'LOG_KEY_HANDED_OVER' } })
    await round(site)
    expect(site.signer.handovers.length).toBe(done?.length)
    await expectWhole(site)
  })

  test('is not signed with once secrets from before are put back, nor without the file of the new one', async () => {
    const site = await openSite()
    const before = join(scratch, `before-${another()}.key`)
    copyFileSync(site.keyFile, before)
    const running = await startLog({ ...site, log }, nodeId, undefined)
    const handover = await rotateKey(site.keyFile, site.clock, 30)
    await expect
      .poll(async () => (await running.transparencyLog.standing()).keys.map(({ state }) => state), {
        timeout: 20_000,
      })
      .toEqual(['overlapping', 'signing'])
    await expect.poll(() => handoversOf(site), { timeout: 20_000 }).toContain(handover.new)
    await running.stop()
    const restored = { ...site, signer: await openNoteSigner(before, site.clock) }
    await expect(startLog({ ...restored, log }, nodeId, undefined)).rejects.toMatchObject({
      code: 'LOG_KEY_BEHIND',
      facts: { entered: 1, known: 0 },
    })
    const file = site.keyFile.replace('.key', '.1.key')
    const kept = readFileSync(file)
    rmSync(file)
    await expect(restarted(site)).rejects.toMatchObject({ code: 'LOG_KEY_MISSING', facts: { file } })
    copyFileSync(before, file)
    await expect(restarted(site)).rejects.toMatchObject({ code: 'LOG_KEY_MISSING' })
    writeFileSync(file, kept)
    expect((await restarted(site)).signer.verifierKey).toBe(handover.new)
    const statement = site.keyFile.replace('.key', '.1.handover')
    writeFileSync(statement, readFileSync(statement, 'utf8').replace('turn: 1', 'turn: 2'))
    await expect(restarted(site)).rejects.toMatchObject({
      code: 'LOG_KEY_UNUSABLE',
      facts: { code: 'SIGNATURE_WRONG' },
    })
  })

  test('is none before a node has one', async () => {
    const file = join(scratch, `nothing-${another()}`, 'note.key')
    await expect(rotateKey(file, systemClock(), 30)).rejects.toMatchObject({ code: 'LOG_KEY_MISSING' })
    await expect(openNoteSigner(file, systemClock())).rejects.toMatchObject({ code: 'LOG_KEY_MISSING' })
    expect(existsSync(dirname(file))).toBe(false)
  })

  test('stays handed over when the database is restored from before: the entry is entered again, once', async () => {
    const [site, restored] = [await openSite(), await openSite()]
    await rotateKey(site.keyFile, site.clock, 30)
    const mixed = { ...site, database: restored.database, folder: restored.folder }
    for (let again = 0; again < 2; again += 1) await round(mixed)
    await round(await restarted(mixed))
    expect((await kindsOf(mixed)).sort()).toEqual(['key.handed-over', 'key.made'])
  })
})

const dist = fileURLToPath(new URL('../../../dist/', import.meta.url))

/**
 * Kills itself at its n-th step: before and behind each link and removal of a file, each transaction, each write of the
 * log. Then the node would have been killed there.
 */
const victim = `
const [kernel, what, url, keyFile, folderPath, at] = process.argv.slice(1)
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
let points = 0
const point = () => { points += 1; if (points === Number(at)) process.kill(process.pid, 'SIGKILL') }
const around = (act) => async (...args) => { point(); const done = await act(...args); point(); return done }
for (const name of ['link', 'rm', 'rename']) fs[name] = around(fs[name])
syncBuiltinESMExports()
const { openDatabase } = await import(kernel + 'kernel/db/database.js')
const { systemClock } = await import(kernel + 'kernel/clock.js')
const { createLogger } = await import(kernel + 'kernel/logger.js')
const { Sequencer, openLogFolder, openNoteSigner } = await import(kernel + 'modules/transparency-log/index.js')
const { rotateKey } = await import(kernel + 'modules/transparency-log/rotate-key.js')
const { KeyEvents } = await import(kernel + 'modules/transparency-log/key-events.js')
if (what === 'rotate') await rotateKey(keyFile, systemClock(), 0)
else {
  const real = openDatabase({ url, clock: systemClock() })
  const database = { ...real, transact: around(real.transact) }
  const parts = { database, folder: openLogFolder(folderPath), signer: await openNoteSigner(keyFile, systemClock()) }
  await new KeyEvents(parts).enter()
  await new Sequencer({ ...parts, log: createLogger({ level: 'silent' }) }).sequence()
  await real.close()
}
`

function runVictim(
  site: LogSite,
  what: 'rotate' | 'round',
  at: number,
): Promise<NodeJS.Signals | number | null> {
  const args = [
    '--input-type=module',
    '-e',
    victim,
    dist,
    what,
    site.appUrl,
    site.keyFile,
    site.path,
    String(at),
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  return new Promise((settle) => child.once('exit', (code, signal) => settle(signal ?? code)))
}

async function expectFollowable(site: LogSite, turns: number): Promise<void> {
  const served = await handoversOf(site)
  expect(served === '' ? 1 : followKeys(platformSuite, served, first(site)).keys.length).toBe(turns + 1)
}

describe('a rotation that is killed', () => {
  test('at any step is done whole or not at all, and entered once', { timeout: 300_000 }, async () => {
    const site = await openSite()
    let now = await restarted(site, systemClock())
    await queue(site, 3)
    await round(now)
    let older: Checkpoint = await expectWhole(now)
    const kills = { rotate: 0, round: 0 }
    let turns = 0
    for (const what of ['rotate', 'round'] as const) {
      let ended: unknown = 'SIGKILL'
      for (let at = 1; ended === 'SIGKILL'; at += 1) {
        // In the second half a rotation stands whole, and what is killed is the node that takes it up.
        if (what === 'round') await rotateKey(site.keyFile, systemClock(), 0)
        await queue(site, 2)
        ended = await runVictim(site, what, at)
        if (ended === 'SIGKILL') kills[what] += 1
        now = await restarted(site, systemClock())
        // What was not stated yet has not happened: the node goes on with the key it has, and it can be tried again.
        if (now.signer.handovers.length === turns) {
          await expectFollowable(now, turns)
          await rotateKey(site.keyFile, systemClock(), 0)
        }
        turns += 1
        now = await restarted(site, systemClock())
        expect(now.signer.handovers.length).toBe(turns)
        await round(now)
        older = await expectWhole(now, older)
        await expectFollowable(now, turns)
      }
      expect(ended).toBe(0)
    }
    expect(kills.rotate).toBeGreaterThanOrEqual(8)
    expect(kills.round).toBeGreaterThanOrEqual(12)
    const handedOver = (await kindsOf(now)).filter((kind) => kind === 'key.handed-over')
    const retired = (await kindsOf(now)).filter((kind) => kind === 'key.retired')
    expect([handedOver.length, retired.length]).toEqual([turns, turns])
    // Of all the private halves one is left, whatever a kill left lying about.
    const folder = dirname(site.keyFile)
    const isSecret = (name: string) => readFileSync(join(folder, name), 'utf8').includes('PRIVATE')
    const secret = readdirSync(folder).filter((name) => name.startsWith('note') && isSecret(name))
    expect(secret).toEqual([`note.${turns}.key`])
  })
})

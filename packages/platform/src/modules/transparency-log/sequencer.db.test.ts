// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Checkpoint,
  parseEntry,
  parseVerifierKey,
  platformSuite,
  verifyEntryOf,
  verifyLogProof,
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
  siteWitness,
} from '../../../test/log-site.ts'
import { asOwner, openTestDatabase } from '../../../test/test-database.ts'
import type { NodeId } from '../../kernel/db/outbox.ts'
import { createLogger } from '../../kernel/logger.ts'
import { auditNodeLog } from './audit-log.ts'
import { holdLog, takeOverLog } from './hold-log.ts'
import { openLogFolder } from './log-folder.ts'
import { proveEntry } from './prove-entry.ts'
import { type EntryKind, queueEntry } from './queue-entry.ts'
import { recoverLog } from './recover-log.ts'
import { Sequencer } from './sequencer.ts'

const log = createLogger({ level: 'silent' })

describe('the sequencer', () => {
  test('gives every queued entry one place, and a proof that a stranger can check', async () => {
    const site = await openSite()
    await site.database.transact((tx) => queueEntry(tx, 'batch.receipt', 'the receipt'))
    expect(await proveEntry(site, 'batch.receipt', 'the receipt')).toBeNull()
    await queue(site, 600)
    expect(await sequence(site)).toBe(601)
    expect(await sequence(site)).toBe(0)
    const first = await expectWhole(site)
    const early = await proveEntry(site, 'batch.receipt', 'the receipt')
    await queue(site, 300)
    await sequence(site)
    const second = await expectWhole(site, first)
    expect([first.size, second.size]).toEqual([601, 901])
    for (const found of [early, await proveEntry(site, 'batch.receipt', 'the receipt')]) {
      const { index, entry, proof } = found ?? { index: -1, entry: '', proof: '' }
      const trust = { log: parseVerifierKey(platformSuite, site.signer.verifierKey) }
      expect(verifyLogProof(platformSuite, proof, Buffer.from(entry), trust).index).toBe(index)
      verifyEntryOf(platformSuite, parseEntry(Buffer.from(entry)), Buffer.from('the receipt'))
    }
    expect(await proveEntry(site, 'record.deleted', 'the receipt')).toBeNull()
  })

  test('works by itself from start to stop, and takes up what is queued meanwhile', async () => {
    const site = await openSite()
    const sequencer = new Sequencer({ ...site, log })
    await sequencer.start()
    await queue(site, 3)
    await expect
      .poll(async () => (await site.folder.readCheckpoint())?.split('\n')[1], { timeout: 20_000 })
      // The three, and that the node has a key.
      .toBe('4')
    await sequencer.stop()
    await expectWhole(site)
  })

  test('that was overtaken by another gives no place twice, and goes on behind it', async () => {
    const site = await openSite()
    await queue(site, 10)
    const [one, other] = [new Sequencer({ ...site, log }), new Sequencer({ ...site, log })]
    // Each believes that it stands at the beginning.
    await one.start()
    await one.stop()
    await other.sequence()
    await queue(site, 10)
    const rounds = await Promise.allSettled([one.sequence(), other.sequence()])
    expect(rounds.some(({ status }) => status === 'fulfilled')).toBe(true)
    await queue(site, 5)
    for (const each of [one, other]) await each.sequence()
    // With the entry that the node has a key.
    expect((await expectWhole(site)).size).toBe(26)
    const trees = await site.database.query<{ size: number }>('select size from log_trees order by size')
    expect(new Set(trees.map(({ size }) => size)).size).toBe(trees.length)
  })

  test('is never held up by an entry that no log can hold: the act that queues it fails', async () => {
    const site = await openSite()
    for (const kind of ['Batch receipt', 'a_b', 'a.'.repeat(9), 'x'.repeat(65)]) {
      const act = site.database.transact((tx) => queueEntry(tx, kind as EntryKind, 'x'))
      await expect(act, kind).rejects.toMatchObject({ code: '23514' })
    }
    expect(await sequence(site)).toBe(0)
  })

  test('leaves a place as it was given, whoever asks the database to change it', async () => {
    const site = await openSite()
    await queue(site, 2)
    await sequence(site)
    for (const change of ['entry_index = entry_index + 5', 'entry_index = null', "kind = 'key.made'"]) {
      await expect(asOwner(site.ownerUrl, `update log_queue set ${change}`)).rejects.toMatchObject({
        code: 'PBIO1',
      })
    }
    await expect(site.database.query("update log_queue set kind = 'key.made'")).rejects.toMatchObject({
      code: '42501',
    })
  })
})

const dist = fileURLToPath(new URL('../../../dist/', import.meta.url))

/** A sequencer in a process of its own that kills itself at its n-th write point. */
const victim = `
const [kernel, home, url, keyFile, folderPath, at] = process.argv.slice(1)
const { openDatabase } = await import(kernel + 'kernel/db/database.js')
const { systemClock } = await import(kernel + 'kernel/clock.js')
const { createLogger } = await import(kernel + 'kernel/logger.js')
const { Sequencer, openLogFolder, openNoteSigner } = await import(kernel + 'modules/transparency-log/index.js')
let points = 0
const point = () => { points += 1; if (points === Number(at)) process.kill(process.pid, 'SIGKILL') }
const real = openDatabase({ url, clock: systemClock() })
const database = { ...real, transact: async (act) => {
  point()
  const result = await real.transact(async (tx) => { const done = await act(tx); point(); return done })
  point()
  return result
} }
const disk = openLogFolder(folderPath)
const folder = { ...disk,
  write: async (files) => { for (const file of files) { point(); await disk.write([file]) } point() },
  writeCheckpoint: async (note) => { point(); await disk.writeCheckpoint(note); point() } }
const signer = await openNoteSigner(keyFile, systemClock(), 'test.probity')
await new Sequencer({ database, folder, signer, log: createLogger({ level: 'silent' }) }).sequence()
await real.close()
`

function runVictim(site: LogSite, at: number): Promise<NodeJS.Signals | number | null> {
  const args = [
    '--input-type=module',
    '-e',
    victim,
    dist,
    scratch,
    site.appUrl,
    site.keyFile,
    site.path,
    String(at),
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  return new Promise((settle) => child.once('exit', (code, signal) => settle(signal ?? code)))
}

describe('a sequencer that is killed', () => {
  test('at any write point forgets no entry, gives no place twice and signs no second tree', {
    timeout: 300_000,
  }, async () => {
    const site = await openSite()
    let older: Checkpoint | undefined
    let kills = 0
    for (let at = 1; ; at += 1) {
      await queue(site, 300)
      const ended = await runVictim(site, at)
      if (ended === 'SIGKILL') kills += 1
      // Half a file that never got its name, as a kill in the middle of a write leaves it.
      mkdirSync(site.path, { recursive: true })
      writeFileSync(join(site.path, 'checkpoint.0badcafe.new'), 'half a check')
      await sequence(site)
      older = await expectWhole(site, older)
      if (ended === 0) break
      expect(ended).toBe('SIGKILL')
    }
    // Before, inside and behind the transaction, before each of the files, and around the checkpoint.
    expect(kills).toBeGreaterThanOrEqual(9)
  })
})

describe('a log and a database that do not belong together', () => {
  test('are refused when the database is from before, and recovered from the tiles', async () => {
    const [site, restored] = [await openSite(), await openTestDatabase()]
    await queue(site, 200)
    await sequence(site)
    // The backup: what the database held then, in another database.
    const rows = await site.database.query('select * from log_queue order by entry_index')
    const trees = await site.database.query('select * from log_trees order by size')
    await queue(site, 100)
    await sequence(site)
    const older = await expectWhole(site)
    for (const [table, kept] of [
      ['log_queue', rows],
      ['log_trees', trees],
    ] as const) {
      const sql = `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`
      await restored.database.query(sql, [JSON.stringify(kept, (_key, value) => asBytea(value))])
    }
    const behind = {
      ...site,
      database: restored.database,
      appUrl: restored.appUrl,
      ownerUrl: restored.ownerUrl,
    }
    await queue(behind, 7)
    await expect(sequence(behind)).rejects.toMatchObject({
      code: 'LOG_DATABASE_BEHIND',
      facts: { databaseSize: 200, checkpointSize: 300 },
    })
    expect(await recoverLog(behind)).toEqual({ size: 300, imported: 100, lost: 100 })
    expect(await sequence(behind)).toBe(7)
    await expectWhole(behind, older)
    expect(await recoverLog(behind)).toEqual({ size: 307, imported: 0, lost: 0 })
  })

  test('are refused when the folder is lost, and the folder is made again byte for byte', async () => {
    const site = await openSite()
    await queue(site, 300)
    await sequence(site)
    await queue(site, 30)
    await sequence(site)
    const before = readFileSync(join(site.path, 'checkpoint'), 'utf8')
    rmSync(site.path, { recursive: true })
    await expect(sequence(site)).rejects.toMatchObject({
      code: 'LOG_FOLDER_LOST',
      facts: { databaseSize: 330 },
    })
    expect((await recoverLog(site)).size).toBe(330)
    expect(readFileSync(join(site.path, 'checkpoint'), 'utf8')).toBe(before)
    await expectWhole(site)
  })

  test('are refused when they hold two histories of one size', async () => {
    const [site, other] = [await openSite(), await openSite()]
    for (const each of [site, other]) {
      await queue(each, 5)
      await sequence(each)
    }
    const mixed = { ...site, database: other.database }
    await expect(sequence(mixed)).rejects.toMatchObject({ code: 'LOG_DISAGREES' })
    await expect(recoverLog(mixed)).rejects.toMatchObject({ code: 'LOG_DISAGREES' })
    await queue(site, 5)
    await sequence(site)
    await expect(recoverLog(mixed)).rejects.toMatchObject({ code: 'LOG_DISAGREES' })
  })

  test('are refused when an unfinished tile, its entries or the checkpoint were changed', async () => {
    const site = await openSite()
    await queue(site, 300)
    await sequence(site)
    const kept = join(scratch, `kept-${another()}`)
    cpSync(site.path, kept, { recursive: true })
    for (const path of ['tile/0/001.p/44', 'tile/entries/001.p/44', 'tile/1/000.p/1', 'checkpoint']) {
      const file = join(site.path, path)
      const bytes = readFileSync(file)
      bytes[bytes.length - 9] = (bytes[bytes.length - 9] as number) ^ 1
      writeFileSync(file, bytes)
      await expect(sequence(site), path).rejects.toMatchObject({ code: 'LOG_FOLDER_DAMAGED' })
      rmSync(file)
      await expect(sequence(site), path).rejects.toMatchObject({
        code: path === 'checkpoint' ? 'LOG_FOLDER_LOST' : 'LOG_FOLDER_DAMAGED',
      })
      cpSync(join(kept, path), file)
    }
    await expectWhole(site)
  })
})

describe('several nodes over one database', () => {
  test('have one log, held by the first, until another takes it over', async () => {
    const site = await openSite()
    const [first, second] = ['1', '2'].map(
      (n) => `00000000-0000-4000-8000-00000000000${n}` as string as NodeId,
    )
    const held = async (node: NodeId | undefined) => holdLog(site.database, node as NodeId)
    expect([await held(first), await held(second), await held(first)]).toEqual([true, false, true])
    await queue(site, 9)
    await sequence(site)
    const elsewhere: LogSite = { ...site, folder: openLogFolder(join(scratch, `site-${another()}`)) }
    for (let again = 0; again < 2; again += 1) await takeOverLog(site.database, second as NodeId)
    expect([await held(first), await held(second)]).toEqual([false, true])
    expect((await recoverLog(elsewhere)).size).toBe(9)
    // Both write on for a while: the trees are the same, as the database meant them.
    for (const each of [site, elsewhere, site]) {
      await queue(site, 4)
      await sequence(each).catch(() => undefined)
    }
    await sequence(elsewhere)
    await expectWhole(elsewhere)
  })
})

describe('the audit of a node', () => {
  test('names the first difference: a byte in a tile, a byte of an entry in the database', async () => {
    const site = await openSite()
    await queue(site, 300)
    await sequence(site)
    expect(await auditNodeLog(site, [siteWitness])).toEqual({
      size: 300,
      acts: 300,
      lost: 0,
      difference: null,
    })
    const file = join(site.path, 'tile/0/000')
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.with(77, (bytes[77] as number) ^ 1))
    expect((await auditNodeLog(site, [siteWitness])).difference).toMatchObject({
      at: 'tile/0/000',
      code: 'TILE_DISAGREES',
    })
    writeFileSync(file, bytes)
    await asOwner(
      site.ownerUrl,
      `alter table log_queue disable trigger all;
       update log_queue set commitment = set_byte(commitment, 3, get_byte(commitment, 3) # 1) where entry_index = 123`,
    )
    expect((await auditNodeLog(site, [siteWitness])).difference).toMatchObject({
      at: 'entry 123',
      code: 'LOG_DISAGREES',
    })
  })

  test('names a place without entry, and a tree the database never meant', async () => {
    const site = await openSite()
    await queue(site, 10)
    await sequence(site)
    await asOwner(site.ownerUrl, 'alter table log_trees disable trigger all; update log_trees set size = 11')
    expect((await auditNodeLog(site, [siteWitness])).difference).toMatchObject({ at: 'tree 10' })
    await asOwner(
      site.ownerUrl,
      'alter table log_queue disable trigger all; delete from log_queue where entry_index = 9',
    )
    expect((await auditNodeLog(site, [siteWitness])).difference).toMatchObject({ at: 'entry 9' })
    expect(readdirSync(site.path)).toContain('checkpoint')
  })
})

/** As `jsonb_populate_recordset` reads bytes. */
function asBytea(value: unknown): unknown {
  const isBuffer =
    typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'Buffer'
  return isBuffer ? `\\x${Buffer.from((value as unknown as { data: number[] }).data).toString('hex')}` : value
}

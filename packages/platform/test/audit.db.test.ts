// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { entryWitnesses } from '../src/entry-witnesses.ts'
import type { BatchId } from '../src/kernel/ids.ts'
import { inquirerOf, openInquiry, unknownSubject } from '../src/modules/inquiries/index.ts'
import { auditNodeLog, queueEntry, recoverLog } from '../src/modules/transparency-log/index.ts'
import { csvOf, newUscc, registration } from './http-world.ts'
import { asOwner, openTestDatabase } from './test-database.ts'
import { openWorld } from './world.ts'

const world = await openWorld()
const registry = await world.furnisher('registry', 'registration-authority')

async function submit(rows = 3): Promise<BatchId> {
  const csv = csvOf(Array.from({ length: rows }, (_, at) => registration(newUscc(), `演示审计${at}有限公司`)))
  return (await world.submit(registry, { type: 'cn.registration', csv })).batch.batchId
}

/** What nobody but the owner of the tables can do, and only by taking off the triggers first. */
async function tampered(table: string, change: string, undo: string): Promise<string> {
  const alter = (sql: string) =>
    asOwner(
      world.ownerUrl,
      `alter table ${table} disable trigger all; ${sql}; alter table ${table} enable trigger all`,
    )
  await alter(change)
  const { difference } = await world.audit()
  await alter(undo)
  expect((await world.audit()).difference).toBeNull()
  return `${difference?.code} ${difference?.at}`
}

describe('the audit works out every entry again from the acts', () => {
  test('and finds nothing where nothing was touched', async () => {
    await submit()
    const { acts, lost, difference } = await world.audit()
    expect([acts > 1, lost, difference]).toEqual([true, 0, null])
  })

  test('a changed byte of an entry in the database is named by its place, one in a tile by its path', async () => {
    await submit()
    await world.sequence()
    const flip = (at: number) => `update log_queue set commitment =
      set_byte(commitment, 9, get_byte(commitment, 9) # 1) where entry_index = ${at}`
    expect(await tampered('log_queue', flip(1), flip(1))).toBe('LOG_DISAGREES entry 1')
    const folder = join(world.folder, 'log', 'tile', '0')
    const tile = join(
      folder,
      '000.p',
      readdirSync(join(folder, '000.p'))
        .sort((a, b) => Number(a) - Number(b))
        .at(-1) ?? '',
    )
    const bytes = readFileSync(tile)
    writeFileSync(tile, bytes.with(40, (bytes[40] as number) ^ 1))
    const { difference } = await world.audit()
    writeFileSync(tile, bytes)
    expect([difference?.code, difference?.at]).toEqual([
      'TILE_DISAGREES',
      expect.stringMatching(/^tile\/0\/000\.p\/\d+$/),
    ])
    expect((await world.audit()).difference).toBeNull()
  })

  test('a changed byte of a receipt, of what it counts, and of the file behind it', async () => {
    const batchId = await submit()
    const note = (from: string, to: string) =>
      `update receipts set note = replace(note, '${from}', '${to}') where batch_id = '${batchId}'`
    const receipt = `batch.receipt ${batchId}`
    expect(await tampered('receipts', note('rows: 3', 'rows: 4'), note('rows: 4', 'rows: 3'))).toMatch(
      new RegExp(`^ACT_DISAGREES ${receipt}`),
    )
    const chunks = (by: string) =>
      `update batch_chunks set accepted = accepted ${by} 1 where batch_id = '${batchId}'`
    expect(await tampered('batch_chunks', chunks('+'), chunks('-'))).toBe(
      `ACT_DISAGREES ${receipt}: batch_chunks`,
    )
    const root = `update batches set root = set_byte(root, 0, get_byte(root, 0) # 1) where batch_id = '${batchId}'`
    expect(await tampered('batches', root, root)).toBe(`ACT_DISAGREES ${receipt}: batches root`)
    const spool = join(world.folder, 'spool')
    const sealed = readdirSync(spool, { recursive: true, encoding: 'utf8' }).map((name) => join(spool, name))
    const file = sealed.find((name) => name.includes(batchId) && statSync(name).isFile()) ?? ''
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.with(bytes.length - 20, (bytes.at(-20) as number) ^ 1))
    expect((await world.audit()).difference).toMatchObject({ at: `${receipt}: file` })
    writeFileSync(file, bytes)
    expect((await world.audit()).difference).toBeNull()
  })

  test('a group of inquiries of which a leaf was changed', async () => {
    await world.inquiries.keep({
      ...openInquiry(world.clock),
      subjectId: unknownSubject({ scheme: 'cn.uscc', value: newUscc() }),
      subjectKnown: false,
      inquirer: inquirerOf(registry),
      purpose: 'public-duty',
      basis: { kind: 'none' },
      view: 'department.v1',
      fields: null,
      tickRead: null,
      asOf: world.clock.today(),
      outcome: { kind: 'refused', code: 'BASIS_MISSING' },
      hidden: null,
    })
    const flip = 'update inquiry_groups set leaves = set_byte(leaves, 5, get_byte(leaves, 5) # 1)'
    expect(await tampered('inquiry_groups', flip, flip)).toMatch(
      /^ACT_DISAGREES inquiries\.kept \S+: inquiries$/,
    )
    const clerk = (now: string) => `update inquiries set staff = '${now}'`
    expect(await tampered('inquiries', clerk('clerk-9'), 'update inquiries set staff = null')).toMatch(
      /^ACT_DISAGREES inquiries\.kept \S+: inquiries$/,
    )
    const away = 'create table aside as table inquiries; delete from inquiries'
    const back = 'insert into inquiries select * from aside; drop table aside'
    expect(await tampered('inquiries', away, back)).toMatch(/^ACT_DISAGREES inquiries\.kept \S+: inquiries$/)
  })

  test('a catalogue that is not the one the node has worked by', async () => {
    const change = `update catalogue_versions set content = content || '{"added": 1}'`
    const undo = `update catalogue_versions set content = content - 'added'`
    expect(await tampered('catalogue_versions', change, undo)).toMatch(
      /^ACT_DISAGREES catalogue\.version \S+: content$/,
    )
  })

  test('a receipt that is gone, and an entry that nobody has an act for', async () => {
    const batchId = await submit()
    const change = `create table kept as select * from receipts; delete from receipts where batch_id = '${batchId}'`
    const undo = `insert into receipts select * from kept where batch_id = '${batchId}'; drop table kept`
    expect(await tampered('receipts', change, undo)).toMatch(
      /^ENTRY_WITHOUT_ACT entry \d+ \(batch\.receipt\)$/,
    )
    await world.database.transact((tx) => queueEntry(tx, 'batch.receipt', 'what never was'))
    expect((await world.audit()).difference).toMatchObject({ code: 'ENTRY_WITHOUT_ACT' })
  })

  test('and says of how many entries a restored database has lost the act', async () => {
    const { database } = await openTestDatabase()
    const parts = { ...world.logParts, database }
    const { size, lost } = await recoverLog(parts)
    expect(lost).toBe(size)
    expect(await auditNodeLog(parts, entryWitnesses(world.collection))).toEqual({
      size,
      acts: 0,
      lost,
      difference: null,
    })
  })
})

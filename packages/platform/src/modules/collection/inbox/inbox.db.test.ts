// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { newUscc } from '../../../../test/http-world.ts'
import { openWorld } from '../../../../test/world.ts'
import type { Instant } from '../../../kernel/civil-date.ts'
import type { NodeId } from '../../../kernel/db/outbox.ts'
import type { BatchId } from '../../../kernel/ids.ts'
import { processBatch } from '../process-batch.ts'
import { Inbox } from './inbox.ts'

const world = await openWorld()
const { collection, database, clock } = world
await world.furnisher('registry', 'registration-authority')
const root = await mkdtemp(join(tmpdir(), 'probity-inbox-'))
afterAll(() => rm(root, { recursive: true, force: true }))

let inboxFolder = ''
let drop = ''
let inbox: Inbox

beforeEach(async () => {
  inboxFolder = await mkdtemp(join(root, 'inbox-'))
  drop = join(inboxFolder, 'registry', 'cn.registration')
  await mkdir(drop, { recursive: true })
  inbox = new Inbox(collection, inboxFolder)
})

const csv = (uscc = newUscc()): string => `uscc,name,registered_on\n${uscc},演示箱有限公司,2020-01-02\n`
const passSeconds = (seconds: number): void =>
  clock.set(new Date(clock.nowMs() + seconds * 1000).toISOString() as Instant)

/** Two looks with time between them: what lies still is taken, and its batch sent. */
async function lookTwice(at: Inbox = inbox): Promise<void> {
  await at.look()
  passSeconds(4)
  await at.look()
}

async function batchesOf(): Promise<{ batchId: BatchId; door: string; profile: string; nodeKey: string }[]> {
  return database.query(
    `select batch_id as "batchId", door, profile from batches where state = 'received' order by batch_id limit 100`,
  )
}

async function finishAll(): Promise<BatchId[]> {
  const waiting = await batchesOf()
  for (const { batchId } of waiting) await processBatch(collection, batchId)
  return waiting.map(({ batchId }) => batchId)
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(join(drop, folder)).catch(() => [])).sort()

async function reportIn(folder: string): Promise<Record<string, unknown>> {
  const name = (await filesIn(folder)).find((one) => /\.(csv|json)\.json$/.test(one))
  return JSON.parse(await readFile(join(drop, folder, name ?? 'none'), 'utf8')) as Record<string, unknown>
}

describe('a file that lies still', () => {
  test('is taken, becomes a batch, and ends in done beside what became of it', async () => {
    const bytes = csv()
    await writeFile(join(drop, '九月.csv'), bytes)
    await lookTwice()
    expect((await batchesOf()).map(({ door }) => door)).toEqual(['folder'])
    expect(await filesIn('done')).toEqual([])
    const [batchId] = await finishAll()
    await inbox.look()
    expect(await filesIn('done')).toEqual([`${batchId}_九月.csv`, `${batchId}_九月.csv.json`])
    expect(await readFile(join(drop, 'done', `${batchId}_九月.csv`), 'utf8')).toBe(bytes)
    expect(await filesIn('working')).toEqual([])
    expect(await reportIn('done')).toMatchObject({
      batch: batchId,
      state: 'completed',
      counts: { rows: 1, accepted: 1, faulty: 0 },
      faults: [],
      faultsAreAll: true,
    })
  })

  test('and is a JSON array is taken as lines, and lies in done as it was', async () => {
    const bytes = `[{"uscc":"${newUscc()}",\n  "name":"演示箱有限公司", "registered_on":"2020-01-02"}]`
    await writeFile(join(drop, 'a.json'), bytes)
    await lookTwice()
    const [batchId] = await finishAll()
    await inbox.look()
    expect(await readFile(join(drop, 'done', `${batchId}_a.json`), 'utf8')).toBe(bytes)
    expect(await reportIn('done')).toMatchObject({ state: 'completed', counts: { rows: 1, accepted: 1 } })
  })

  test('tells its faults by row, column and rule, and nothing of what the rows say', async () => {
    await writeFile(
      join(drop, 'a.csv'),
      'uscc,name,registered_on\n91999999BADCODE,演示密有限公司,2020-01-02\n',
    )
    await lookTwice()
    await finishAll()
    await inbox.look()
    const report = await reportIn('done')
    expect(report.faults).toEqual([
      {
        row: 2,
        faults: ['ID-USCC-LENGTH', 'ID-USCC-LETTER'].map((code) => ({
          code,
          rule: 'REG-FRM-001',
          column: 'uscc',
        })),
      },
    ])
    expect(JSON.stringify(report)).not.toMatch(/演示密|BADCODE/)
  })

  test('whose batch is refused ends in failed with the reason', async () => {
    await writeFile(join(drop, 'a.csv'), 'colour\nred\n')
    await lookTwice()
    await finishAll()
    await inbox.look()
    expect(await reportIn('failed')).toMatchObject({ state: 'refused', refusal: 'BATCH_HEADER_FAULTY' })
  })

  test('in a folder type@profile is read by that profile', async () => {
    const folder = join(inboxFolder, 'registry', 'cn.registration@registry-heilongjiang')
    await mkdir(folder)
    await writeFile(join(folder, 'a.csv'), 'uscc,name,reg_date,province,city\n')
    await lookTwice()
    expect((await batchesOf()).map(({ profile }) => profile)).toEqual(['registry-heilongjiang'])
    await finishAll()
  })

  test('is cleared away after a week: it lies there in clear', async () => {
    await writeFile(join(drop, 'a.csv'), csv())
    await lookTwice()
    await finishAll()
    await inbox.look()
    passSeconds(6 * 86_400)
    await inbox.look()
    expect(await filesIn('done')).toHaveLength(2)
    passSeconds(2 * 86_400)
    await inbox.look()
    expect(await filesIn('done')).toEqual([])
  })
})

describe('what is left alone', () => {
  test('a file that is still growing is not taken, and then whole', async () => {
    const file = join(drop, 'a.csv')
    const bytes = csv()
    await writeFile(file, bytes.slice(0, 30))
    await inbox.look()
    passSeconds(4)
    await appendFile(file, bytes.slice(30))
    await inbox.look()
    expect(await filesIn('working')).toEqual([])
    passSeconds(2)
    await inbox.look()
    expect(await filesIn('working')).toEqual([])
    passSeconds(2)
    await inbox.look()
    expect(await filesIn('working')).toHaveLength(1)
    const [batchId] = await finishAll()
    await inbox.look()
    expect(await readFile(join(drop, 'done', `${batchId}_a.csv`), 'utf8')).toBe(bytes)
  })

  test.each(['a.csv.part', 'a.tmp', '~$a.xlsx', '.a.csv', 'a.csv.filepart', 'a.crdownload'])(
    'a name that says it is not whole yet: %s',
    async (name) => {
      await writeFile(join(drop, name), csv())
      await lookTwice()
      expect(await readdir(drop)).toEqual([name])
    },
  )
})

describe('what is refused', () => {
  const secret = join(root, 'secret.csv')

  test('a link is never followed, neither as a file nor as a folder', async () => {
    await writeFile(secret, csv())
    await symlink(secret, join(drop, 'a.csv'))
    const elsewhere = join(root, 'elsewhere')
    await mkdir(join(elsewhere, 'cn.registration'), { recursive: true })
    await writeFile(join(elsewhere, 'cn.registration', 'b.csv'), csv())
    await symlink(elsewhere, join(inboxFolder, 'linked'))
    await lookTwice()
    expect(await reportIn('failed')).toMatchObject({ batch: null, refusal: 'INBOX_NOT_A_FILE' })
    expect(await batchesOf()).toEqual([])
    expect(await readdir(join(elsewhere, 'cn.registration'))).toEqual(['b.csv'])
    expect(await readFile(secret, 'utf8')).toContain('演示箱')
  })

  test.each([
    ['nobody', 'cn.registration', 'PARTICIPANT_UNKNOWN'],
    ['registry', 'cn.jaywalking', 'RECORD_TYPE_UNKNOWN'],
    ['registry', 'cn.registration@none', 'PROFILE_UNKNOWN'],
    ['registry', 'cn.tax-a-grade-list', 'FURNISHER_NOT_ENTITLED'],
  ])('a file under %s/%s goes to failed with %s', async (furnisher, kind, code) => {
    drop = join(inboxFolder, furnisher, kind)
    await mkdir(drop, { recursive: true })
    await writeFile(join(drop, 'a.csv'), csv())
    await lookTwice()
    expect(await reportIn('failed')).toMatchObject({ state: 'refused', refusal: code })
    expect((await filesIn('failed')).filter((name) => name.endsWith('_a.csv'))).toHaveLength(1)
  })

  test('a link in place of a folder of the node’s own keeps that drop waiting, and no other', async () => {
    await symlink(root, join(drop, 'working'))
    await writeFile(join(drop, 'a.csv'), csv())
    const beside = join(inboxFolder, 'registry', 'cn.registration@default')
    await mkdir(beside)
    await writeFile(join(beside, 'b.csv'), csv())
    await lookTwice()
    expect((await readdir(drop)).sort()).toEqual(['a.csv', 'working'])
    expect((await readdir(root)).filter((name) => name.endsWith('a.csv'))).toEqual([])
    expect(await finishAll()).toHaveLength(1)
  })

  test('an empty file goes to failed', async () => {
    await writeFile(join(drop, 'a.csv'), '')
    await lookTwice()
    expect(await reportIn('failed')).toMatchObject({ refusal: 'BATCH_EMPTY' })
  })
})

describe('death and company', () => {
  test('killed after the batch was taken in, the node finds it again and makes no second one', async () => {
    await writeFile(join(drop, 'a.csv'), csv())
    await lookTwice()
    const before = await batchesOf()
    expect(before).toHaveLength(1)
    const restarted = new Inbox(collection, inboxFolder)
    await restarted.look()
    expect(await batchesOf()).toEqual(before)
    const [batchId] = await finishAll()
    await restarted.look()
    expect(await filesIn('done')).toContain(`${batchId}_a.csv`)
  })

  test('killed after it had taken the file, before there was a batch, the node sends it once it is back', async () => {
    await mkdir(join(drop, 'working'))
    const mark = `${collection.nodeId}.00000000-0000-7000-8000-000000000001`
    await writeFile(join(drop, 'working', `${mark}.a.csv`), csv())
    await inbox.look()
    expect(await finishAll()).toHaveLength(1)
  })

  test('two nodes on one inbox never take the same file, nor touch what the other has taken', async () => {
    const another = new Inbox(
      { ...collection, nodeId: '00000000-0000-4000-8000-000000000002' as string as NodeId },
      inboxFolder,
    )
    for (let n = 0; n < 10; n++) await writeFile(join(drop, `${n}.csv`), csv())
    await Promise.all([inbox.look(), another.look()])
    passSeconds(4)
    await Promise.all([inbox.look(), another.look()])
    await Promise.all([inbox.look(), another.look()])
    expect(await batchesOf()).toHaveLength(10)
    await finishAll()
    await Promise.all([inbox.look(), another.look()])
    expect((await filesIn('done')).filter((name) => name.endsWith('.csv'))).toHaveLength(10)
    expect(await filesIn('failed')).toEqual([])
  })

  test('two files of one name, dropped one after the other, are both taken', async () => {
    for (const bytes of [csv(), csv()]) {
      await writeFile(join(drop, 'daily.csv'), bytes)
      await lookTwice()
    }
    expect(await finishAll()).toHaveLength(2)
    await inbox.look()
    expect((await filesIn('done')).filter((name) => name.endsWith('_daily.csv'))).toHaveLength(2)
  })
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  assertExtends,
  auditLog,
  type Checkpoint,
  consistencyFromTiles,
  parseEntry,
  parseVerifierKey,
  platformSuite,
  tilePath,
  verifyCheckpoint,
} from '@probity/verify'
import { afterAll, expect } from 'vitest'
import { createLogger } from '../src/kernel/logger.ts'
import {
  auditNodeLog,
  type EntryWitness,
  type LogParts,
  openLogFolder,
  openNoteSigner,
  queueEntry,
  Sequencer,
} from '../src/modules/transparency-log/index.ts'
import { openTestDatabase, type TestDatabase } from './test-database.ts'

/** The log of a node without the node: database, folder and key. */
export type LogSite = LogParts &
  TestDatabase & {
    readonly path: string
    readonly keyFile: string
  }

export const scratch = mkdtempSync(join(tmpdir(), 'probity-log-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const log = createLogger({ level: 'silent' })
let made = 0

/** A number that no other has had. */
export function another(): number {
  return made++
}

/** @param keyFile another's: then two logs are signed by one key, as a node does that forks its log */
export async function openSite(keyFile?: string): Promise<LogSite> {
  const test = await openTestDatabase()
  const home = join(scratch, `site-${another()}`)
  const path = join(home, 'log')
  const file = keyFile ?? join(home, 'note.key')
  const signer = await openNoteSigner(file, test.clock, 'test.probity')
  return { ...test, path, keyFile: file, folder: openLogFolder(path), signer }
}

export async function queue(site: LogSite, count: number, word = 'act'): Promise<void> {
  await site.database.transact(async (tx) => {
    for (let at = 0; at < count; at += 1) await queueEntry(tx, 'batch.receipt', `${word} ${another()}`)
  })
}

/** A site has entries without acts: they are what they say. */
export const siteWitness: EntryWitness = {
  kind: 'batch.receipt',
  async *list(on) {
    const rows = await on.query<{ id: string; commitment: Buffer }>(
      "select entry_id as id, commitment from log_queue where kind = 'batch.receipt'",
    )
    yield rows.map(({ id, commitment }) => ({ act: id, commitment }))
  },
}

export function sequence(site: LogSite): Promise<number> {
  return new Sequencer({ ...site, log }).sequence()
}

/** Everything that must hold of a log at rest. Every entry queued stands in it, once; it only ever grew. */
export async function expectWhole(site: LogSite, older?: Checkpoint): Promise<Checkpoint> {
  const key = parseVerifierKey(platformSuite, site.signer.verifierKey)
  const checkpoint = verifyCheckpoint(platformSuite, (await site.folder.readCheckpoint()) ?? '', { log: key })
  const ids: string[] = []
  const take = (entry: Uint8Array) => ids.push(parseEntry(entry).id)
  auditLog(platformSuite, checkpoint, site.folder.readNow, take)
  const rows = await site.database.query<{ id: string; place: number | null }>(
    'select entry_id as id, entry_index as place from log_queue order by entry_index',
  )
  expect(rows.map(({ id }) => id)).toEqual(ids)
  expect(rows.map(({ place }) => place)).toEqual(ids.map((_, at) => at))
  expect(new Set(ids).size).toBe(ids.length)
  expect((await auditNodeLog(site, [siteWitness])).difference).toBeNull()
  if (older) {
    const read = (tile: Parameters<typeof tilePath>[0]) =>
      site.folder.readNow(tilePath(tile)) ?? new Uint8Array(0)
    const path =
      older.size === 0 ? [] : consistencyFromTiles(platformSuite, read, older.size, checkpoint.size)
    assertExtends(platformSuite, older, checkpoint, path)
  }
  return checkpoint
}

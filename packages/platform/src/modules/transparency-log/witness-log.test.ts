// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  generateSigningKey,
  parseSigningKey,
  parseVerifierKey,
  platformSuite,
  signatureTypes,
  verifyCheckpoint,
} from '@probity/verify'
import { afterAll, expect, test } from 'vitest'
import type { Instant } from '../../kernel/civil-date.ts'
import { fixedClock } from '../../kernel/clock.ts'
import { buildLog } from './build-log.ts'
import { openSigningKey, verifierKeyOf } from './key-files.ts'
import { openLogFolder } from './log-folder.ts'
import { type WitnessParts, witnessLog, witnessVerifierKeyOf } from './witness-log.ts'

const scratch = mkdtempSync(join(tmpdir(), 'probity-witness-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const logSigner = await openSigningKey(join(scratch, 'log.key'), 'log.example')
const logKey = parseVerifierKey(platformSuite, verifierKeyOf(logSigner))
const witnessKey = await openSigningKey(join(scratch, 'witness.key'), 'w.example', signatureTypes.cosignature)
const witness = parseVerifierKey(platformSuite, witnessVerifierKeyOf(witnessKey), signatureTypes.cosignature)
let made = 0

async function logOf(
  count: number,
  word = 'entry',
  folder = join(scratch, `log-${made++}`),
): Promise<string> {
  const file = join(scratch, `entries-${made++}`)
  writeFileSync(file, Array.from({ length: count }, (_, at) => `${at < 5 ? 'entry' : word} ${at}\n`).join(''))
  await buildLog(file, logSigner, openLogFolder(folder))
  return folder
}

function watching(state = join(scratch, `state-${made++}`)) {
  const look = (folder: string, change: Partial<WitnessParts> = {}) =>
    witnessLog({
      fetch: (path) => openLogFolder(folder).read(path),
      logKeys: [logKey],
      witnessKey,
      state: openLogFolder(state),
      clock: fixedClock('2026-06-15T02:00:00.000Z' as Instant),
      ...change,
    })
  return { state, look }
}

test('a witness cosigns a log that only grows, and keeps what it has cosigned', async () => {
  const { state, look } = watching()
  const folder = await logOf(0)
  for (const [size, grown] of [
    [0, 0],
    [3, 3],
    [3, 0],
    [300, 297],
    [700, 400],
  ] as const) {
    await logOf(size, 'entry', folder)
    const seen = await look(folder)
    expect([seen.size, seen.grown]).toEqual([size, grown])
    expect(verifyCheckpoint(platformSuite, seen.note, { log: logKey, witnesses: [witness] }).size).toBe(size)
    expect(readFileSync(join(state, 'checkpoint'), 'utf8')).toBe(seen.note)
  }
})

test('a log that was forked on purpose is caught, and the evidence is signed by its own key', async () => {
  // As large, larger, larger than a full subtree, and smaller: whichever way the past was changed.
  for (const [count, forked] of [
    [10, await logOf(10, 'other')],
    [10, await logOf(400, 'other')],
    [256, await logOf(600, 'other')],
    [300, await logOf(301, 'other')],
    [300, await logOf(290, 'other')],
  ] as const) {
    const { state, look } = watching()
    const honest = await logOf(count)
    await look(honest)
    // A log that forked keeps the tiles of both its pasts, or cannot show the smaller one at all.
    const larger =
      count > 290 && (await openLogFolder(forked).readCheckpoint())?.split('\n')[1] === '290'
        ? honest
        : forked
    const fetch = (path: string) => openLogFolder(path === 'checkpoint' ? forked : larger).read(path)
    await expect(look(forked, { fetch })).rejects.toMatchObject({
      code: 'WITNESS_ALARM',
      facts: { reason: 'LOG_FORKED' },
    })
    for (const which of ['kept', 'shown']) {
      verifyCheckpoint(platformSuite, readFileSync(join(state, 'alarm', which)), { log: logKey })
    }
    expect(readFileSync(join(state, 'alarm/shown'))).toEqual(readFileSync(join(forked, 'checkpoint')))
    // Not even when it shows the right past again: a person has to look first.
    await expect(look(honest)).rejects.toMatchObject({ code: 'WITNESS_ALARM' })
    expect(readFileSync(join(state, 'checkpoint'), 'utf8')).toContain(`\n${count}\n`)
  }
})

test('a log that cannot be read, or is signed by another key, is neither cosigned nor accused', async () => {
  const { state, look } = watching()
  const folder = await logOf(300)
  await look(folder)
  const before = readFileSync(join(state, 'checkpoint'), 'utf8')
  const grown = await logOf(600)
  const served = (change: (path: string) => Promise<Uint8Array | undefined>) => look(grown, { fetch: change })
  const fetch = (path: string) => openLogFolder(grown).read(path)
  const unreadable = { code: 'WITNESS_LOG_UNREADABLE' }
  await expect(served(async () => undefined)).rejects.toMatchObject(unreadable)
  await expect(
    served(async (path) => (path.startsWith('tile') ? undefined : fetch(path))),
  ).rejects.toMatchObject(unreadable)
  await expect(
    served(async (path) => (path.startsWith('tile') ? new Uint8Array(3) : fetch(path))),
  ).rejects.toMatchObject(unreadable)
  const other = parseVerifierKey(platformSuite, generateSigningKey('log.example').verifierKey)
  await expect(look(grown, { logKeys: [other] })).rejects.toMatchObject(unreadable)
  expect(readFileSync(join(state, 'checkpoint'), 'utf8')).toBe(before)
  expect((await look(grown)).grown).toBe(300)
})

test('a checkpoint from before, as a cache may show it, is neither cosigned nor held against the log', async () => {
  const { state, look } = watching()
  const folder = await logOf(40)
  const stale = await openLogFolder(folder).read('checkpoint')
  await logOf(300, 'entry', folder)
  await look(folder)
  const fetch = async (path: string) => (path === 'checkpoint' ? stale : openLogFolder(folder).read(path))
  await expect(look(folder, { fetch })).rejects.toMatchObject({
    code: 'WITNESS_LOG_UNREADABLE',
    facts: { path: 'checkpoint 40 < 300' },
  })
  expect((await look(folder)).size).toBe(300)
  expect(readFileSync(join(state, 'checkpoint'), 'utf8')).toContain('\n300\n')
})

test('a full tile stands in for the unfinished one that a log has dropped', async () => {
  const { look } = watching()
  await look(await logOf(10))
  const grown = await logOf(300)
  const dropping = (path: string) =>
    path.includes('.p/') ? Promise.resolve(undefined) : openLogFolder(grown).read(path)
  await expect(look(grown, { fetch: dropping })).rejects.toMatchObject({ code: 'WITNESS_LOG_UNREADABLE' })
  const full = await logOf(256)
  const fromFull = (path: string) => openLogFolder(full).read(path.replace(/\.p\/\d+$/, ''))
  expect(
    (
      await look(full, {
        fetch: (path) => (path === 'checkpoint' ? openLogFolder(full).read(path) : fromFull(path)),
      })
    ).size,
  ).toBe(256)
})

test('a key of a log is not taken for the key of a witness', () => {
  const pair = generateSigningKey('w.example')
  expect(() => parseSigningKey(platformSuite, pair.signingKey, signatureTypes.cosignature)).toThrow(
    'KEY_MALFORMED',
  )
})

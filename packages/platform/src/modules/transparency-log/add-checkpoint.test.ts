// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  consistencyFromTiles,
  formatLogExtension,
  parseVerifierKey,
  platformSuite,
  signatureTypes,
  signNote,
  tilesOfConsistency,
  verifyCheckpoint,
  verifyCosignature,
} from '@probity/verify'
import { afterAll, describe, expect, test } from 'vitest'
import type { Instant } from '../../kernel/civil-date.ts'
import { fixedClock } from '../../kernel/clock.ts'
import { addCheckpoint, findCosigned } from './add-checkpoint.ts'
import { buildLog } from './build-log.ts'
import { openSigningKey, verifierKeyOf } from './key-files.ts'
import { openLogFolder } from './log-folder.ts'
import { readerOf } from './tile-reader.ts'
import { type WitnessDesk, witnessVerifierKeyOf } from './witness-log.ts'

const scratch = mkdtempSync(join(tmpdir(), 'probity-add-checkpoint-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const logSigner = await openSigningKey(join(scratch, 'log.key'), 'log.example')
const logKey = parseVerifierKey(platformSuite, verifierKeyOf(logSigner))
const witnessKey = await openSigningKey(join(scratch, 'w.key'), 'w.example', signatureTypes.cosignature)
const witness = parseVerifierKey(platformSuite, witnessVerifierKeyOf(witnessKey), signatureTypes.cosignature)
const stranger = await openSigningKey(join(scratch, 'stranger.key'), 'log.example')
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

/** What the log in this folder brings to a witness that stands at `olderSize`. */
async function broughtFrom(
  path: string,
  olderSize: number,
  change: { path?: Uint8Array[] } = {},
): Promise<Buffer> {
  const folder = openLogFolder(path)
  const checkpoint = (await folder.readCheckpoint()) ?? ''
  const { size } = verifyCheckpoint(platformSuite, checkpoint, { log: logKey })
  const proof = async () => {
    const read = await readerOf(folder, tilesOfConsistency(olderSize, size))
    return consistencyFromTiles(platformSuite, read, olderSize, size)
  }
  const hashes = change.path ?? (olderSize > size ? [] : await proof())
  return Buffer.from(formatLogExtension({ olderSize, path: hashes, checkpoint }))
}

function desk(): WitnessDesk & { readonly home: string } {
  const home = join(scratch, `state-${made++}`)
  const clock = fixedClock('2026-06-15T02:00:00.000Z' as Instant)
  return { logKeys: [logKey], witnessKey, state: openLogFolder(home), clock, home }
}

describe('a witness to which a log brings its checkpoints', () => {
  test('cosigns each that extends the last, and keeps it before it answers', async () => {
    const one = desk()
    expect((await findCosigned(one)).status).toBe(404)
    const folder = await logOf(0)
    let older = 0
    for (const size of [0, 3, 3, 300, 700]) {
      await logOf(size, 'entry', folder)
      const brought = await broughtFrom(folder, older)
      const { status, text } = await addCheckpoint(one, brought)
      expect(status).toBe(200)
      const note = readFileSync(join(folder, 'checkpoint'), 'utf8') + text
      expect(verifyCosignature(platformSuite, note, witness)).toEqual({
        witness: 'w.example',
        time: 1_781_488_800,
      })
      const kept = await findCosigned(one)
      expect(verifyCheckpoint(platformSuite, kept.text, { log: logKey, witnesses: [witness] }).size).toBe(
        size,
      )
      older = size
    }
  })

  test('says where it stands to a log that does not know', async () => {
    const one = desk()
    const folder = await logOf(10)
    await addCheckpoint(one, await broughtFrom(folder, 0))
    await logOf(20, 'entry', folder)
    for (const older of [0, 5]) {
      expect(await addCheckpoint(one, await broughtFrom(folder, older))).toEqual({
        status: 409,
        contentType: 'text/x.tlog.size',
        text: '10\n',
      })
    }
    // A smaller one, as a cache may have kept it.
    expect((await addCheckpoint(one, await broughtFrom(await logOf(4), 4))).status).toBe(409)
    expect((await addCheckpoint(one, await broughtFrom(folder, 10))).status).toBe(200)
  })

  test('refuses a fork of the same size, keeps both checkpoints, and cosigns that log no more', async () => {
    const one = desk()
    const honest = await logOf(10)
    await addCheckpoint(one, await broughtFrom(honest, 0))
    const forked = await broughtFrom(await logOf(10, 'other'), 10)
    expect((await addCheckpoint(one, forked)).status).toBe(422)
    for (const which of ['kept', 'shown']) {
      verifyCheckpoint(platformSuite, readFileSync(join(one.home, 'alarm', which)), { log: logKey })
    }
    expect((await addCheckpoint(one, await broughtFrom(honest, 10))).status).toBe(422)
  })

  test('refuses a fork that has grown, or a proof that was spoilt, and keeps what the log has signed', async () => {
    const one = desk()
    const honest = await logOf(10)
    await addCheckpoint(one, await broughtFrom(honest, 0))
    for (const brought of [
      await broughtFrom(await logOf(400, 'other'), 10),
      await broughtFrom(await logOf(400), 10, { path: [] }),
      await broughtFrom(await logOf(10), 10, { path: [platformSuite.hash()] }),
    ]) {
      expect((await addCheckpoint(one, brought)).status).toBe(422)
      verifyCheckpoint(platformSuite, readFileSync(join(one.home, 'refused')), { log: logKey })
    }
    expect(existsSync(join(one.home, 'alarm'))).toBe(false)
    await logOf(400, 'entry', honest)
    expect((await addCheckpoint(one, await broughtFrom(honest, 10))).status).toBe(200)
  })

  test('refuses a first checkpoint with a proof of nothing', async () => {
    const brought = await broughtFrom(await logOf(3), 0, { path: [platformSuite.hash()] })
    expect((await addCheckpoint(desk(), brought)).status).toBe(422)
  })

  const rootOfNothing = Buffer.from(platformSuite.hash()).toString('base64')
  const note = (body: string, key = logSigner) => `old 0\n\n${signNote(platformSuite, body, key)}`
  const good = note(`log.example\n0\n${rootOfNothing}\n`)
  test.each([
    ['no bytes', '', 400],
    ['a checkpoint without the old size', good.slice(7), 400],
    ['no note', 'old 0\n\nlog.example\n', 400],
    ['no checkpoint', note('log.example\n'), 400],
    ['an old size beyond the new', good.replace('old 0', 'old 1'), 400],
    ['another log', note(`else.example\n0\n${rootOfNothing}\n`), 404],
    ["another key in the log's name", note(`log.example\n0\n${rootOfNothing}\n`, stranger), 403],
    ['a signature over something else', good.replace('\n0\n', '\n1\n'), 403],
    ['an empty tree with a root', note(`log.example\n0\n${Buffer.alloc(32).toString('base64')}\n`), 422],
  ])('answers %s by the status that the protocol gives it', async (_what, text, status) => {
    const one = desk()
    expect((await addCheckpoint(one, Buffer.from(text))).status).toBe(status)
    expect(existsSync(one.home)).toBe(false)
  })
})

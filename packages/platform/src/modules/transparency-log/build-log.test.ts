// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  encodeBase64,
  leafHash,
  nodeHash,
  parseVerifierKey,
  platformSuite,
  verifyNote,
} from '@probity/verify'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { buildLog } from './build-log.ts'
import { emptyEdge, GrowingLog } from './growing-log.ts'
import { openSigningKey, verifierKeyOf } from './key-files.ts'
import { openLogFolder } from './log-folder.ts'
import { findLogResource } from './log-resource.ts'

const scratch = mkdtempSync(join(tmpdir(), 'probity-log-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const key = await openSigningKey(join(scratch, 'made/by/itself.key'), 'log.example/one')
let made = 0

async function build(content: string | Uint8Array, folder = join(scratch, `log-${made++}`)) {
  const file = join(scratch, `entries-${made++}`)
  writeFileSync(file, content)
  const built = await buildLog(file, key, openLogFolder(folder))
  return { folder, ...built }
}

/** As text: what differs is then found at once, also among a hundred thousand hashes. */
function filesOf(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  )
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'base64')]))
}

/** The whole folder by the definitions of RFC 6962 and C2SP tlog-tiles, by recursion, knowing nothing of our tiles. */
function folderByDefinition(entries: readonly Uint8Array[]): Map<string, string> {
  const leaves = entries.map((entry) => leafHash(platformSuite, entry))
  const known = new Map<string, Uint8Array>()
  const mth = (begin: number, end: number): Uint8Array => {
    const remembered = known.get(`${begin}-${end}`)
    if (remembered) return remembered
    if (end === begin) return platformSuite.hash()
    if (end - begin === 1) return leaves[begin] as Uint8Array
    let split = 1
    while (split * 2 < end - begin) split *= 2
    const root = nodeHash(platformSuite, mth(begin, begin + split), mth(begin + split, end))
    known.set(`${begin}-${end}`, root)
    return root
  }
  const files = new Map<string, Buffer>()
  for (let level = 0; entries.length >= 256 ** level; level += 1) {
    const count = Math.floor(entries.length / 256 ** level)
    for (let n = 0; n * 256 < count; n += 1) {
      const width = Math.min(256, count - n * 256)
      const path = `${String(n).padStart(3, '0')}${width < 256 ? `.p/${width}` : ''}`
      const span = 256 ** level
      const hashes = Array.from({ length: width }, (_, i) =>
        mth((n * 256 + i) * span, (n * 256 + i + 1) * span),
      )
      files.set(`tile/${level}/${path}`, Buffer.concat(hashes))
      if (level > 0) continue
      const bundle = entries.slice(n * 256, n * 256 + width).flatMap((entry) => {
        const length = Buffer.alloc(2)
        length.writeUInt16BE(entry.length)
        return [length, entry]
      })
      files.set(`tile/entries/${path}`, Buffer.concat(bundle))
    }
  }
  const body = `log.example/one\n${entries.length}\n${encodeBase64(mth(0, entries.length))}\n`
  const signature = platformSuite.sign(key.seed, Buffer.from(body))
  const line = Buffer.concat([Buffer.from(key.id, 'hex'), signature]).toString('base64')
  files.set('checkpoint', Buffer.from(`${body}\n\u2014 log.example/one ${line}\n`))
  return new Map(
    [...files]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([path, bytes]) => [path, bytes.toString('base64')]),
  )
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => Buffer.from(`entry ${at}`))
const asLines = (entries: readonly Uint8Array[]) =>
  Buffer.concat(entries.flatMap((entry) => [entry, Buffer.from('\n')]))

describe('a log built from the lines of a file', () => {
  test.each([0, 1, 2, 3, 255, 256, 257, 513, 65_793])(
    'is, byte for byte, the one that the definitions give for %d entries',
    async (count) => {
      const entries = numbered(count)
      const { folder, size } = await build(asLines(entries))
      expect(size).toBe(count)
      expect(filesOf(folder)).toEqual(folderByDefinition(entries))
    },
  )

  test('is so for any bytes in a line, empty lines and carriage returns too', async () => {
    const line = fc
      .uint8Array({ maxLength: 12 })
      .map((bytes) => bytes.map((byte) => (byte === 10 ? 13 : byte)))
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 20 }), fc.boolean(), async (lines, closed) => {
        const content = asLines(lines)
        const last = lines.at(-1)
        const open = !closed && last !== undefined && last.length > 0
        const { folder } = await build(open ? content.subarray(0, -1) : content)
        expect(filesOf(folder)).toEqual(folderByDefinition(lines))
      }),
      { numRuns: 25 },
    )
  })

  test.each([
    ['', []],
    ['\n', ['']],
    ['\n\n', ['', '']],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\n\nb', ['a', '', 'b']],
    ['a\r\n', ['a\r']],
  ])('takes %j for the entries %j', async (content, entries) => {
    const { folder } = await build(content)
    expect(filesOf(folder)).toEqual(folderByDefinition(entries.map((entry) => Buffer.from(entry))))
  })

  test('takes a line of 65,535 bytes, refuses one more, and then has written nothing', async () => {
    expect((await build(`${'x'.repeat(65_535)}\n`)).size).toBe(1)
    for (const content of [`a\n${'x'.repeat(65_536)}\n`, `a\n${'x'.repeat(5_000_000)}`]) {
      const folder = join(scratch, `refused-${made++}`)
      await expect(build(content, folder)).rejects.toMatchObject({
        code: 'LOG_ENTRY_TOO_LARGE',
        facts: { line: 2 },
      })
      expect(() => statSync(folder)).toThrow('ENOENT')
    }
  })

  test('may be built again and extended, and never takes anything back', async () => {
    const { folder } = await build('a\nb\n')
    await build('a\nb\n', folder)
    await build('a\nb\nc\n', folder)
    const before = filesOf(folder)
    for (const content of ['a\nb\n', 'a\nx\nc\n', '', 'a\nb\nx\nd\n']) {
      await expect(build(content, folder)).rejects.toMatchObject({ code: 'LOG_FOLDER_TAKEN' })
    }
    expect(filesOf(folder)).toEqual(before)
  })

  test('is never written over the log of another key', async () => {
    const { folder } = await build('a\n')
    const other = await openSigningKey(join(scratch, 'other.key'), 'log.example/two')
    const file = join(scratch, 'entries-of-other')
    writeFileSync(file, 'a\n')
    await expect(buildLog(file, other, openLogFolder(folder))).rejects.toMatchObject({
      code: 'LOG_FOLDER_TAKEN',
    })
  })
})

describe('the key of a log', () => {
  test('is made once, for its owner only, and read again', async () => {
    const file = join(scratch, 'made/by/itself.key')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toMatch(
      /^PRIVATE\+KEY\+log\.example\/one\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}\n$/,
    )
    expect(await openSigningKey(file, 'another name')).toEqual(key)
    const { checkpoint } = await build('a\n')
    expect(
      verifyNote(platformSuite, checkpoint, parseVerifierKey(platformSuite, verifierKeyOf(key))),
    ).toContain('\n1\n')
  })

  test('that is none is refused, and left as it is', async () => {
    const file = join(scratch, 'no.key')
    writeFileSync(file, 'PRIVATE+KEY+a+00000000+AAAA')
    await expect(openSigningKey(file, 'a')).rejects.toMatchObject({ code: 'LOG_KEY_UNUSABLE' })
    expect(readFileSync(file, 'utf8')).toBe('PRIVATE+KEY+a+00000000+AAAA')
  })
})

describe('a log that grows', () => {
  test('by any steps has the files that it has when it grows at once', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(steps, (counts) => {
        const entries = numbered(counts.reduce((sum, count) => sum + count, 0))
        const files = new Map<string, string>()
        let edge = emptyEdge
        for (const count of counts) {
          const log = new GrowingLog(edge)
          for (const entry of entries.slice(edge.size, edge.size + count)) log.append(entry)
          for (const { path, bytes } of [...log.takeFull(), ...log.unfinished()])
            files.set(path, Buffer.from(bytes).toString('base64'))
          edge = log.edge()
        }
        const expected = folderByDefinition(entries)
        expected.delete('checkpoint')
        for (const [path, bytes] of expected) expect(files.get(path), path).toBe(bytes)
      }),
      { numRuns: 20 },
    )
  })
})

describe('what a log serves', () => {
  test('is its checkpoint, not to be kept, and its tiles and bundles, to be kept for ever', async () => {
    const { folder, checkpoint } = await build(asLines(numbered(300)))
    const log = openLogFolder(folder)
    expect(await findLogResource(log, 'checkpoint')).toMatchObject({
      bytes: Buffer.from(checkpoint),
      contentType: 'text/plain; charset=utf-8',
      cacheControl: 'public, max-age=1',
    })
    expect(await findLogResource(log, 'tile/0/000')).toMatchObject({ compressible: false })
    expect(await findLogResource(log, 'tile/entries/001.p/44')).toMatchObject({
      contentType: 'application/octet-stream',
      cacheControl: expect.stringContaining('immutable'),
      compressible: true,
    })
  })

  test.each([
    '',
    'tile',
    'tile/0',
    'tile/0/002',
    'tile/0/000.p/9',
    '../made/by/itself.key',
    'tile/0/../../checkpoint',
  ])('is nothing at %j', async (path) => {
    const { folder } = await build('a\n')
    expect(await findLogResource(openLogFolder(folder), path)).toBeUndefined()
  })

  test('is nothing at all where there is no log', async () => {
    expect(await findLogResource(openLogFolder(join(scratch, 'none')), 'checkpoint')).toBeUndefined()
  })
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash, randomBytes } from 'node:crypto'
import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { asOwner, openTestDatabase } from '../../../test/test-database.ts'
import { type BatchId, newId } from '../../kernel/ids.ts'
import { FRAME_BYTES, type FrameStore } from './frame-store.ts'
import { asKey, databaseSpool, folderSpool, newBatchKey, Spool } from './index.ts'

const { database, clock, ownerUrl } = await openTestDatabase()
const folder = await mkdtemp(join(tmpdir(), 'probity-spool-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const key = asKey(newBatchKey())
const limits = { bytesMax: 16 * FRAME_BYTES }
const newBatch = (): BatchId => newId<BatchId>(clock.nowMs())

async function* parts(...given: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* given
}

async function readAll(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const read: Buffer[] = []
  for await (const part of source) read.push(part)
  return Buffer.concat(read)
}

/** What somebody with access to the place itself could do to frame `n`; the owner of the database, for rows. */
type Damage = {
  change(batchId: BatchId, frame: number): Promise<void>
  cut(batchId: BatchId): Promise<void>
  swap(batchId: BatchId): Promise<void>
  moveTo(batchId: BatchId, other: BatchId): Promise<void>
}

const onFolder: Damage = {
  change: async (batchId) => {
    const file = join(folder, `${batchId}.sealed`)
    const bytes = await readFile(file)
    bytes[100] = (bytes[100] as number) ^ 1
    await writeFile(file, bytes)
  },
  cut: async (batchId) => {
    const file = join(folder, `${batchId}.sealed`)
    // The last frame is empty: 4 of length, 12 + 1 + 16 sealed.
    await truncate(file, (await readFile(file)).length - 33)
  },
  swap: async (batchId) => {
    const file = join(folder, `${batchId}.sealed`)
    const bytes = await readFile(file)
    const length = 4 + bytes.readUInt32BE(0)
    await writeFile(
      file,
      Buffer.concat([
        bytes.subarray(length, 2 * length),
        bytes.subarray(0, length),
        bytes.subarray(2 * length),
      ]),
    )
  },
  moveTo: async (batchId, other) => {
    await writeFile(join(folder, `${other}.sealed`), await readFile(join(folder, `${batchId}.sealed`)))
  },
}

const onDatabase: Damage = {
  change: async (batchId, frame) => {
    await asOwner(
      ownerUrl,
      `update spool_frames set sealed = set_byte(sealed, 50, get_byte(sealed, 50) # 1)
       where batch_id = '${batchId}' and frame = ${frame}`,
    )
  },
  cut: async (batchId) => {
    await asOwner(
      ownerUrl,
      `delete from spool_frames where batch_id = '${batchId}'
         and frame = (select max(frame) from spool_frames where batch_id = '${batchId}')`,
    )
  },
  swap: async (batchId) => {
    await asOwner(
      ownerUrl,
      `update spool_frames f set sealed = o.sealed from spool_frames o
       where f.batch_id = '${batchId}' and o.batch_id = f.batch_id and f.frame < 2 and o.frame = 1 - f.frame`,
    )
  },
  moveTo: async (batchId, other) => {
    await asOwner(
      ownerUrl,
      `insert into spool_frames select '${other}', frame, sealed from spool_frames where batch_id = '${batchId}'`,
    )
  },
}

const spools: [string, Spool, Damage][] = [
  ['in a folder', folderSpool(folder), onFolder],
  ['in the database', databaseSpool(database), onDatabase],
]

for (const [where, spool, damage] of spools)
  describe(`the spool ${where}`, () => {
    const write = async (bytes: Buffer): Promise<BatchId> => {
      const batchId = newBatch()
      await spool.write(batchId, key, parts(bytes), limits)
      return batchId
    }

    test('gives back what was written, byte for byte, however it came in parts', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: FRAME_BYTES + 10 }), { minLength: 1, maxLength: 5 }),
          async (lengths) => {
            const given = lengths.map((length) => randomBytes(length + 1))
            const whole = Buffer.concat(given)
            const batchId = newBatch()
            const spooled = await spool.write(batchId, key, parts(...given), limits)
            expect(spooled).toEqual({
              bytes: whole.length,
              sha256: createHash('sha256').update(whole).digest(),
            })
            expect((await readAll(spool.read(batchId, key))).equals(whole)).toBe(true)
          },
        ),
        { numRuns: 12 },
      )
    })

    test('leaves nothing behind of what is empty, too large, or breaks off', async () => {
      const broken = async function* (): AsyncGenerator<Uint8Array> {
        yield randomBytes(FRAME_BYTES * 2)
        throw new Error('the line broke')
      }
      const tries: [AsyncIterable<Uint8Array>, object][] = [
        [parts(), { code: 'BATCH_EMPTY' }],
        [parts(randomBytes(limits.bytesMax), randomBytes(1)), { code: 'BATCH_TOO_LARGE' }],
        [broken(), { message: 'the line broke' }],
      ]
      for (const [source, error] of tries) {
        const batchId = newBatch()
        await expect(spool.write(batchId, key, source, limits)).rejects.toMatchObject(error)
        await expect(readAll(spool.read(batchId, key))).rejects.toThrow('does not hold')
        expect((await readdir(folder)).filter((name) => name.startsWith(batchId))).toEqual([])
        expect(
          await database.query('select 1 from spool_frames where batch_id = $1 limit 1', [batchId]),
        ).toEqual([])
      }
    })

    test('shows a changed byte, a cut end, swapped frames and frames of another batch', async () => {
      const bytes = randomBytes(FRAME_BYTES * 3)
      const changed = await write(bytes)
      await damage.change(changed, 0)
      const cut = await write(bytes)
      await damage.cut(cut)
      const swapped = await write(bytes)
      await damage.swap(swapped)
      const other = newBatch()
      await damage.moveTo(await write(bytes), other)
      for (const batchId of [changed, cut, swapped, other])
        await expect(readAll(spool.read(batchId, key))).rejects.toMatchObject({ name: 'DefectError' })
      await expect(readAll(spool.read(await write(bytes), asKey(newBatchKey())))).rejects.toMatchObject({
        name: 'DefectError',
      })
    })

    test('a draft goes on behind what was acknowledged; what was written after is forgotten', async () => {
      const batchId = newBatch()
      const [kept, lost, rest] = [randomBytes(FRAME_BYTES + 7), randomBytes(FRAME_BYTES * 2), randomBytes(99)]
      const first = await spool.openDraft(batchId, key, 0)
      await first.write(kept)
      const frames = await first.sync()
      await first.write(lost)
      // As a kill would: never synced, never acknowledged.
      await first.close()
      await expect(readAll(spool.read(batchId, key))).rejects.toMatchObject({ name: 'DefectError' })
      const second = await spool.openDraft(batchId, key, frames)
      await second.write(rest)
      const all = await second.sync()
      await second.close()
      expect((await readAll(spool.readDraft(batchId, key, all))).equals(Buffer.concat([kept, rest]))).toBe(
        true,
      )
      await spool.finish(batchId, key, all)
      await spool.finish(batchId, key, all)
      expect((await readAll(spool.read(batchId, key))).equals(Buffer.concat([kept, rest]))).toBe(true)
    })

    test('removes a batch, and bears being told so twice', async () => {
      const batchId = await write(randomBytes(10))
      await spool.remove(batchId)
      await spool.remove(batchId)
      await expect(readAll(spool.read(batchId, key))).rejects.toThrow('does not hold')
    })

    test('keeps what is known through a sweep', async () => {
      const batchId = await write(randomBytes(10))
      await spool.sweep(async () => true)
      expect(await readAll(spool.read(batchId, key))).toHaveLength(10)
    })
  })

describe('sweeping', () => {
  test('a folder loses what was begun and never acknowledged; what is whole and unknown is put aside', async () => {
    const place = await mkdtemp(join(folder, 'sweep-'))
    const spool = folderSpool(place)
    const [whole, begun] = [newBatch(), newBatch()]
    await spool.write(whole, key, parts(randomBytes(10)), limits)
    const draft = await spool.openDraft(begun, key, 0)
    await draft.write(randomBytes(10))
    await draft.sync()
    await draft.close()
    await spool.sweep(async () => false)
    expect((await readdir(place)).sort()).toEqual(['unknown'])
    expect(await readdir(join(place, 'unknown'))).toEqual([`${whole}.sealed`])
  })

  test('the database loses what nobody knows after a day, never what another node may be taking in', async () => {
    const spool = databaseSpool(database)
    const old = newId<BatchId>(clock.nowMs() - 2 * 86_400_000)
    const fresh = newBatch()
    for (const batchId of [old, fresh]) await spool.write(batchId, key, parts(randomBytes(10)), limits)
    await spool.sweep(async () => false)
    await expect(readAll(spool.read(old, key))).rejects.toThrow('does not hold')
    expect(await readAll(spool.read(fresh, key))).toHaveLength(10)
  })

  test('a missing frame in the middle is not passed over', async () => {
    const spool = databaseSpool(database)
    const batchId = newBatch()
    await spool.write(batchId, key, parts(randomBytes(FRAME_BYTES * 4)), limits)
    await asOwner(ownerUrl, `delete from spool_frames where batch_id = '${batchId}' and frame = 2`)
    await expect(readAll(spool.read(batchId, key))).rejects.toThrow('cut short')
  })
})

describe('a full disk', () => {
  /** The file system's own error, at the seam where the spool meets it, after so many frames. */
  function fullAfter(frames: number, store: FrameStore): FrameStore {
    let put = 0
    return Object.assign(Object.create(store) as FrameStore, {
      openDraft: async (batchId: BatchId, from: number) => {
        const draft = await store.openDraft(batchId, from)
        const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
        return {
          ...draft,
          put: (sealed: Buffer) => (++put > frames ? Promise.reject(full) : draft.put(sealed)),
        }
      },
      remove: (batchId: BatchId) => store.remove(batchId),
    })
  }

  test('is a refusal that says when to try again, and no part of the file stays', async () => {
    const { FolderFrames } = await import('./folder-frames.ts')
    const place = await mkdtemp(join(folder, 'full-'))
    const spool = new Spool(fullAfter(2, new FolderFrames(place)))
    await expect(
      spool.write(newBatch(), key, parts(randomBytes(FRAME_BYTES * 5)), limits),
    ).rejects.toMatchObject({ code: 'SPOOL_FULL', facts: { retryAfterSeconds: 60 } })
    expect(await readdir(place)).toEqual([])
  })

  test('in the middle of an upload costs nothing that was acknowledged', async () => {
    const { FolderFrames } = await import('./folder-frames.ts')
    const frames = new FolderFrames(await mkdtemp(join(folder, 'full-')))
    const batchId = newBatch()
    const bytes = randomBytes(FRAME_BYTES)
    const draft = await new Spool(fullAfter(1, frames)).openDraft(batchId, key, 0)
    await draft.write(bytes)
    const acknowledged = await draft.sync()
    await expect(draft.write(randomBytes(FRAME_BYTES))).rejects.toMatchObject({ code: 'SPOOL_FULL' })
    await draft.close()
    expect((await readAll(new Spool(frames).readDraft(batchId, key, acknowledged))).equals(bytes)).toBe(true)
  })

  test('what a torn write left behind the last frame is dropped when the draft goes on', async () => {
    const place = await mkdtemp(join(folder, 'torn-'))
    const spool = folderSpool(place)
    const batchId = newBatch()
    const draft = await spool.openDraft(batchId, key, 0)
    await draft.write(randomBytes(20))
    const frames = await draft.sync()
    await draft.close()
    await appendFile(join(place, `${batchId}.sealed.draft`), randomBytes(1000))
    const again = await spool.openDraft(batchId, key, frames)
    await again.write(randomBytes(5))
    await spool.finish(batchId, key, await again.sync())
    await again.close()
    expect(await readAll(spool.read(batchId, key))).toHaveLength(25)
  })
})

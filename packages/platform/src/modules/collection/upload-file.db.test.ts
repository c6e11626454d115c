// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { csvOf, once, openDoorsWorld, type } from '../../../test/doors-world.ts'
import { newUscc } from '../../../test/http-world.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { databaseSpool } from '../files/index.ts'
import type { CollectionContext } from './collection-context.ts'
import {
  abandonUpload,
  beginUpload,
  continueUpload,
  DoorLimits,
  emptySpool,
  expireUploads,
  getBatchProgress,
  getUploadProgress,
  openFaultyFile,
  processBatch,
  proveRow,
  receiveBatch,
} from './index.ts'

const { collection, database, registry, other, spooledBytes, passHours } = await openDoorsWorld()

const spools: [string, CollectionContext][] = [
  ['in a folder', collection],
  ['in the database', { ...collection, spool: databaseSpool(database) }],
]

for (const [where, context] of spools)
  describe(`a file that comes in parts, spooled ${where},`, () => {
    const begin = (bytes: Buffer, more: object = {}) =>
      beginUpload(context, registry, { type, profile: 'default', length: bytes.length, ...more })
    const send = (id: BatchId, offset: number, part: Uint8Array) =>
      continueUpload(context, registry, id, { offset, source: once(part) })

    test('becomes a batch with its last byte, and goes its way like any other', async () => {
      const bytes = Buffer.from(csvOf(30))
      const { uploadId } = await begin(bytes, { sha256: createHash('sha256').update(bytes).digest() })
      expect(await send(uploadId, 0, bytes.subarray(0, 100))).toMatchObject({ received: 100, batchId: null })
      const done = await send(uploadId, 100, bytes.subarray(100))
      expect(done).toMatchObject({ received: bytes.length, batchId: uploadId })
      expect(await spooledBytes(context, uploadId)).toEqual(bytes)
      await processBatch(context, uploadId)
      const { batch, totals } = await getBatchProgress(context, registry, uploadId)
      expect([batch.state, totals.accepted, batch.fileSha256]).toEqual([
        'completed',
        30,
        createHash('sha256').update(bytes).digest(),
      ])
    })

    test('keeps of a part that breaks off what had come, and goes on there', async () => {
      const bytes = Buffer.from(csvOf(40))
      const { uploadId } = await begin(bytes)
      const breaking = (async function* () {
        yield bytes.subarray(0, 500)
        yield bytes.subarray(500, 700)
        throw new Error('the line broke')
      })()
      await expect(
        continueUpload(context, registry, uploadId, { offset: 0, source: breaking }),
      ).rejects.toThrow('the line broke')
      expect(await getUploadProgress(context, registry, uploadId)).toMatchObject({ received: 700 })
      await expect(send(uploadId, 500, bytes.subarray(500))).rejects.toMatchObject({
        code: 'UPLOAD_OFFSET',
        facts: { offset: 700 },
      })
      expect(await send(uploadId, 700, bytes.subarray(700))).toMatchObject({ batchId: uploadId })
      expect(await spooledBytes(context, uploadId)).toEqual(bytes)
    })

    test('killed in the middle of a part, the node has every byte that it had acknowledged', async () => {
      const bytes = randomBytes(20 * 1024 * 1024)
      const { uploadId } = await begin(bytes)
      let reached: (() => void) | undefined
      const inTheMiddle = new Promise<void>((resolve) => {
        reached = resolve
      })
      const stalled = (async function* () {
        for (let at = 0; at < 17 * 1024 * 1024; at += 65_536) yield bytes.subarray(at, at + 65_536)
        reached?.()
        await new Promise(() => undefined)
      })()
      // Never ends, as if its node were gone; another process would find what this one does.
      void continueUpload(context, registry, uploadId, { offset: 0, source: stalled })
      await inTheMiddle
      const restarted = { ...context, limits: new DoorLimits(database) }
      const { received } = await getUploadProgress(restarted, registry, uploadId)
      expect(received).toBeGreaterThanOrEqual(8 * 1024 * 1024)
      expect(received).toBeLessThan(17 * 1024 * 1024)
      const done = await continueUpload(restarted, registry, uploadId, {
        offset: received,
        source: once(bytes.subarray(received)),
      })
      expect(done.batchId).toBe(uploadId)
      expect((await spooledBytes(restarted, uploadId)).equals(bytes)).toBe(true)
    })

    test('whose answer to the last part was lost says so when asked again', async () => {
      const bytes = Buffer.from(csvOf(1))
      const { uploadId } = await begin(bytes)
      await send(uploadId, 0, bytes)
      expect(await send(uploadId, bytes.length, Buffer.alloc(0))).toMatchObject({ batchId: uploadId })
      expect(await getUploadProgress(context, registry, uploadId)).toMatchObject({
        received: bytes.length,
        batchId: uploadId,
      })
    })

    test('of other bytes than announced, or more of them, is no batch', async () => {
      const bytes = Buffer.from(csvOf(1))
      const sha256 = createHash('sha256').update('another file').digest()
      const { uploadId } = await begin(bytes, { sha256 })
      await expect(send(uploadId, 0, bytes)).rejects.toMatchObject({ code: 'FILE_DIFFERS' })
      await expect(getUploadProgress(context, registry, uploadId)).rejects.toMatchObject({
        code: 'UPLOAD_UNKNOWN',
      })
      const short = await begin(bytes.subarray(0, 10))
      await expect(send(short.uploadId, 0, bytes)).rejects.toMatchObject({ code: 'UPLOAD_TOO_LONG' })
    })

    test('is taken for what its bytes show when nobody says', async () => {
      const lines = `{"uscc":"${newUscc()}","name":"演示分段有限公司","registered_on":"2020-01-02"}\n`
      const { uploadId } = await begin(Buffer.from(lines))
      await send(uploadId, 0, Buffer.from(lines))
      await processBatch(context, uploadId)
      const { batch, totals } = await getBatchProgress(context, registry, uploadId)
      expect([batch.format, batch.state, totals.accepted]).toEqual(['jsonl', 'completed', 1])
    })

    test.each([
      ['a JSON array, which would have to be rewritten,', '[{"uscc":"x"}]', undefined, 'UPLOAD_JSON_ARRAY'],
      ['another format than announced', 'uscc,name\n', 'xlsx', 'BATCH_FORMAT_DIFFERS'],
    ])('of %s is no batch, and nothing of it stays', async (_what, text, format, code) => {
      const { uploadId } = await begin(Buffer.from(text), { format })
      await expect(send(uploadId, 0, Buffer.from(text))).rejects.toMatchObject({ code })
      await expect(getUploadProgress(context, registry, uploadId)).rejects.toMatchObject({
        code: 'UPLOAD_UNKNOWN',
      })
      await expect(spooledBytes(context, uploadId)).rejects.toThrow()
    })

    test('is nobody else’s to see, to continue or to throw away', async () => {
      const { uploadId } = await begin(Buffer.alloc(10, 'x'))
      const unknown = { code: 'UPLOAD_UNKNOWN' }
      await expect(getUploadProgress(context, other, uploadId)).rejects.toMatchObject(unknown)
      await expect(
        continueUpload(context, other, uploadId, { offset: 0, source: once('x') }),
      ).rejects.toMatchObject(unknown)
      await expect(abandonUpload(context, other, uploadId)).rejects.toMatchObject(unknown)
      await abandonUpload(context, registry, uploadId)
      await expect(getUploadProgress(context, registry, uploadId)).rejects.toMatchObject(unknown)
    })

    test('announced twice with one key is one upload, and after its end the batch', async () => {
      const bytes = Buffer.from(csvOf(1))
      const idempotencyKey = `upload-${where.replaceAll(' ', '-')}`
      const { uploadId } = await begin(bytes, { idempotencyKey })
      expect(await begin(bytes, { idempotencyKey })).toMatchObject({ uploadId, received: 0 })
      await expect(begin(Buffer.concat([bytes, bytes]), { idempotencyKey })).rejects.toMatchObject({
        code: 'IDEMPOTENCY_KEY_USED',
      })
      await send(uploadId, 0, bytes)
      expect(await begin(bytes, { idempotencyKey })).toMatchObject({ batchId: uploadId })
    })

    test('unfinished after its hours is removed, file and all', async () => {
      const { uploadId } = await begin(Buffer.alloc(10, 'x'))
      await send(uploadId, 0, Buffer.from('xxx'))
      await expireUploads(context)
      expect(await getUploadProgress(context, registry, uploadId)).toMatchObject({ received: 3 })
      passHours(25)
      await expect(send(uploadId, 3, Buffer.from('xxx'))).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' })
      expect(await expireUploads(context)).toBeGreaterThan(0)
      expect(await database.query('select 1 from uploads where upload_id = $1', [uploadId])).toEqual([])
      expect(await database.query('select 1 from spool_frames where batch_id = $1', [uploadId])).toEqual([])
    })

    test('the sealed file goes after its term; until then a row is proved, then the receipt stands', async () => {
      const batchId = await receiveBatch(context, registry, {
        type,
        profile: 'default',
        source: once(csvOf(2)),
      })
      await processBatch(context, batchId)
      passHours(89 * 24)
      await emptySpool(context)
      expect((await proveRow(context, registry, batchId, 2)).row.length).toBeGreaterThan(10)
      passHours(2 * 24)
      expect(await emptySpool(context)).toBeGreaterThan(0)
      await expect(spooledBytes(context, batchId)).rejects.toThrow('does not hold')
      await expect(proveRow(context, registry, batchId, 2)).rejects.toMatchObject({ code: 'ROW_PROOF_PAST' })
      // The header lies sealed beside the faults: they can be mended as long as they are kept.
      expect((await openFaultyFile(context, registry, batchId)).headings).toContain('uscc')
      expect((await getBatchProgress(context, registry, batchId)).receipt).toMatch(/accepted/)
    })

    test('a batch that is not at its end keeps its file, however old it is', async () => {
      const csv = csvOf(1)
      const batchId = await receiveBatch(context, registry, { type, profile: 'default', source: once(csv) })
      passHours(400 * 24)
      await emptySpool(context)
      expect((await spooledBytes(context, batchId)).toString()).toBe(csv)
    })
  })

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  auditLog,
  parseEntry,
  parseVerifierKey,
  plainSuite,
  platformSuite,
  verifyCheckpoint,
  verifyEntryOf,
  verifyLogProof,
  verifyReceipt,
} from '@probity/verify'
import { describe, expect, test } from 'vitest'
import { csvOf, newUscc, openHttpWorld, registration } from '../../test/http-world.ts'

const world = await openHttpWorld('2026-06-15T02:00:00.000Z')
const furnisher = await world.furnisher('registry', 'registration-authority')
const key = await world.keyOf(furnisher)
const trust = { log: parseVerifierKey(platformSuite, world.collection.signer.verifierKey) }

async function send(): Promise<string> {
  const csv = csvOf([registration(newUscc(), '演示日志有限公司')])
  const { id } = (await world.send('/v1/batches?type=cn.registration', key, csv)).json() as { id: string }
  await world.finish(id)
  return id
}

describe('the receipt of a batch', () => {
  test('is in the log soon, and whoever holds it can check so offline, by either suite', async () => {
    const id = await send()
    const before = (await world.get(`/v1/batches/${id}`, key)).json()
    expect([typeof before.receipt, before.logged]).toEqual(['string', null])
    await world.sequence()
    const { receipt, logged } = (await world.get(`/v1/batches/${id}`, key)).json() as {
      receipt: string
      logged: { index: number; entry: string; proof: string }
    }
    for (const suite of [platformSuite, plainSuite]) {
      verifyReceipt(suite, receipt, world.collection.signer.verifierKey)
      const { index } = verifyLogProof(suite, logged.proof, Buffer.from(logged.entry), trust)
      expect(index).toBe(logged.index)
      const entry = parseEntry(Buffer.from(logged.entry))
      expect(entry.kind).toBe('batch.receipt')
      verifyEntryOf(suite, entry, Buffer.from(receipt))
    }
  })
})

describe('the log', () => {
  test('is served whole, to anybody: its tiles and entries lead to the signed checkpoint', async () => {
    await send()
    await world.sequence()
    const note = await world.get('/log/checkpoint')
    expect([note.statusCode, note.headers['content-type'], note.headers['cache-control']]).toEqual([
      200,
      'text/plain; charset=utf-8',
      'public, max-age=1',
    ])
    const checkpoint = verifyCheckpoint(platformSuite, note.rawPayload, trust)
    const served = new Map<string, Buffer>()
    for (const path of [`tile/0/000.p/${checkpoint.size}`, `tile/entries/000.p/${checkpoint.size}`]) {
      const answer = await world.get(`/log/${path}`)
      expect(answer.headers['cache-control']).toContain('immutable')
      served.set(path, answer.rawPayload)
    }
    auditLog(platformSuite, checkpoint, (path) => served.get(path))
    const packed = await world.get(`/log/tile/entries/000.p/${checkpoint.size}`, {
      'accept-encoding': 'gzip',
    })
    expect(packed.headers['content-encoding']).toBe('gzip')
  })

  test('says how large it is, by which key, and that nobody was asked to witness it', async () => {
    await world.sequence()
    const { size, root } = verifyCheckpoint(
      platformSuite,
      (await world.get('/log/checkpoint')).rawPayload,
      trust,
    )
    const answer = await world.get('/v1/public/log')
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      {
        origin: 'test.probity',
        verifierKey: world.collection.signer.verifierKey,
        keys: [
          { verifierKey: world.collection.signer.verifierKey, state: 'signing', from: null, until: null },
        ],
        size,
        root: Buffer.from(root).toString('base64'),
        cosigning: null,
      },
    ])
  })

  test('holds no name, no number and no furnisher of what was sent', async () => {
    const size = (await world.get('/log/checkpoint')).payload.split('\n')[1]
    const entries = (await world.get(`/log/tile/entries/000.p/${size}`)).payload
    expect(entries).toContain('batch.receipt')
    expect(entries).not.toMatch(/演示|registry|cn\.registration|999999/)
  })

  test.each([
    '',
    'tile/0/900',
    'tile/0/000.p/0',
    'tile/0/000.p/200',
    'tile/64/000',
    '..%2fsecrets%2fnote.key',
    'note.key',
    'handovers',
  ])('has nothing at /log/%s', async (path) => {
    const answer = await world.get(`/log/${path}`)
    expect([answer.statusCode, answer.json().code]).toEqual([404, expect.stringMatching(/UNKNOWN$/)])
  })
})

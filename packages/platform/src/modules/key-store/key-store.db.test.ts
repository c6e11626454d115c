// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { asOwner, openKeysDatabase, openTestKeys } from '../../../test/test-database.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import { fixedClock } from '../../kernel/clock.ts'
import { newId, type SubjectId } from '../../kernel/ids.ts'
import { asKey, deriveKey, newKey, seal } from '../../kernel/sealing.ts'
import { openKeyStore } from './open-key-store.ts'

const AT = '2026-06-15T02:00:00.000Z' as Instant
const nodeKeyOf = (fill: number) => ({ derive: (use: string) => deriveKey(Buffer.alloc(32, fill), use) })
const nodeKey = nodeKeyOf(3)
const newIds = (count: number): SubjectId[] =>
  Array.from({ length: count }, () => newId<SubjectId>(Date.parse(AT)))
const hexOf = (keys: ReadonlyMap<SubjectId, Buffer>): string[] =>
  [...keys].map(([id, key]) => `${id} ${key.toString('hex')}`).sort()

describe('the key of a subject', () => {
  const clock = fixedClock(AT)

  test('is its own, stays the same, and is stored wrapped only', async () => {
    const keys = await openTestKeys(clock, nodeKey)
    const ids = newIds(2_000)
    const made = await keys.getOrMake(ids)
    expect(new Set([...made.values()].map((key) => key.toString('hex'))).size).toBe(ids.length)
    clock.set('2026-06-15T03:00:00.000Z' as Instant)
    expect(hexOf(await keys.getOrMake(ids))).toEqual(hexOf(made))
    const { rows } = await asOwner(keys.ownerUrl, 'select t::text as row from subject_keys t')
    const stored = rows.map((row: { row: string }) => row.row).join('\n')
    for (const key of made.values()) expect(stored).not.toContain(key.toString('hex'))
  })

  test('is agreed on by writers that come at once with the same subjects in opposite orders', async () => {
    const { database } = await openKeysDatabase(clock)
    const open = () => openKeyStore({ database, nodeKey, nodeName: 'n.probity', knownStoreId: null })
    const stores = await Promise.all([open(), open(), open(), open()])
    const ids = newIds(3_000)
    const made = await Promise.all(
      stores.map((store, at) => store.getOrMake(at % 2 === 0 ? ids : [...ids].reverse())),
    )
    for (const store of stores) store.close()
    expect(new Set(stores.map((store) => store.storeId)).size).toBe(1)
    expect(
      new Set(stores.map((store) => Buffer.from(store.personIndex.numberKey).toString('hex'))).size,
    ).toBe(1)
    for (const keys of made) expect(hexOf(keys)).toEqual(hexOf(made[0] ?? new Map()))
  })

  test('is asked for without being made', async () => {
    const keys = await openTestKeys(clock, nodeKey)
    expect((await keys.find(newIds(3))).size).toBe(0)
    const { rows } = await asOwner(keys.ownerUrl, 'select count(*)::integer as n from subject_keys')
    expect(rows).toEqual([{ n: 0 }])
  })

  test('once erased is forgotten by a node within 60 seconds, and never comes back', async () => {
    const keys = await openTestKeys(clock, nodeKey)
    const [id] = newIds(1) as [SubjectId]
    clock.set('2026-06-15T04:00:00.000Z' as Instant)
    await keys.getOrMake([id])
    await asOwner(
      keys.ownerUrl,
      `begin; set local probity.retention = 'on'; set local role probity_keys_retention;
       delete from subject_keys where subject_id = '${id}'; commit`,
    )
    clock.set('2026-06-15T04:00:59.000Z' as Instant)
    expect((await keys.find([id])).size).toBe(1)
    clock.set('2026-06-15T04:01:00.000Z' as Instant)
    expect((await keys.find([id])).size).toBe(0)
  })

  test('opens under no other subject: a row moved to another subject is seen', async () => {
    const keys = await openTestKeys(clock, nodeKey)
    const [mine, yours] = newIds(2).map((id) => `${id.slice(0, -2)}0a`) as [SubjectId, SubjectId]
    await keys.getOrMake([mine, yours])
    await asOwner(
      keys.ownerUrl,
      `begin; set local probity.retention = 'on';
       update subject_keys set wrapped = (select wrapped from subject_keys where subject_id = '${mine}')
       where subject_id = '${yours}'; commit`,
    )
    clock.set('2026-06-15T06:00:00.000Z' as Instant)
    await expect(keys.find([yours])).rejects.toThrow('do not open')
    expect((await keys.find([mine])).size).toBe(1)
  })
})

describe('an epoch', () => {
  const clock = fixedClock(AT)

  test('is one for each bucket, and what is wrapped under it keeps it from being removed', async () => {
    const keys = await openTestKeys(clock, nodeKey)
    await keys.getOrMake(newIds(1_500))
    const { rows } = await asOwner(
      keys.ownerUrl,
      'select count(*)::integer as epochs, count(distinct bucket)::integer as buckets from epoch_keys',
    )
    expect(rows[0]).toEqual({ epochs: rows[0].buckets, buckets: rows[0].buckets })
    expect(rows[0].buckets).toBeGreaterThan(240)
    await expect(
      asOwner(keys.ownerUrl, "begin; set local probity.retention = 'on'; delete from epoch_keys; commit"),
    ).rejects.toMatchObject({ code: '23503' })
  })

  test('later than the first takes what is wrapped from then on; the older keys still open', async () => {
    const keys = await openTestKeys(clock, nodeKey)
    const [before, after] = newIds(2).map((id) => `${id.slice(0, -2)}7f`) as [SubjectId, SubjectId]
    const first = await keys.getOrMake([before])
    const wrapped = seal(asKey(nodeKey.derive('key-store')), newKey(), 'epoch/127/2').toString('hex')
    await asOwner(keys.ownerUrl, `insert into epoch_keys values (127, 2, '\\x${wrapped}', '${AT}')`)
    await keys.getOrMake([after])
    const { rows } = await asOwner(
      keys.ownerUrl,
      `select subject_id as id, epoch from subject_keys where bucket = 127 order by epoch`,
    )
    expect(rows).toEqual([
      { id: before, epoch: 1 },
      { id: after, epoch: 2 },
    ])
    clock.set('2026-06-15T05:00:00.000Z' as Instant)
    expect(hexOf(await keys.find([before]))).toEqual(hexOf(first))
  })
})

describe('a key store belongs to one node for life', () => {
  const clock = fixedClock(AT)
  const refusal = (code: string) => expect.objectContaining({ code })

  test('it is refused to another node, to another node key, and when another store was known', async () => {
    const { database } = await openKeysDatabase(clock)
    const asked = { database, nodeKey, nodeName: 'one.probity', knownStoreId: null }
    const born = await openKeyStore(asked)
    born.close()
    await expect(openKeyStore({ ...asked, nodeName: 'two.probity' })).rejects.toEqual(
      refusal('KEY_STORE_FOREIGN'),
    )
    await expect(openKeyStore({ ...asked, nodeKey: nodeKeyOf(4) })).rejects.toEqual(
      refusal('KEY_STORE_NODE_KEY'),
    )
    const other = { ...asked, knownStoreId: '00000000-0000-4000-8000-000000000000' }
    await expect(openKeyStore(other)).rejects.toEqual(refusal('KEY_STORE_LOST'))
    const again = await openKeyStore({ ...asked, knownStoreId: born.storeId })
    again.close()
    expect(again.storeId).toBe(born.storeId)
  })

  test('an empty one in place of the one that was known is refused, and stays unborn', async () => {
    const { database, ownerUrl } = await openKeysDatabase(clock)
    const known = '00000000-0000-4000-8000-000000000000'
    const asked = { database, nodeKey, nodeName: 'one.probity', knownStoreId: known }
    await expect(openKeyStore(asked)).rejects.toEqual(refusal('KEY_STORE_LOST'))
    expect((await asOwner(ownerUrl, 'select * from store_facts')).rows).toEqual([])
  })
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { asOwner, openTestDatabase } from '../../../test/test-database.ts'
import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import { type BatchId, newId, type RecordId, type SubjectId } from '../../kernel/ids.ts'
import {
  encodeStaged,
  type MergeSource,
  mergeRecords,
  OwnMerges,
  StaleRunError,
  stageRecords,
} from './index.ts'

const { database, ownerUrl } = await openTestDatabase()
const subjectId = newId<SubjectId>(1)

describe('a chunk staged while others merge', () => {
  let arrivals = 0
  const sourceOf = (): MergeSource => ({
    furnisherId: 7,
    type: 'cn.test',
    batchId: newId<BatchId>(1),
    layout: 1,
    registers: false,
    statedAt: '2026-06-15T02:00:00.000Z' as Instant,
    arrival: ++arrivals,
  })

  const rowsOf = (numbers: readonly string[], mac = '11'): Buffer =>
    encodeStaged(
      numbers.map((number, i) => ({
        rowNo: i + 2,
        recordId: newId<RecordId>(1),
        subjectId,
        number,
        contentMac: mac.repeat(16),
        polarity: 'neutral',
        severity: null,
        eventOn: '2026-06-01' as CivilDate,
        validFrom: null,
        validTo: null,
        document: null,
        edition: null,
        publicity: { from: null, until: null, rule: 'none' },
        name: '演示华瑞科技有限公司',
        nameKey: 'ab'.repeat(16),
        cameBy: { scheme: 'cn.uscc', generation: 0, value: 'X' },
        face: '"type":"cn.test"',
        closed: null,
        sealed: null,
      })),
    )

  const mergeAtOnce = (source: MergeSource, encoded: Uint8Array, own = new OwnMerges()) =>
    database.transact(async (tx) =>
      mergeRecords(tx, source, await stageRecords(tx, source, encoded), [], own),
    )

  const versionsOf = async (number: string) =>
    (
      await database.query<{ versionNo: number }>(
        `select v.version_no as "versionNo" from record_versions v join record_keys k using (record_id)
         where k.number = $1 order by v.version_no`,
        [number],
      )
    ).map((row) => row.versionNo)

  test('what another batch has merged meanwhile makes it stale, and nothing of it is written', async () => {
    const attempt = database.transact(async (tx) => {
      const source = sourceOf()
      const staged = await stageRecords(tx, source, rowsOf(['A-1']))
      expect(staged.found.accepted).toBe(1)
      await mergeAtOnce(sourceOf(), rowsOf(['A-1'], '22'))
      return mergeRecords(tx, source, staged, [], new OwnMerges())
    })
    await expect(attempt).rejects.toThrow(StaleRunError)
    expect(await versionsOf('A-1')).toEqual([1])
  })

  test('the chunk before, of its own batch, does not; a name that both bring is written once', async () => {
    const own = new OwnMerges()
    const source = sourceOf()
    await database.transact(async (tx) => {
      const staged = await stageRecords(tx, source, rowsOf(['B-2']))
      own.add((await mergeAtOnce(source, rowsOf(['B-1']), own)).merge)
      expect((await mergeRecords(tx, source, staged, [], own)).accepted).toBe(1)
    })
    expect(await versionsOf('B-1')).toEqual([1])
    expect(await versionsOf('B-2')).toEqual([1])
    const names = await database.query('select 1 from subject_names where subject_id = $1', [subjectId])
    expect(names).toHaveLength(1)
  })

  test('another batch before the chunk before makes it stale, though the count of its own fits', async () => {
    const own = new OwnMerges()
    const source = sourceOf()
    const attempt = database.transact(async (tx) => {
      const staged = await stageRecords(tx, source, rowsOf(['C-2']))
      await mergeAtOnce(sourceOf(), rowsOf(['C-2'], '33'))
      own.add((await mergeAtOnce(source, rowsOf(['C-1']), own)).merge)
      return mergeRecords(tx, source, staged, [], own)
    })
    await expect(attempt).rejects.toThrow(StaleRunError)
    expect(await versionsOf('C-2')).toEqual([1])
  })

  test('a lawful deletion between the two makes it stale: the record does not come back', async () => {
    await mergeAtOnce(sourceOf(), rowsOf(['D-1']))
    const attempt = database.transact(async (tx) => {
      const source = sourceOf()
      const staged = await stageRecords(tx, source, rowsOf(['D-1'], '44'))
      expect(staged.found.corrected).toBe(1)
      await asOwner(
        ownerUrl,
        `select retention_delete_record(subject_id, record_id, 'erasure', gen_random_uuid(), now())
         from record_keys where number = 'D-1'`,
      )
      return mergeRecords(tx, source, staged, [], new OwnMerges())
    })
    await expect(attempt).rejects.toThrow(StaleRunError)
    expect(await versionsOf('D-1')).toEqual([])
  })
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { csvOf, type Fields, newUscc, penalty, registration } from '../../../test/http-world.ts'
import { newResidentId } from '../../../test/persons.ts'
import { openWorld } from '../../../test/world.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'
import { openSealed } from '../records/index.ts'
import type { BatchProgress } from './index.ts'

const world = await openWorld()
const inspector = await world.furnisher('inspector', 'penalty-authority')
const type = 'cn.administrative-penalty'
const numberFields = ['decision_number', 'authority'] as const

const personsPenalty = (id: string, more: Fields = {}): Fields =>
  penalty('', '某某', { party_kind: 'person', person_id_kind: '居民身份证', person_id: id, ...more })
const numberOf = (row: Fields): Fields =>
  Object.fromEntries(numberFields.map((field) => [field, row[field] ?? '']))

const send = (row: Fields, statedAt?: string): Promise<BatchProgress> =>
  world.submit(inspector, { type, csv: csvOf([row]), ...(statedAt ? { statedAt: statedAt as Instant } : {}) })
const withdraw = (csv: string): Promise<BatchProgress> =>
  world.submit(inspector, { type, operation: 'withdraw', csv })

async function versionsOf(batches: readonly BatchProgress[]) {
  return world.database.query<{ subjectId: SubjectId; recordId: RecordId; versionNo: number }>(
    `select subject_id as "subjectId", record_id as "recordId", version_no as "versionNo", withdrawn,
       came_by_generation as generation, sealed is not null as "isSealed", name_key is not null as "hasName"
     from record_versions where batch_id = any($1::uuid[]) order by version_no limit 100`,
    [batches.map(({ batch }) => batch.batchId)],
  )
}

test("a person's record is withdrawn by the furnisher's number, and sealed anew when it is stated again", async () => {
  const row = personsPenalty(newResidentId())
  const first = await send(row)
  const ended = await withdraw(csvOf([{ ...numberOf(row), withdrawal_reason: 'ended' }]))
  expect(ended.totals).toMatchObject({ withdrawn: 1, unchanged: 0 })
  const again = await send(row)
  expect(again.totals).toMatchObject({ corrected: 1 })
  const versions = await versionsOf([first, ended, again])
  expect(versions).toMatchObject([
    { versionNo: 1, withdrawn: false, generation: 1, isSealed: true, hasName: true },
    { versionNo: 2, withdrawn: true, generation: 1, isSealed: false, hasName: false },
    { versionNo: 3, withdrawn: false, generation: 1, isSealed: true, hasName: true },
  ])
  for (const version of [versions[0], versions[2]]) {
    expect(version && (await openSealed(world.database, world.collection.keys, version))).toMatchObject({
      content: { fields: { party_name: '某某' } },
    })
  }
})

test('a number withdrawn before its record came keeps an older statement out, not a later one', async () => {
  const row = personsPenalty(newResidentId())
  expect((await withdraw(csvOf([numberOf(row)]))).totals).toMatchObject({ withdrawn: 0, unchanged: 1 })
  const late = await send(row, '2026-01-01T00:00:00Z')
  expect(late.totals).toMatchObject({ accepted: 0, unchanged: 1 })
  const taken = await send(row)
  expect(await versionsOf([late, taken])).toMatchObject([{ versionNo: 1, withdrawn: false, isSealed: true }])
})

const formats: readonly [string, (row: Fields) => string][] = [
  ['a table', (row) => csvOf([row])],
  ['lines of JSON', (row) => `${JSON.stringify(row)}\n`],
]

test.each(formats)(
  'a withdrawal by %s of whole rows reads the number of the record, and keeps none of a person',
  async (_format, file) => {
    const id = newResidentId()
    const row = personsPenalty(id)
    const ended = await withdraw(file(row))
    expect(ended).toMatchObject({ batch: { state: 'completed', faulty: 0 }, totals: { unchanged: 1 } })
    const notes = await world.notes(inspector, ended.batch.batchId)
    expect(notes.flatMap(({ items }) => items.map(({ code }) => code))).toContain('WDR-UNKNOWN')
    expect(JSON.stringify(notes)).not.toContain(id)
  },
)

test('a late row is shown back without the number of a person that stands where nobody reads', async () => {
  const registry = await world.furnisher('registry', 'registration-authority')
  const id = newResidentId()
  const row = { ...registration(newUscc(), '演示迟到有限公司'), contact: id }
  const submit = (statedAt: string) =>
    world.submit(registry, { type: 'cn.registration', csv: csvOf([row]), statedAt: statedAt as Instant })
  await submit('2026-03-01T00:00:00Z')
  const late = await submit('2026-02-01T00:00:00Z')
  const notes = await world.notes(registry, late.batch.batchId)
  expect(notes.flatMap(({ items }) => items.map(({ code }) => code))).toContain('LATE-STATEMENT')
  expect(JSON.stringify(notes)).not.toContain(id)
})

test('notes that only merging could make are counted once a row, beside those of judging', async () => {
  const rows = [1, 2, 3].map(() => numberOf(personsPenalty(newResidentId())))
  const { counts } = await withdraw(csvOf(rows.map((row) => ({ ...row, more: 'x' }))))
  expect(counts.filter(({ code }) => code === 'WDR-UNKNOWN')).toEqual([
    { code: 'WDR-UNKNOWN', weight: 'note', rows: 3 },
  ])
  expect(counts.map(({ code }) => code)).toContain('NTE-HEADING-UNKNOWN')
})

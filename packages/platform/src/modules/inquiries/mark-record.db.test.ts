// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { openInquiryWorld } from '../../../test/inquiry-world.ts'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'
import { type Actor, bodyActor } from '../access/index.ts'
import { liftMark, type Mark, type MarkId, markRecord } from './index.ts'

const world = await openInquiryWorld()
const { database, inquiries, supervisor } = world
const source = bodyActor({ ...world.registry, scopes: ['records:hold'], holder: 'clerk-1' })
const court = bodyActor({ ...(await world.body('court', 'court', ['records:hold'])), holder: 'judge-1' })

function mark(
  actor: Actor,
  subjectId: SubjectId,
  recordId: RecordId,
  what: Mark,
  reference: string | null = '演示〔2026〕1号',
): Promise<MarkId> {
  const asked = { subjectId, recordId, mark: what, reason: 'inaccurate', reference }
  return database.transact((tx) => markRecord(tx, actor, asked))
}

function lift(actor: Actor, subjectId: SubjectId, markId: MarkId): Promise<void> {
  return database.transact((tx) => liftMark(tx, actor, { subjectId, markId, reference: null }))
}

async function marksOf(subjectId: SubjectId): Promise<string[]> {
  const rows = await database.query<{ mark: string }>(
    'select mark from v_record_marks where subject_id = $1 order by mark',
    [subjectId],
  )
  return rows.map((row) => row.mark)
}

describe('a hold', () => {
  test.each<[string, Actor]>([
    ['its source', source],
    ['a court', court],
    ['the supervisor', supervisor],
  ])(
    'is placed by %s on a numbered document, and what was composed before does not leave',
    async (_who, actor) => {
      const { subjectId } = await world.register('演示停用有限公司')
      const recordId = await world.recordOf(subjectId)
      const composed = await world.question(subjectId)
      await expect(mark(actor, subjectId, recordId, 'hold', null)).rejects.toMatchObject({
        code: 'MARK_REFERENCE_MISSING',
      })
      const markId = await mark(actor, subjectId, recordId, 'hold')
      expect(await marksOf(subjectId)).toEqual(['hold'])
      expect(await inquiries.keep(composed)).toBe('moved')
      const held = await world.question(subjectId)
      await lift(actor, subjectId, markId)
      await lift(actor, subjectId, markId)
      expect(await marksOf(subjectId)).toEqual([])
      expect(await inquiries.keep(held)).toBe('moved')
    },
  )

  test.each<[string, Actor]>([
    ['another body', world.lender],
    ['its source without the right', world.registry],
    ['the supervisor without the right', { ...supervisor, scopes: [] }],
    ['anybody', { kind: 'public' }],
  ])('is not placed by %s', async (_who, actor) => {
    const { subjectId } = await world.register('演示停用乙有限公司')
    const recordId = await world.recordOf(subjectId)
    await expect(mark(actor, subjectId, recordId, 'hold')).rejects.toMatchObject({ code: 'MARK_NOT_YOURS' })
    expect(await marksOf(subjectId)).toEqual([])
  })

  test('is not placed by the subject, whose way is the objection', async () => {
    const { subjectId } = await world.register('演示停用丙有限公司')
    const recordId = await world.recordOf(subjectId)
    await expect(mark(world.subject(subjectId), subjectId, recordId, 'hold')).rejects.toMatchObject({
      code: 'MARK_NOT_YOURS',
    })
  })

  test('is lifted by whoever placed it, or by the supervisor', async () => {
    const { subjectId } = await world.register('演示停用丁有限公司')
    const recordId = await world.recordOf(subjectId)
    const byCourt = await mark(court, subjectId, recordId, 'hold')
    await expect(lift(source, subjectId, byCourt)).rejects.toMatchObject({ code: 'MARK_NOT_YOURS' })
    await expect(lift(world.subject(subjectId), subjectId, byCourt)).rejects.toMatchObject({
      code: 'MARK_NOT_YOURS',
    })
    await lift(supervisor, subjectId, byCourt)
    expect(await marksOf(subjectId)).toEqual([])
  })

  test('of a record that is not there is refused', async () => {
    const { subjectId } = await world.register('演示停用戊有限公司')
    const { subjectId: other } = await world.register('演示停用己有限公司')
    const recordId = await world.recordOf(other)
    await expect(mark(supervisor, subjectId, recordId, 'hold')).rejects.toMatchObject({
      code: 'RECORD_UNKNOWN',
    })
  })
})

describe('an objection', () => {
  test('is flagged by the subject at once, and taken back by the subject alone', async () => {
    const { subjectId } = await world.register('演示异议甲有限公司')
    const recordId = await world.recordOf(subjectId)
    const composed = await world.question(subjectId)
    const markId = await mark(world.subject(subjectId), subjectId, recordId, 'objection', null)
    expect(await marksOf(subjectId)).toEqual(['objection'])
    expect(await inquiries.keep(composed)).toBe('moved')
    for (const actor of [supervisor, court, source])
      await expect(lift(actor, subjectId, markId)).rejects.toMatchObject({ code: 'MARK_NOT_YOURS' })
    await lift(world.subject(subjectId), subjectId, markId)
    expect(await marksOf(subjectId)).toEqual([])
  })

  test('is not flagged on the record of another', async () => {
    const { subjectId } = await world.register('演示异议乙有限公司')
    const { subjectId: other } = await world.register('演示异议丙有限公司')
    const recordId = await world.recordOf(other)
    await expect(mark(world.subject(subjectId), other, recordId, 'objection')).rejects.toMatchObject({
      code: 'RECORD_UNKNOWN',
    })
  })
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CivilDate } from '../../kernel/civil-date.ts'
import { newId, type RecordId, type SubjectId } from '../../kernel/ids.ts'
import { ContentEncoder, encodeStaged, type StagedContent, withSubjects } from './staged-record.ts'

const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('征信\t有限\\公司\n', '𠮷'.repeat(40)),
)

const contents: fc.Arbitrary<StagedContent> = fc
  .record({ number: texts, face: texts, name: fc.option(texts), body: texts, rowNo: fc.nat() })
  .map(({ number, face, name, body, rowNo }) => ({
    rowNo,
    recordId: newId<RecordId>(1),
    number,
    contentMac: '00'.repeat(16),
    polarity: 'adverse',
    severity: null,
    eventOn: '2026-02-28' as CivilDate,
    validFrom: null,
    validTo: null,
    document: { number, on: '2026-02-28' as CivilDate, body },
    edition: null,
    publicity: { from: null, until: null, rule: 'none' },
    name,
    nameKey: null,
    cameBy: { scheme: 'cn.uscc', generation: 0, value: number },
    face,
    closed: null,
    sealed: null,
  }))

test('rows encoded before their subjects were known are, with them, what they would have been at once', () => {
  fc.assert(
    fc.property(fc.array(contents, { maxLength: 40 }), fc.infiniteStream(fc.boolean()), (rows, chosen) => {
      const encoder = new ContentEncoder()
      for (const row of rows) encoder.add(row)
      const places = rows.map((_, place) => place).filter(() => chosen.next().value)
      const subjects = places.map(() => newId<SubjectId>(1))
      const apart = withSubjects(encoder.finish(), places, subjects)
      const atOnce = places.map((place, i) => ({
        ...(rows[place] as StagedContent),
        subjectId: subjects[i] as SubjectId,
      }))
      expect(apart.equals(encodeStaged(atOnce))).toBe(true)
    }),
  )
})

test('more than the first memory of the encoder holds is kept whole', () => {
  const row = (fc.sample(contents, 1) as StagedContent[])[0] as StagedContent
  const large = { ...row, face: '信'.repeat(150_000) }
  const encoder = new ContentEncoder()
  for (let i = 0; i < 8; i++) encoder.add(large)
  const subject = newId<SubjectId>(1)
  const encoded = withSubjects(encoder.finish(), [7], [subject])
  expect(encoded.equals(encodeStaged([{ ...large, subjectId: subject }]))).toBe(true)
})

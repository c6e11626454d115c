// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { newResidentId } from '../../../test/persons.ts'
import type { CivilDate } from '../../kernel/civil-date.ts'
import { compileRecordType, loadCatalogue, type RecordType } from '../catalogue/index.ts'
import { judgeIdentity } from './judge-identity.ts'
import { judgePerson } from './judge-person.ts'

const catalogue = await loadCatalogue(fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)))
const today = '2026-06-15' as CivilDate

/** A penalty on a day of a person born on a day, judged as if its type were of another category. */
function judged(bornOn: string, decisionOn: string, category = 'P03'): ReturnType<typeof judgePerson> {
  const compiled = compileRecordType(catalogue, 'cn.administrative-penalty', 'default', { demo: true })
  const row = {
    ...{ party_name: '某某', party_kind: 'person', person_id: newResidentId(bornOn), penalty_kinds: 'fine' },
    ...{ content: '罚款', decision_on: decisionOn, decision_number: '1', authority: '局' },
  }
  compiled.headings(Object.keys(row))
  const verdict = compiled.judge(Object.values(row), today)
  expect(verdict.faults).toEqual([])
  const type: RecordType = { ...compiled.type, category: { ...compiled.type.category, code: category } }
  return judgePerson(verdict, type, judgeIdentity(verdict, type, { demo: true, registers: false }), today)
}

test('who is under eighteen on the day of the fact is a minor, the birthday included (L08)', () => {
  expect(judged('2008-05-04', '2026-05-04').isMinor).toBe(true)
  expect(judged('2008-05-04', '2026-05-05').isMinor).toBe(false)
  expect(judged('2008-02-29', '2026-02-28').isMinor).toBe(true)
  expect(judged('2008-02-29', '2026-03-01').isMinor).toBe(false)
})

test('a minor is put on no list, of dishonesty or of honour; other records of a minor are kept (L08)', () => {
  for (const listing of ['P06', 'P10']) {
    const { faults } = judged('2010-05-04', '2026-05-03', listing)
    expect(faults.map(({ code, field }) => `${code} ${field}`)).toEqual(['PRS-MINOR-LISTED person_id'])
    expect(judged('1990-05-04', '2026-05-03', listing).faults).toEqual([])
  }
  expect(judged('2010-05-04', '2026-05-03').faults).toEqual([])
})

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CivilDate } from '../../kernel/civil-date.ts'
import { coversDivision } from '../identifiers/index.ts'
import { compileRecordType } from './judge-payload.ts'
import { loadCatalogue } from './load-catalogue.ts'
import { qualityRules } from './quality-rules.ts'
import type { JudgedRow, RowFault } from './row-judge.ts'

const catalogue = await loadCatalogue(fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)))
const today = '2026-11-24' as CivilDate

function judge(
  type: string,
  row: Readonly<Record<string, string>>,
  node: { demo?: boolean; region?: string } = {},
): JudgedRow {
  const judge = compileRecordType(catalogue, type, 'default', { demo: true, ...node })
  judge.headings(Object.keys(row))
  return judge.judge(Object.values(row), today)
}

const decision = {
  party_name: '海川贸易有限公司',
  party_kind: '法人及非法人组织',
  uscc: '91350100M000100Y43',
  decision_number: '示市监罚〔2026〕1号',
  penalty_kinds: '罚款',
  content: '罚款五千元',
  decision_on: '2026-05-06',
  authority: '示范市市场监督管理局',
}
const penalty = (more: Readonly<Record<string, string>>, node = {}): JudgedRow =>
  judge('cn.administrative-penalty', { ...decision, ...more }, node)
const registration = (more: Readonly<Record<string, string>>, node = {}): JudgedRow =>
  judge(
    'cn.registration',
    { uscc: '91350100M000100Y43', name: '海川贸易有限公司', registered_on: '2015-10-01', ...more },
    node,
  )
const codes = (faults: readonly RowFault[]): string[] => faults.map((one) => `${one.code} ${one.rule}`)

describe('the document of an adverse fact', () => {
  test.each(['无', '-', '/', '待补', '0', '—', '暂无', 'N/A', '／', '***'])(
    'has no number when the cell says %s, nor a body, nor the party a name',
    (word) => {
      expect(codes(penalty({ decision_number: word }).faults)).toEqual(['CMP-DOCUMENT PEN-CMP-006'])
      expect(penalty({ decision_number: word, authority: word }).faults).toMatchObject([
        { code: 'CMP-DOCUMENT', facts: { missing: 'decision_number, authority' } },
      ])
      expect(codes(penalty({ party_name: word }).faults)).toContain('CMP-REQUIRED PEN-CMP-001')
    },
  )

  test('is numbered: words alone are no number, Chinese figures are', () => {
    expect(codes(penalty({ decision_number: '行政处罚决定书' }).faults)).toEqual([
      'CMP-DOCUMENT-NUMBER PEN-CMP-006',
    ])
    expect(penalty({ decision_number: '示罚字第三号' }).faults).toEqual([])
    expect(penalty({ decision_number: '示罚〔２０２６〕号' }).faults).toEqual([])
  })

  test('is of a day between the founding of the state and the receipt', () => {
    expect(codes(penalty({ decision_on: '1949-09-30' }).faults)).toEqual(['CNS-DAY-TOO-EARLY PEN-CNS-003'])
    expect(penalty({ decision_on: '1949-10-01' }).faults).toEqual([])
    expect(codes(penalty({ decision_on: '2026-11-25' }).faults)).toEqual(['CNS-FUTURE-DAY PEN-CNS-001'])
  })

  test('is of a body other than the party, by name and by number', () => {
    expect(codes(penalty({ authority: '海川贸易有限公司' }).faults)).toEqual(['CNS-SAME-BODY PEN-CNS-004'])
    expect(codes(penalty({ authority: ' 海川　贸易有限公司 ' }).faults)).toEqual([
      'CNS-SAME-BODY PEN-CNS-004',
    ])
    expect(codes(penalty({ authority_code: '91350100M000100Y43' }).faults)).toEqual([
      'CNS-SAME-BODY PEN-CNS-005',
    ])
  })
})

describe('region', () => {
  test.each([
    ['100000', '230102', true],
    ['230000', '230102', true],
    ['230000', '230000', true],
    ['230100', '230102', true],
    ['230100', '230199', true],
    ['230100', '230000', false],
    ['230100', '230200', false],
    ['230102', '230100', false],
    ['230102', '230103', false],
    ['310000', '110000', false],
    ['999999', '999999', true],
    ['999999', '230100', false],
    ['230000', '999999', false],
  ])('a body of %s furnishes for %s: %s', (own, division, may) => {
    const row = registration({ division }, { region: own })
    const penalised = penalty({ authority_division: division }, { region: own })
    expect(codes(row.faults)).toEqual(may ? [] : ['RGN-OUTSIDE REG-RGN-001'])
    expect(codes(penalised.faults)).toEqual(may ? [] : ['RGN-OUTSIDE PEN-RGN-001'])
    if (!may) expect(row.faults[0]?.facts).toEqual({ own })
  })

  test('is not tested by the division inside the number, nor where the row says none', () => {
    // 350100 stands inside the unified code; the subject has moved.
    expect(registration({}, { region: '230100' }).faults).toEqual([])
    expect(registration({ division: '' }, { region: '230100' }).faults).toEqual([])
    expect(registration({ division: '350100' }).faults).toEqual([])
  })

  test('covering is transitive, and nothing below covers what is above', () => {
    const division = fc.constantFrom('100000', '230000', '230100', '230102', '230103', '110000', '999999')
    fc.assert(
      fc.property(division, division, division, (a, b, c) => {
        if (coversDivision(a, b) && coversDivision(b, c)) expect(coversDivision(a, c)).toBe(true)
        if (a !== b && coversDivision(a, b)) expect(coversDivision(b, a)).toBe(false)
      }),
    )
  })
})

describe('references', () => {
  test('a division needs a province; one the table lacks is noted and taken', () => {
    expect(codes(registration({ division: '990100' }).faults)).toEqual(['REF-DIVISION REG-REF-002'])
    const own = registration({ division: '230199' })
    expect([own.faults, codes(own.notes)]).toEqual([[], ['NTE-DIVISION-UNKNOWN null']])
    expect(own.payload.division).toBe('230199')
  })

  test('the demo division is none outside demo', () => {
    expect(registration({ division: '999999' }).faults).toEqual([])
    expect(codes(registration({ division: '999999' }, { demo: false }).faults)).toEqual([
      'REF-DIVISION REG-REF-002',
    ])
  })

  test('the number of a body must hold; one issued in spite of its check is noted', () => {
    expect(codes(penalty({ authority_code: 'ABC' }).faults)).toEqual(['REF-BODY-NUMBER PEN-REF-004'])
    const pilot = penalty({ authority_code: '91350211M00013FA1N' })
    expect([pilot.faults, codes(pilot.notes)]).toEqual([[], ['NTE-BODY-NUMBER null']])
    expect(penalty({ authority_code: '12100000400000624d' }).payload.authority_code).toBe(
      '12100000400000624D',
    )
  })
})

describe('amounts', () => {
  test('beyond any that was found is noted, not refused', () => {
    const row = penalty({ fine_amount: '20000000001' })
    expect([row.faults, codes(row.notes)]).toEqual([[], ['CNS-AMOUNT-LARGE PEN-CNS-007']])
    expect(penalty({ fine_amount: '20000000000' }).notes).toEqual([])
  })

  test.each([
    ['罚款5万元', '5', false],
    ['罚款5万元', '50000', true],
    ['罚款人民币50,000.00元', '5', false],
    ['罚款50000元', '500000000', false],
    ['罚款５万元', '5', false],
    ['罚款 5 万元', '5', false],
    ['罚款5万元', '30000', true],
    ['罚款1万元；又罚款5万元', '5', true],
    ['没收5万元', '5', true],
    ['罚款0元', '5', true],
  ])('%s and %s yuan go together: %s', (text, amount, agree) => {
    const row = penalty({ content: text, fine_amount: amount })
    expect(codes(row.faults)).toEqual(agree ? [] : ['CNS-AMOUNT-UNIT PEN-CNS-009'])
  })

  test('with a unit, a sign or a percent is named and never put right', () => {
    const fault = (cell: string): string | undefined => penalty({ fine_amount: cell }).faults[0]?.code
    expect(fault('5万元')).toBe('FRM-AMOUNT-UNIT')
    expect(fault('５０００元')).toBe('FRM-AMOUNT-UNIT')
    expect(fault('$500')).toBe('FRM-AMOUNT-UNIT')
    expect(fault('-500')).toBe('FRM-AMOUNT-NEGATIVE')
    expect(fault('5%')).toBe('FRM-AMOUNT-PERCENT')
    expect(fault('五千')).toBe('FRM-NUMBER')
  })
})

test.each(['03/04/2015', '3-4-15', '2015/13/01', '2019-02-30', '20150230', '15-03-04', '2015年2月30日'])(
  'a day that is not sure or not real is never guessed: %s',
  (cell) => {
    expect(codes(registration({ registered_on: cell }).faults)).toEqual(['FRM-DAY REG-FRM-003'])
  },
)

test('every rule number of a type is of its family, stands once, and guards something', () => {
  for (const type of catalogue.recordTypes) {
    const rules = qualityRules(type)
    expect(new Set(rules.map((one) => one.rule)).size).toBe(rules.length)
    for (const { rule, family, codes } of rules) {
      expect(rule).toMatch(new RegExp(`^${type.rulePrefix}-${family}-\\d{3}$`))
      expect(codes.length, rule).toBeGreaterThan(0)
    }
  }
})

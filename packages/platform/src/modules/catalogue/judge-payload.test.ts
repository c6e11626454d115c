// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Catalogue } from './catalogue.ts'
import { compileRecordType, compileWithdrawal } from './judge-payload.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { FieldSpec, RecordType } from './record-type.ts'
import type { JudgedRow, RowFault, RowJudge } from './row-judge.ts'

const catalogue = await loadCatalogue(fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)))
const today = '2026-11-24' as CivilDate

function judgeOf(
  type: string,
  profile: string,
  headings: readonly string[],
  from: Catalogue = catalogue,
): RowJudge {
  const judge = compileRecordType(from, type, profile, { demo: true })
  judge.headings(headings)
  return judge
}

/** Judges one row given as heading → cell. */
function judged(
  type: string,
  profile: string,
  row: Readonly<Record<string, string>>,
  from = catalogue,
): JudgedRow {
  return judgeOf(type, profile, Object.keys(row), from).judge(Object.values(row), today)
}

function codes(faults: readonly RowFault[]): string[] {
  return faults.map((fault) => `${fault.code} ${fault.rule ?? '-'} ${fault.field ?? '-'}`)
}

const organisation = { uscc: '91350100M000100Y43', name: '海川贸易有限公司', registered_on: '2015-10-01' }
const registration = (more: Readonly<Record<string, string>> = {}): JudgedRow =>
  judged('cn.registration', 'default', { ...organisation, ...more })

const decision = {
  party_name: '海川贸易有限公司',
  party_kind: '法人及非法人组织',
  uscc: '91350100M000100Y43',
  decision_name: '行政处罚决定书',
  decision_number: '示市监罚〔2026〕1号',
  penalty_kinds: '警告；罚款',
  content: '警告，罚款五千元',
  fine_amount: '5,000.00',
  decision_on: '2026年5月6日',
  authority: '示范市市场监督管理局',
  procedure: '普通程序',
}
const penalty = (more: Readonly<Record<string, string>> = {}): JudgedRow =>
  judged('cn.administrative-penalty', 'default', { ...decision, ...more })

const graded = { taxpayer_id: '91350100M000100Y43', name: '海川贸易有限公司', year: '2025', grade: 'A' }
const result = (more: Readonly<Record<string, string>> = {}): JudgedRow =>
  judged('cn.tax-credit-result', 'default', { ...graded, ...more })

describe('a good row', () => {
  test('of registration gives number, name, identifier, days and an open publicity', () => {
    const row = judged('cn.registration', 'registry-sample', {
      uscc: '91350100m000100y43',
      name: ' 海川贸易有限公司 ',
      reg_date: '2015-10-01',
      type: '',
      reg_capital: '9,999(万元人民币)',
      province: '福建',
      city: '福州',
    })
    expect(row).toMatchObject({
      number: '91350100M000100Y43',
      name: '海川贸易有限公司',
      identifierFields: [{ field: 'uscc', column: 'uscc', schemes: ['cn.uscc'], raw: '91350100m000100y43' }],
      eventOn: '2015-10-01',
      validFrom: '2015-10-01',
      validTo: null,
      polarity: 'neutral',
      severity: null,
      document: null,
      edition: null,
      publicity: { from: '2015-10-01', until: null, rule: 'no-end' },
      faults: [],
      notes: [],
    })
    expect(row.payload).toMatchObject({
      registered_capital: '99990000',
      registered_capital_currency: 'CNY',
      registered_capital_text: null,
      organisation_type: null,
    })
    expect(row.payload).toMatchObject({ legal_representative: null })
  })

  test('of a penalty derives its severity and its term from the decision', () => {
    const row = penalty()
    expect(row).toMatchObject({
      number: '示市监罚[2026]1号|示范市市场监督管理局',
      polarity: 'adverse',
      severity: 'general',
      document: { number: '示市监罚〔2026〕1号', on: '2026-05-06', body: '示范市市场监督管理局' },
      publicity: { from: '2026-05-06', until: '2027-05-06', rule: 'ndrc-36-2025/general' },
      faults: [],
    })
    expect(row.payload).toMatchObject({
      penalty_kinds: 'warning;fine',
      fine_amount: '5000',
      party_kind: 'organisation',
    })
  })

  test('of the double publicity template is read by its Chinese headings, its sums in ten thousand yuan', () => {
    const row = judged('cn.administrative-penalty', 'shuanggongshi-penalty', {
      行政相对人名称: '海川贸易有限公司',
      类别: '法人及非法人组织',
      '行政相对人代码_1（统一社会信用代码）': '91350100M000100Y43',
      法定代表人: '',
      行政处罚决定书文号: '示市监罚〔2026〕2号',
      处罚类别: '吊销许可证件',
      处罚内容: '吊销许可证',
      '罚款金额（万元）': '0.35',
      处罚决定日期: '2026/5/6',
      处罚机关: '示范市市场监督管理局',
      处罚程序: '普通',
    })
    expect(row.faults).toEqual([])
    expect(row.payload.fine_amount).toBe('3500')
    expect(row).toMatchObject({ severity: 'serious', publicity: { until: '2029-05-06' } })
  })

  test('of the A-grade list has an edition, the number of the list, and two schemes to try', () => {
    const row = judged('cn.tax-a-grade-list', 'tax-a-grade-heilongjiang', {
      record_id: 'demo-0001',
      taxpayer_id: '440300192203821',
      name: '海川贸易有限公司',
      year: '2025',
      tax_authority: '',
    })
    expect(row).toMatchObject({
      number: 'DEMO-0001',
      edition: 2025,
      eventOn: '2025-12-31',
      polarity: 'positive',
      identifierFields: [{ schemes: ['cn.uscc', 'cn.taxpayer'], raw: '440300192203821' }],
      publicity: { from: '2025-12-31', until: '2028-12-31' },
      faults: [],
    })
  })

  test.each([
    ['A', 'positive'],
    ['B级', 'neutral'],
    ['m', 'neutral'],
    ['C', 'neutral'],
    ['D', 'adverse'],
  ])('of grade %s is %s', (grade, polarity) => {
    const notice = {
      notice_number: '示税评〔2026〕3号',
      notice_on: '2026-04-20',
      tax_authority: '示范市税务局',
    }
    expect(result({ grade, ...notice })).toMatchObject({ polarity, faults: [], publicity: { from: null } })
  })
})

describe('form', () => {
  test.each([
    ['name', '海川\u0000公司', 'FRM-TEXT-UNSAFE REG-FRM-002 name'],
    ['name', '海\u200b川公司', 'FRM-TEXT-UNSAFE REG-FRM-002 name'],
    ['name', '海川\u202e公司', 'FRM-TEXT-UNSAFE REG-FRM-002 name'],
    ['name', '海川\ud800', 'FRM-TEXT-UNSAFE REG-FRM-002 name'],
    ['name', '海川\n公司', 'FRM-TEXT-UNSAFE REG-FRM-002 name'],
    ['name', '海'.repeat(201), 'FRM-TOO-LONG REG-FRM-002 name'],
    ['uscc', '9'.repeat(41), 'FRM-TOO-LONG REG-FRM-001 uscc'],
    ['registered_on', '2015-02-29', 'FRM-DAY REG-FRM-003 registered_on'],
    ['registered_on', '0001-01-01', 'FRM-DAY REG-FRM-003 registered_on'],
    ['registered_capital', '-5', 'FRM-AMOUNT-NEGATIVE REG-FRM-006 registered_capital'],
    ['registered_capital', '5万元', 'FRM-AMOUNT-UNIT REG-FRM-006 registered_capital'],
    ['registered_capital', '￥500', 'FRM-AMOUNT-UNIT REG-FRM-006 registered_capital'],
    ['registered_capital', '（500）', 'FRM-AMOUNT-NEGATIVE REG-FRM-006 registered_capital'],
    ['registered_capital', '12％', 'FRM-AMOUNT-PERCENT REG-FRM-006 registered_capital'],
    ['registered_on', '03/04/2015', 'FRM-DAY REG-FRM-003 registered_on'],
    ['division', '990100', 'REF-DIVISION REG-REF-002 division'],
    ['registered_capital', '1,00', 'FRM-NUMBER REG-FRM-006 registered_capital'],
    ['registered_capital_currency', '贝壳', 'REF-CODE REG-REF-001 registered_capital_currency'],
    ['registered_capital', '1e9', 'DMG-SCIENTIFIC REG-FRM-006 registered_capital'],
    ['division', '23010X', 'FRM-DIVISION REG-FRM-009 division'],
    ['division', '23010', 'DMG-DIVISION-SHORT REG-FRM-009 division'],
    ['registered_on', '43252', 'DMG-DAY-SERIAL REG-FRM-003 registered_on'],
  ])('of %s: %j is refused', (field, cell, fault) => {
    expect(codes(registration({ [field]: cell }).faults)).toEqual([fault])
  })

  test('a character beyond the basic plane counts once', () => {
    expect(registration({ name: '𠮷'.repeat(200) }).faults).toEqual([])
  })

  test('a year, a pattern and several codes are held to their form', () => {
    expect(codes(result({ year: '25' }).faults)).toEqual(['FRM-YEAR TCR-FRM-003 year'])
    const list = { record_id: 'a b', taxpayer_id: '91350100M000100Y43', name: '海川', year: '2025' }
    expect(codes(judged('cn.tax-a-grade-list', 'default', list).faults)).toEqual([
      'FRM-PATTERN TAL-FRM-001 record_id',
    ])
    expect(codes(penalty({ penalty_kinds: '罚款；流放' }).faults)).toEqual([
      'REF-CODE PEN-REF-002 penalty_kinds',
    ])
    expect(codes(penalty({ penalty_kinds: '；' }).faults)).toEqual(['REF-CODE PEN-REF-002 penalty_kinds'])
  })

  test('line breaks stand in longer texts only', () => {
    const row = penalty({ facts: '一、甲\r\n二、乙' })
    expect([row.faults, row.payload.facts]).toEqual([[], '一、甲\n二、乙'])
  })

  test('whole numbers and flags are held to their form and range', () => {
    const more: FieldSpec[] = [
      { ...extra('staff', 'integer', 'REG-FRM-901'), integerMin: 0, integerMax: 10 },
      extra('listed', 'flag', 'REG-FRM-902'),
    ]
    const row = (cells: Record<string, string>): JudgedRow =>
      judged('cn.registration', 'default', { ...organisation, ...cells }, withFields(more))
    expect(codes(row({ staff: '1.5' }).faults)).toEqual(['FRM-INTEGER REG-FRM-901 staff'])
    expect(row({ staff: '11' }).faults).toMatchObject([{ code: 'FRM-RANGE', facts: { min: 0, max: 10 } }])
    expect(codes(row({ listed: '也许' }).faults)).toEqual(['FRM-FLAG REG-FRM-902 listed'])
    expect(row({ staff: '10', listed: '是' }).payload).toMatchObject({ staff: 10, listed: 1 })
    expect(row({ listed: 'No' }).payload).toMatchObject({ listed: 0 })
  })

  test('capital that cannot be read for sure stays text and is never a fault', () => {
    const sample = (cell: string): JudgedRow =>
      judged('cn.registration', 'registry-sample', {
        uscc: organisation.uscc,
        name: organisation.name,
        reg_date: '2015-10-01',
        reg_capital: cell,
      })
    expect(sample('9()')).toMatchObject({
      faults: [],
      payload: { registered_capital: null, registered_capital_text: '9()' },
    })
    const unkept = sample(`9${'()'.repeat(60)}`)
    expect([unkept.faults, codes(unkept.notes)]).toEqual([[], ['NTE-CAPITAL-NOT-KEPT - registered_capital']])
  })
})

describe('completeness', () => {
  test('every empty required field is told, with its column', () => {
    const row = registration({ uscc: ' ', name: '', registered_on: '\u3000' })
    expect(codes(row.faults)).toEqual([
      'CMP-REQUIRED REG-CMP-001 uscc',
      'CMP-REQUIRED REG-CMP-002 name',
      'CMP-REQUIRED REG-CMP-003 registered_on',
    ])
    expect([row.number, row.name, row.identifierFields]).toEqual(['', null, []])
  })

  test('an adverse fact without number, day or body of its document is refused, once, telling which', () => {
    const row = penalty({ decision_number: '', authority: '' })
    expect(codes(row.faults)).toEqual(['CMP-DOCUMENT PEN-CMP-006 decision_number'])
    expect(row.faults[0]?.facts).toEqual({ missing: 'decision_number, authority' })
    expect([row.document, row.number, row.publicity.from]).toEqual([null, '', null])
  })

  test('a grade D without its notice is refused, a grade C is not', () => {
    expect(codes(result({ grade: 'D' }).faults)).toEqual(['CMP-DOCUMENT TCR-CMP-006 notice_number'])
    expect(result({ grade: 'C' }).faults).toEqual([])
  })

  test('a document day that cannot be read is a fault of form, not a missing document too', () => {
    expect(codes(penalty({ decision_on: '去年' }).faults)).toEqual(['FRM-DAY PEN-FRM-024 decision_on'])
  })

  test('a row that names nobody by number is refused', () => {
    expect(codes(penalty({ uscc: '' }).faults)).toEqual(['CMP-IDENTIFIER PEN-CMP-005 uscc'])
    expect(penalty({ uscc: '', organisation_code: 'D2143569-X' }).identifierFields).toMatchObject([
      { field: 'organisation_code', schemes: ['cn.orgcode'] },
    ])
  })

  test('several identifiers come the surest first, whatever the order of the columns', () => {
    const row = judged('cn.administrative-penalty', 'default', {
      registration_number: '440301103448669',
      organisation_code: 'D2143569-X',
      ...decision,
    })
    expect(row.identifierFields.map((one) => one.field)).toEqual([
      'uscc',
      'organisation_code',
      'registration_number',
    ])
  })
})

describe('consistency', () => {
  test('a day after the day of receipt is refused, that day itself is not', () => {
    expect(codes(penalty({ decision_on: '2026-11-25' }).faults)).toEqual([
      'CNS-FUTURE-DAY PEN-CNS-001 decision_on',
    ])
    expect(penalty({ decision_on: '2026-11-24' }).faults).toEqual([])
  })

  test('an end before the start is refused, the same day is not', () => {
    expect(codes(registration({ ended_on: '2015-09-30' }).faults)).toEqual([
      'CNS-END-BEFORE-START REG-CNS-002 ended_on',
    ])
    expect(registration({ ended_on: '2015-10-01' }).faults).toEqual([])
  })

  test('a year is not graded before it has ended', () => {
    expect(codes(result({ year: '2026' }).faults)).toEqual(['CNS-YEAR-NOT-ENDED TCR-CNS-001 year'])
  })
})

describe('natural persons', () => {
  test('a filled personal field is taken, and goes nowhere but under seal', () => {
    const judge = judgeOf('cn.registration', 'default', [])
    const row = registration({ legal_representative: '某某' })
    expect(row.faults).toEqual([])
    for (const kind of ['organisation', 'individual-business'] as const) {
      expect(JSON.stringify(judge.openFields(row.payload, kind))).not.toContain('某某')
      expect(JSON.stringify(judge.closedFields(row.payload, kind))).not.toContain('某某')
      expect(judge.sealedFields(row.payload, kind)).toEqual({
        legal_representative: '某某',
      })
    }
  })

  test('a field labelled secret is refused, and its content is in no output', () => {
    const secret = withType('cn.registration', (type) => ({
      ...type,
      fields: type.fields.map((field) =>
        field.code === 'legal_representative' ? { ...field, label: 'secret' } : field,
      ),
    }))
    const cells = { ...organisation, legal_representative: '某某' }
    const row = judged('cn.registration', 'default', cells, secret)
    expect(codes(row.faults)).toEqual(['PRS-FIELD-FILLED REG-PRS-001 legal_representative'])
    expect(JSON.stringify(row)).not.toContain('某某')
  })

  test('an empty personal column is fine', () => {
    expect(registration({ legal_representative: ' ' }).faults).toEqual([])
  })

  test('a penalty of a natural person without a number is refused, whatever other number it gives', () => {
    for (const more of [{}, { uscc: '' }]) {
      expect(codes(penalty({ party_kind: '自然人', ...more }).faults)).toEqual([
        'PRS-NUMBER-MISSING PEN-PRS-006 person_id',
      ])
    }
    expect(penalty({ party_kind: '自然人', uscc: '', person_id: '99999919900101001X' }).faults).toEqual([])
  })

  test('a type that takes no persons refuses a row that is about one', () => {
    const withoutPersons = withType('cn.administrative-penalty', (type) => ({
      ...type,
      subjectKinds: ['organisation', 'individual-business'],
    }))
    const cells = { ...decision, party_kind: '自然人' }
    expect(codes(judged('cn.administrative-penalty', 'default', cells, withoutPersons).faults)).toEqual([
      'PRS-SUBJECT-PERSON PEN-PRS-006 party_kind',
    ])
  })
})

describe('headings', () => {
  test('are compared without width, case and outer blanks; an unknown one is noted and not read', () => {
    const judge = compileRecordType(catalogue, 'cn.registration', 'default', { demo: true })
    const verdict = judge.headings(['\ufeffＵＳＣＣ', ' Name ', 'registered_on', 'phone'])
    expect(verdict.fields).toEqual(['uscc', 'name', 'registered_on', null])
    expect(verdict.faults).toEqual([])
    expect(verdict.notes).toEqual([
      { code: 'NTE-HEADING-UNKNOWN', rule: null, column: 'phone', field: null, facts: { position: 4 } },
    ])
    expect(JSON.stringify(judge.judge(['1', '2', '2015-10-01', '13800000000'], today))).not.toContain(
      '13800000000',
    )
  })

  test('a missing required heading and a heading twice are faults of the file', () => {
    const judge = compileRecordType(catalogue, 'cn.registration', 'registry-sample', { demo: true })
    const { faults } = judge.headings(['uscc', 'USCC', 'reg_date'])
    expect(faults).toMatchObject([
      { code: 'FRM-HEADING-TWICE', column: 'USCC', field: 'uscc', facts: { position: 2 } },
      { code: 'FRM-HEADING-MISSING', column: 'name', field: 'name' },
    ])
  })

  test('a file of penalties without a column for the document is refused whole', () => {
    const judge = compileRecordType(catalogue, 'cn.administrative-penalty', 'default', { demo: true })
    const fields = judge
      .headings(['party_name', 'party_kind', 'penalty_kinds', 'content'])
      .faults.map((one) => one.field)
    expect(fields).toEqual(['decision_number', 'decision_on', 'authority'])
  })
})

describe('what cannot be judged at all', () => {
  const compile = (type: string, profile = 'default', demo = true): RowJudge =>
    compileRecordType(catalogue, type, profile, { demo })

  test('a type outside the catalogue, a profile of another type, a draft outside demo', () => {
    const refused = (code: string) => expect.objectContaining({ code })
    expect(() => compile('cn.jaywalking')).toThrow(refused('RECORD_TYPE_UNKNOWN'))
    expect(() => compile('cn.registration', 'tax-a-grade-heilongjiang')).toThrow(refused('PROFILE_UNKNOWN'))
    expect(() => compile('cn.registration', 'none')).toThrow(refused('PROFILE_UNKNOWN'))
    expect(() => compile('cn.tax-a-grade-list', 'default', false)).toThrow(refused('RECORD_TYPE_INERT'))
    expect(() => compile('cn.tax-credit-result', 'default', false)).toThrow(refused('RECORD_TYPE_INERT'))
    expect(compile('cn.registration', 'default', false).type.code).toBe('cn.registration')
  })
})

test('a withdrawal says which headings it misses, and which it does not read', () => {
  const judge = compileWithdrawal(catalogue, 'cn.administrative-penalty', 'default', { demo: true })
  const verdict = judge.headings(['decision_number', 'content', 'more'])
  expect(codes(verdict.faults)).toEqual(['FRM-HEADING-MISSING - authority'])
  expect(codes(verdict.notes)).toEqual(['NTE-HEADING-UNNEEDED - -', 'NTE-HEADING-UNKNOWN - -'])
})

test('two different pairs of document and body never make the same number', () => {
  const part = fc.string({ unit: fc.constantFrom('a', '|', '\\'), minLength: 1, maxLength: 4 })
  const number = ([decision_number, authority]: readonly [string, string]): string =>
    penalty({ decision_number, authority }).number
  fc.assert(
    fc.property(fc.tuple(part, part), fc.tuple(part, part), (a, b) => {
      return (number(a) === number(b)) === (a[0] === b[0] && a[1] === b[1])
    }),
  )
})

test('whatever some cells hold, a row without fault has number, identifier, document and a lawful term', () => {
  const fields = catalogue.recordTypes.find((type) => type.code === 'cn.administrative-penalty')?.fields ?? []
  const columns = fields.map((field) => field.code)
  const judge = judgeOf('cn.administrative-penalty', 'default', columns)
  const good = new Map<string, string>(Object.entries(decision))
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('', '2026-01-01', '1', '罚款'),
  )
  let faultless = 0
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...columns), cell, { maxKeys: 2 }), (spoilt) => {
      const row = judge.judge(
        columns.map((code) => spoilt[code] ?? good.get(code) ?? ''),
        today,
      )
      if (row.faults.length > 0) return
      faultless += 1
      expect(row.number).not.toBe('')
      expect(row.document).not.toBeNull()
      expect(row.identifierFields).not.toEqual([])
      if (row.publicity.from !== null) expect(row.severity).not.toBe('minor')
    }),
  )
  expect(faultless).toBeGreaterThan(0)
})

function extra(code: string, kind: 'integer' | 'flag', rule: string): FieldSpec {
  return { code, title: { zh: code, en: code }, kind, required: false, label: 'public', rules: [rule] }
}

function withFields(more: readonly FieldSpec[]): Catalogue {
  return withType('cn.registration', (type) => ({ ...type, fields: [...type.fields, ...more] }))
}

function withType(code: string, change: (type: RecordType) => RecordType): Catalogue {
  const recordTypes = catalogue.recordTypes.map((type) => (type.code === code ? change(type) : type))
  return { ...catalogue, recordTypes }
}

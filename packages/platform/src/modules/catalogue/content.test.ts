// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { CivilDate } from '../../kernel/civil-date.ts'
import type { ContentKind } from './catalogue.ts'
import { contentFinder } from './content-patterns.ts'
import { contentFolding } from './fold-content.ts'
import { compileRecordType } from './judge-payload.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { JudgedRow } from './row-judge.ts'

const catalogue = await loadCatalogue(fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)))
const { prohibitedContent: content } = catalogue
const today = '2026-11-24' as CivilDate

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

function judge(type: string, row: Readonly<Record<string, string>>): JudgedRow {
  const judge = compileRecordType(catalogue, type, 'default', { demo: true })
  judge.headings(Object.keys(row))
  return judge.judge(Object.values(row), today)
}
const penalty = (more: Readonly<Record<string, string>>): JudgedRow =>
  judge('cn.administrative-penalty', { ...decision, ...more })
const ofPerson = (more: Readonly<Record<string, string>>): JudgedRow =>
  penalty({ party_kind: '自然人', ...more })
const registration = (more: Readonly<Record<string, string>>): JudgedRow =>
  judge('cn.registration', {
    uscc: '91350100M000100Y43',
    name: '海川贸易有限公司',
    registered_on: '2015-10-01',
    ...more,
  })
const kinds = (row: JudgedRow): unknown[] =>
  row.faults.filter((fault) => fault.code.startsWith('PRH-')).map((fault) => fault.facts.kindEn)

describe('what the law forbids to record of a person', () => {
  test.each([
    ['本人信奉佛教', 'religion'],
    ['系天主教徒', 'religion'],
    ['宗教信仰：伊斯兰', 'religion'],
    ['基因检测结果显示携带变异', 'genes'],
    ['ＤＮＡ序列：略', 'genes'],
    ['指纹编号：0001', 'fingerprints'],
    ['血型为A型', 'blood type'],
    ['其为AB型血', 'blood type'],
    ['其患有乙肝', 'illness and medical history'],
    ['确诊为肺结核', 'illness and medical history'],
    ['感染HIV', 'illness and medical history'],
    ['罹患精神分裂症', 'illness and medical history'],
    ['患高血压多年', 'illness and medical history'],
    ['个人病史：略', 'illness and medical history'],
  ])('is refused in free text, even of an organisation: %s', (text, kind) => {
    for (const row of [penalty({ facts: text }), ofPerson({ remarks: text })]) {
      const [fault] = row.faults.filter((one) => one.code === 'PRH-FORBIDDEN')
      expect(fault).toMatchObject({ rule: 'PEN-PRH-001', facts: { kindEn: kind, article: '14' } })
      expect(fault?.facts.lawZh).toBe('征信业管理条例')
      expect(JSON.stringify(row.faults)).not.toContain(text)
    }
  })

  test.each(['皈依', '教徒', '大三阳', '住院治疗', '既往史', '抑郁症', '指模', '血型', '染色体'])(
    'as a mere word is refused where the row is about a person: %s',
    (word) => {
      expect(kinds(ofPerson({ facts: `经查，${word}，属实` }))).toHaveLength(1)
      expect(kinds(penalty({ facts: `经查，${word}，属实` }))).toEqual([])
    },
  )

  test('is refused in a field labelled personal, whoever the party is', () => {
    expect(kinds(penalty({ legal_representative: '某某（佛教）' }))).toEqual(['religion'])
  })

  test.each([
    ['blanks', '患 有 乙 肝'],
    ['wide blanks', '患\u3000有乙肝'],
    ['signs that cannot be seen', '患\u200b有\u200d乙\u2060肝'],
    ['points', '患·有·乙·肝'],
    ['hyphens', '患-有-乙-肝'],
    ['full width', '感染ＨＩＶ'],
    ['mixed case', '感染hIv'],
    ['combining marks', '患\u0335有乙\u0335肝'],
    ['traditional characters', '患有癲癇'],
    ['compatibility characters', '血\u2f9f血型为Ａ型'],
  ])('is found behind %s', (_how, text) => {
    expect(kinds(penalty({ facts: text }))).toHaveLength(1)
  })

  test('a clause that ends and one that begins make no word together', () => {
    expect(kinds(ofPerson({ facts: '去过基督城，教学楼一层' }))).toEqual([])
  })
})

test('every pattern for all rows is provoked by a text that the quick look lets through', () => {
  const texts: Readonly<Record<string, readonly string[]>> = {
    religion: ['信奉佛教', '宗教信仰为道教', '系佛教教徒'],
    gene: ['染色体分型为甲', 'dna:1是'],
    fingerprint: ['指纹特征为甲'],
    'blood-type': ['血型是rhab', 'b型血'],
    illness: ['携带艾滋', '确诊患抑郁症', '身患白血病', '家族病史是'],
    'state-secret': ['机密★10年', '（秘密）关于', '关于【绝密】', '密级：机密', '秘密级文件'],
  }
  const find = contentFinder(content, ['anywhere', 'statements'], [])
  const fold = contentFolding(content.variants)
  for (const kind of content.kinds.filter((one) => one.rule !== 'consent')) {
    const given = [...(texts[kind.code] ?? []), '基因测序结果为阳性']
    for (const text of texts[kind.code] ?? []) if (hits(kind, text, fold)) expect(find(text)).toContain(kind)
    for (const pattern of [...kind.anywhere, ...kind.statements]) {
      const provoked = given.some((text) => new RegExp(pattern, 'u').test(fold(text)))
      expect(provoked, `${kind.code}: ${pattern}`).toBe(true)
    }
  }
})

function hits(kind: ContentKind, text: string, fold: (text: string) => string): boolean {
  return [...kind.anywhere, ...kind.statements].some((one) => new RegExp(one, 'u').test(fold(text)))
}

test.each([
  ['月收入为8000元', 'income'],
  ['银行存款余额三万元', 'deposits'],
  ['持有股票一千股', 'securities'],
  ['投保了商业保险', 'commercial insurance'],
  ['名下有2套房产', 'real estate'],
  ['纳税额为三万元', 'tax amounts'],
])('what needs written consent is refused of a person and passes of an organisation: %s', (text, kind) => {
  const row = ofPerson({ facts: text })
  expect(kinds(row)).toEqual([kind])
  expect(row.faults.find((one) => one.code === 'PRH-CONSENT')).toMatchObject({ rule: 'PEN-PRH-002' })
  expect(kinds(penalty({ facts: text }))).toEqual([])
})

test('a type that may hold a kind bound to consent takes it, and no other', () => {
  const recordTypes = catalogue.recordTypes.map((type) => ({
    ...type,
    content: { ...type.content, mayHold: ['income'] },
  }))
  const row = { ...decision, party_kind: '自然人', facts: '月收入为8000元，持有股票一千股' }
  const judge = compileRecordType({ ...catalogue, recordTypes }, 'cn.administrative-penalty', 'default', {
    demo: true,
  })
  judge.headings(Object.keys(row))
  expect(kinds(judge.judge(Object.values(row), today))).toEqual(['securities'])
})

const names = [
  '示范市第一人民医院',
  '示范市传染病医院',
  '示范市精神病防治院',
  '示范市中心血站',
  '灵山寺',
  '示范市佛教协会',
  '示范市基督教堂',
  '示范市清真食品有限公司',
  '示范基因科技有限公司',
  '示范生物医药（肿瘤研究）有限公司',
  '示范指纹锁厂',
  '示范市国家保密局',
  '机密餐饮管理有限公司',
  '秘密花园（示范）酒店有限公司',
  '绝密飞行文化传媒有限公司',
  '示范市民族宗教事务局',
  '示范人寿保险股份有限公司示范分公司',
  '示范市不动产登记中心',
  '示范血型卡制造有限公司',
  '示范证券有限责任公司',
]

test.each(names)('the name of a body says nothing of a person: %s', (name) => {
  expect(registration({ name, registered_address: `示范市示范路${name}院内` }).faults).toEqual([])
  expect(kinds(penalty({ party_name: name, facts: `${name}未按规定公示` }))).toEqual([])
})

test.each([
  '在示范市第一人民医院门前占道经营',
  '在灵山寺停车场内无证经营',
  '销售转基因大豆未标识',
  '生产的指纹锁不合格',
  '示范基因科技有限公司门前违法停车',
  '违反《中华人民共和国传染病防治法》',
  '安排患有有碍食品安全疾病的人员从事接触直接入口食品的工作',
  '违法收入为5万元，予以没收',
  '阻碍民族宗教事务局执法',
])('what a person did near such a body, or with such goods, passes: %s', (text) => {
  expect(kinds(ofPerson({ facts: text }))).toEqual([])
})

describe('labels of secrecy', () => {
  test.each([
    '机密★10年',
    '绝 密★长期',
    '（秘密）关于某事的函',
    '关于某事的函【机密】',
    '密级：秘密',
    '機密★',
  ])('are refused in any text, and nothing of the row is kept: %s', (text) => {
    for (const row of [registration({ registration_authority: text }), penalty({ decision_name: text })]) {
      expect(row.faults.map((fault) => fault.code)).toContain('PRH-SECRET')
      expect([...(row.masks?.values() ?? [])].every((mask) => mask === '***')).toBe(true)
      expect(row.masks?.size).toBeGreaterThan(3)
    }
  })

  test('alone as the whole of a free text they are labels, alone as a name they are not', () => {
    expect(penalty({ remarks: '机密' }).faults).toMatchObject([{ code: 'PRH-SECRET', rule: 'PEN-PRH-003' }])
    expect(registration({ name: '机密' }).faults).toEqual([])
  })
})

describe('numbers of persons', () => {
  const id = '999999190001010015'
  test.each([
    ['party_name', `张三${id}`],
    ['remarks', `证号 ${id.slice(0, 6)}-${id.slice(6)}`],
    ['decision_number', `示〔2026〕${id}号`],
    ['fine_amount', id],
    ['uscc', id],
    ['authority_code', id],
    ['procedure', id],
  ])('in %s, which is not labelled for them, are refused and masked', (field, cell) => {
    const row = penalty({ [field]: cell })
    const fault = row.faults.find((one) => one.code === 'PRS-HIDDEN-ID')
    expect(fault).toMatchObject({ field, rule: 'PEN-PRS-007', facts: { masked: '999*************15' } })
    const at = Object.keys({ ...decision, [field]: cell }).indexOf(field)
    expect(row.masks?.get(at)).toContain('999*************15')
    expect(row.masks?.get(at)).not.toContain(id)
  })

  test('in a column nobody reads, and in the place of a heading, are masked', () => {
    const judge = compileRecordType(catalogue, 'cn.registration', 'default', { demo: true })
    const verdict = judge.headings(['uscc', 'name', 'registered_on', id])
    expect(verdict.notes[0]?.column).toBe('999*************15')
    const cells = ['91350100M000100Y43', '海川', '2015-10-01', `号${id}`]
    const row = judge.judge(cells, today)
    expect([row.faults, [...(judge.masksOf(cells, row) ?? [])]]).toEqual([[], [[3, '号999*************15']]])
  })

  test('a bank card is refused where anybody may see it, a mobile number is noted; departments may hold both', () => {
    const card = '6222000000000000004'
    expect(penalty({ content: `退款至${card}` }).faults).toMatchObject([
      { code: 'PRS-ACCOUNT', rule: 'PEN-PRS-008', facts: { masked: '622**************04' } },
    ])
    const phone = penalty({ content: '联系电话13800138000' })
    expect([phone.faults, phone.notes]).toMatchObject([[], [{ code: 'PRS-MOBILE', rule: 'PEN-PRS-009' }]])
    const department = penalty({ remarks: `${card} 13800138000` })
    expect([department.faults, department.notes]).toEqual([[], []])
  })
})

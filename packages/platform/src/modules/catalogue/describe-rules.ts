// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual } from '../../kernel/messages.ts'
import type { Catalogue } from './catalogue.ts'
import { type QualityRule, qualityRules } from './quality-rules.ts'
import type { FieldSpec, RecordType } from './record-type.ts'

export type DescribedRule = QualityRule & {
  readonly fieldTitle: Bilingual | null
  readonly says: Bilingual
  /** What would breach it, where one example says more than words. */
  readonly example: string | null
}

export type DescribedType = Pick<RecordType, 'code' | 'title' | 'status'> & {
  readonly rules: readonly DescribedRule[]
}

/** All numbered rules of a catalogue in words, for its documents. */
export function describeRules(catalogue: Catalogue): DescribedType[] {
  return catalogue.recordTypes.map((type) => ({
    code: type.code,
    title: type.title,
    status: type.status,
    rules: qualityRules(type)
      .filter((one) => one.rule !== '')
      .map((rule) => {
        const field = type.fields.find((one) => one.code === rule.field)
        return {
          ...rule,
          fieldTitle: field?.title ?? null,
          says: wordsOf(type, rule, field),
          example: examples[rule.codes[0] ?? ''] ?? null,
        }
      }),
  }))
}

function wordsOf(type: RecordType, rule: QualityRule, field: FieldSpec | undefined): Bilingual {
  const consistency = type.consistency.find((one) => one.rule === rule.rule)
  if (consistency) {
    const more = Object.entries(consistency)
      .filter(([name]) => !['rule', 'kind', 'field', 'weight'].includes(name))
      .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join('、') : String(value)}`)
    return withFacts(consistencyWords[consistency.kind], more)
  }
  if (rule.family === 'FRM' && field) return withFacts(formWords, [field.kind, ...limitsOf(field)])
  return ruleWords[rule.codes[0] ?? ''] ?? { zh: '', en: '' }
}

function limitsOf(field: FieldSpec): string[] {
  return [
    ...(field.lengthMax === undefined ? [] : [`≤ ${field.lengthMax}`]),
    ...(field.pattern === undefined ? [] : [field.pattern]),
    ...(field.schemes === undefined ? [] : [field.schemes.join(', ')]),
  ]
}

function withFacts({ zh, en }: Bilingual, facts: readonly string[]): Bilingual {
  if (facts.length === 0) return { zh, en }
  return { zh: `${zh}（${facts.join('；')}）`, en: `${en} (${facts.join('; ')})` }
}

const formWords: Bilingual = { zh: '符合字段格式', en: 'has the form of the field' }

const consistencyWords: Readonly<Record<RecordType['consistency'][number]['kind'], Bilingual>> = {
  'not-future': { zh: '不晚于接收日', en: 'is not after the day of receipt' },
  'not-before': { zh: '不早于另一日期', en: 'is not before the other day' },
  'not-earlier-than': { zh: '不早于该日', en: 'is not before that day' },
  'year-ended': { zh: '该年度已经结束', en: 'the year has ended' },
  differs: { zh: '与另一字段不同', en: 'differs from the other field' },
  'amount-max': { zh: '不超过该数', en: 'is not above that amount' },
  'amount-in-text': {
    zh: '与文字所述金额不差一万倍',
    en: 'does not differ from the text by ten thousand times',
  },
}

const ruleWords: Readonly<Record<string, Bilingual>> = {
  'CMP-REQUIRED': { zh: '必填', en: 'is filled' },
  'CMP-IDENTIFIER': { zh: '至少有一个识别主体的号码', en: 'one number at least names the subject' },
  'CMP-DOCUMENT': {
    zh: '不利信息有生效文书的文号、日期、机关',
    en: 'an adverse fact has number, day and body of its document',
  },
  'DUP-NUMBER': { zh: '编号在文件内只出现一次', en: 'the number stands in the file once' },
  'PRS-FIELD-FILLED': { zh: '留空（密钥库启用前）', en: 'is empty until the key store exists' },
  'PRS-SUBJECT-PERSON': {
    zh: '不是自然人（密钥库启用前）',
    en: 'is no natural person until the key store exists',
  },
  'RGN-OUTSIDE': { zh: '在报送机构辖区内', en: 'lies in the region of the furnisher' },
  'REF-CODE': { zh: '在代码表中', en: 'is in the code list' },
  'REF-DIVISION': { zh: '省份存在', en: 'has a province that exists' },
  'REF-BODY-NUMBER': { zh: '机关代码成立', en: 'holds as the number of a body' },
  'PRH-FORBIDDEN': {
    zh: '不含法律禁止采集的个人信息',
    en: 'nothing of a person that the law forbids to record',
  },
  'PRH-CONSENT': { zh: '不含须经书面同意的个人信息', en: 'nothing of a person that needs written consent' },
  'PRH-SECRET': { zh: '不带密级标志', en: 'no label of secrecy' },
  'PRS-HIDDEN-ID': {
    zh: '身份号码只在为它设置的列',
    en: 'resident identity numbers stand in the field for them only',
  },
  'PRS-ACCOUNT': { zh: '公开的列无银行卡号', en: 'no number of a bank card where anybody may see it' },
  'PRS-MOBILE': { zh: '公开的列无手机号码', en: 'no mobile number where anybody may see it' },
  'STO-NUMBER-OF-ANOTHER': {
    zh: '编号未存于另一主体名下',
    en: 'the number is not stored for another subject',
  },
  'STO-BEFORE-FOUNDING': { zh: '不早于登记的成立日期', en: 'is not before the registered founding' },
  'STO-FOUNDED-AFTER-ADVERSE': {
    zh: '成立不晚于已存的不利记录',
    en: 'was not founded after an adverse record that is stored',
  },
}

const examples: Readonly<Record<string, string>> = {
  'FRM-DAY': '2019-02-30, 03/04/2019',
  'FRM-NUMBER': '5万元, -5, 12%',
  'FRM-YEAR': '25',
  'FRM-DIVISION': '23010',
  'REF-CODE': '口头教育',
  'REF-DIVISION': '990100',
  'CMP-DOCUMENT': '无, -, /, 待补, 0',
  'CNS-FUTURE-DAY': '2099-01-01',
  'CNS-DAY-TOO-EARLY': '1900-01-01',
  'CNS-AMOUNT-UNIT': '5 ← 罚款5万元',
  'PRH-FORBIDDEN': '血型为A型',
  'PRH-SECRET': '机密★10年',
  'PRS-HIDDEN-ID': '999999190001010015',
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

const digitsHint = {
  zh: '请对照证照原件核对全部字符。',
  en: 'Compare every character with the certificate.',
}
const provinceSays = {
  zh: '行政区划码所属的省级区划不存在。',
  en: 'The province of the division code does not exist.',
}

const usccFaults = {
  'ID-USCC-LENGTH': {
    says: { zh: '统一社会信用代码应为 18 位。', en: 'A unified social credit code has 18 characters.' },
    hint: { zh: '检查是否多字、少字或前面多了字母。', en: 'Look for a lost, doubled or prefixed character.' },
  },
  'ID-USCC-CHARACTER': {
    says: {
      zh: '统一社会信用代码只含数字和大写字母。',
      en: 'The code holds only digits and capital letters.',
    },
    hint: digitsHint,
  },
  'ID-USCC-LETTER': {
    says: {
      zh: '统一社会信用代码不使用字母 I、O、S、V、Z。',
      en: 'The letters I, O, S, V and Z are never used.',
    },
    hint: { zh: '多为数字 1、0、5、2 的误写。', en: 'Mostly a mistyped 1, 0, 5 or 2.' },
  },
  'ID-USCC-DEPARTMENT': {
    says: { zh: '第 1 位不是登记管理部门代码。', en: 'Character 1 is no registering department.' },
    hint: { zh: '应为 1 至 9、A、N 或 Y。', en: 'It is 1 to 9, A, N or Y.' },
  },
  'ID-USCC-SHAPE': {
    says: {
      zh: '第 2 位应为 1 至 9，第 3 至 8 位应为数字。',
      en: 'Character 2 is 1 to 9, characters 3 to 8 are digits.',
    },
    hint: digitsHint,
  },
  'ID-USCC-CLASS': {
    says: {
      zh: '该登记管理部门没有第 2 位所示的机构类别。',
      en: 'The department has no class as character 2 says.',
    },
    hint: {
      zh: '若确已颁发，须由登记机关的登记数据确认。',
      en: 'If it was really issued, the registering authority confirms it.',
    },
  },
  'ID-USCC-PROVINCE': {
    says: provinceSays,
    hint: { zh: '核对第 3 至 8 位。', en: 'See characters 3 to 8.' },
  },
  'ID-USCC-CHECK': {
    says: { zh: '第 18 位校验码不符。', en: 'The check character (18) does not fit.' },
    hint: digitsHint,
  },
  'ID-USCC-INNER': {
    says: {
      zh: '第 9 至 17 位的组织机构代码校验码不符。',
      en: 'The organisation code inside (9 to 17) fails its own check.',
    },
    hint: {
      zh: '若确已颁发，须由登记机关的登记数据确认。',
      en: 'If it was really issued, the registering authority confirms it.',
    },
  },
} as const satisfies MessageTable

const organisationFaults = {
  'ID-ORGCODE-LENGTH': {
    says: { zh: '组织机构代码应为 9 位。', en: 'An organisation code has 9 characters.' },
    hint: { zh: '本体 8 位加校验码 1 位。', en: '8 characters and 1 check character.' },
  },
  'ID-ORGCODE-CHARACTER': {
    says: {
      zh: '组织机构代码本体为数字或大写字母，校验码为数字或 X。',
      en: 'The body is digits and capitals, the check a digit or X.',
    },
    hint: digitsHint,
  },
  'ID-ORGCODE-HYPHEN': {
    says: { zh: '连字符只能在校验码之前。', en: 'A hyphen stands only before the check character.' },
    hint: { zh: '写作 XXXXXXXX-X。', en: 'Write XXXXXXXX-X.' },
  },
  'ID-ORGCODE-CHECK': {
    says: {
      zh: '组织机构代码校验码不符。',
      en: 'The check character of the organisation code does not fit.',
    },
    hint: digitsHint,
  },
  'ID-BIZREG-LENGTH': {
    says: { zh: '营业执照注册号应为 15 位。', en: 'A business registration number has 15 digits.' },
    hint: digitsHint,
  },
  'ID-BIZREG-CHARACTER': {
    says: { zh: '营业执照注册号应为数字。', en: 'A business registration number is digits.' },
    hint: digitsHint,
  },
  'ID-BIZREG-LETTER': {
    says: {
      zh: '注册号含字母 A、N 或 X（旧号段），不能校验。',
      en: 'The number carries A, N or X (an old series): no check is possible.',
    },
    hint: { zh: '须由登记机关的登记数据确认。', en: 'The registering authority confirms it.' },
  },
  'ID-BIZREG-PROVINCE': {
    says: provinceSays,
    hint: { zh: '核对前 6 位。', en: 'See the first six digits.' },
  },
  'ID-BIZREG-CHECK': {
    says: {
      zh: '注册号第 15 位校验码不符。',
      en: 'The check digit (15) of the registration number does not fit.',
    },
    hint: digitsHint,
  },
  'ID-CUSTOMS-LENGTH': {
    says: { zh: '海关注册编码应为 10 位。', en: 'A customs registration code has 10 characters.' },
    hint: digitsHint,
  },
  'ID-CUSTOMS-CHARACTER': {
    says: {
      zh: '海关注册编码前 4 位为数字，其余为数字或大写字母。',
      en: 'Four digits, then digits or capitals.',
    },
    hint: digitsHint,
  },
  'ID-ZHONGZHENG-LENGTH': {
    says: { zh: '中征码应为 16 位。', en: 'A Zhongzheng code has 16 characters.' },
    hint: digitsHint,
  },
  'ID-ZHONGZHENG-CHARACTER': {
    says: {
      zh: '中征码前 3 位为数字或大写字母，其余为数字。',
      en: 'Three digits or capitals, then thirteen digits.',
    },
    hint: digitsHint,
  },
  'ID-ZHONGZHENG-CHECK': {
    says: { zh: '中征码末两位校验码不符。', en: 'The two check digits of the Zhongzheng code do not fit.' },
    hint: digitsHint,
  },
  'ID-LEI-LENGTH': {
    says: { zh: '全球法人识别编码应为 20 位。', en: 'A legal entity identifier has 20 characters.' },
    hint: digitsHint,
  },
  'ID-LEI-CHARACTER': {
    says: {
      zh: '全球法人识别编码为 18 位数字或大写字母加 2 位数字。',
      en: '18 digits or capitals, then 2 digits.',
    },
    hint: digitsHint,
  },
  'ID-LEI-CHECK': {
    says: {
      zh: '全球法人识别编码校验码不符。',
      en: 'The check digits of the legal entity identifier do not fit.',
    },
    hint: digitsHint,
  },
} as const satisfies MessageTable

const personFaults = {
  'ID-RID-LENGTH': {
    says: {
      zh: '公民身份号码应为 18 位（旧号 15 位）。',
      en: 'A resident id has 18 characters (15 in the old form).',
    },
    hint: digitsHint,
  },
  'ID-RID-CHARACTER': {
    says: {
      zh: '公民身份号码为数字，仅末位可为 X。',
      en: 'A resident id is digits; only the last may be X.',
    },
    hint: digitsHint,
  },
  'ID-RID-PROVINCE': { says: provinceSays, hint: { zh: '核对前 6 位。', en: 'See the first six digits.' } },
  'ID-RID-DAY': {
    says: { zh: '出生日期不是历法上存在的日期。', en: 'The day of birth is no day of the calendar.' },
    hint: { zh: '核对出生年月日各位。', en: 'See the digits of year, month and day.' },
  },
  'ID-RID-CHECK': {
    says: { zh: '公民身份号码校验码不符。', en: 'The check character of the resident id does not fit.' },
    hint: digitsHint,
  },
  'ID-TAXPAYER-LENGTH': {
    says: {
      zh: '纳税人识别号应为 18 位或 15 位（以身份号码编制的为 17、18 或 20 位）。',
      en: 'A taxpayer number has 18 or 15 characters (17, 18 or 20 when made from a resident id).',
    },
    hint: { zh: '检查是否多字、少字或前面多了字母。', en: 'Look for a lost, doubled or prefixed character.' },
  },
  'ID-TAXPAYER-CHARACTER': {
    says: {
      zh: '15 位纳税人识别号为 6 位数字加组织机构代码。',
      en: 'The 15-character form is six digits and an organisation code.',
    },
    hint: digitsHint,
  },
  'ID-TAXPAYER-PROVINCE': {
    says: provinceSays,
    hint: { zh: '核对前 6 位。', en: 'See the first six digits.' },
  },
  'ID-TAXPAYER-INNER': {
    says: {
      zh: '纳税人识别号中的组织机构代码校验码不符。',
      en: 'The organisation code in the taxpayer number fails its check.',
    },
    hint: digitsHint,
  },
  'ID-TAXPAYER-SEQUENCE': {
    says: { zh: '身份号码之后应为两位数字顺序号。', en: 'After the resident id come two digits.' },
    hint: digitsHint,
  },
} as const satisfies MessageTable

const generalFaults = {
  'ID-DEMO-DIVISION': {
    says: {
      zh: '区划 999999 只用于演示和测试数据。',
      en: 'Division 999999 belongs to demo and test data only.',
    },
    hint: { zh: '仅演示模式接受。', en: 'Only demo mode accepts it.' },
  },
  'ID-VALUE-EMPTY': {
    says: { zh: '没有给出号码。', en: 'There is no number.' },
    hint: { zh: '请填写号码。', en: 'Fill in the number.' },
  },
  'ID-SCHEME-UNKNOWN': {
    says: { zh: '没有这种标识类型。', en: 'There is no such identifier scheme.' },
    hint: {
      zh: '可用：cn.uscc、cn.orgcode、cn.bizreg、cn.rid、cn.taxpayer、cn.customs、cn.zhongzheng、lei。',
      en: 'Known: cn.uscc, cn.orgcode, cn.bizreg, cn.rid, cn.taxpayer, cn.customs, cn.zhongzheng, lei.',
    },
  },
} as const satisfies MessageTable

/** Why a number is refused. The codes are stable: `ID-<SCHEME>-<RULE>`. */
export const identifierFaults = {
  ...usccFaults,
  ...organisationFaults,
  ...personFaults,
  ...generalFaults,
} as const satisfies MessageTable

/** What a reader should know about a number that is not refused for it. */
export const identifierNotes = {
  'ID-NOTE-DIVISION-UNKNOWN': {
    says: {
      zh: '区划码不在区划表中，但省级区划存在。',
      en: 'The division is in no table, though its province exists.',
    },
    hint: {
      zh: '登记机关常用自编区划（开发区、省级机关），无须处理。',
      en: 'Registrars use divisions of their own; nothing to do.',
    },
  },
  'ID-NOTE-RID-LEGACY': {
    says: { zh: '15 位旧身份号码没有校验码。', en: 'The old 15-digit resident id has no check digit.' },
    hint: {
      zh: '一代证自 2013 年起失效，请改用 18 位号码。',
      en: 'Its card is void since 2013: ask for the 18 digits.',
    },
  },
  'ID-NOTE-RID-RESIDENCE-PERMIT': {
    says: {
      zh: '港澳台居民居住证号码。',
      en: 'The number of a residence permit for Hong Kong, Macao or Taiwan residents.',
    },
  },
  'ID-NOTE-RID-FOREIGN-CARD': {
    says: {
      zh: '9 开头的 18 位号码，可能是外国人永久居留身份证。',
      en: 'It may be the card of a foreign permanent resident (18 digits from 9).',
    },
    hint: {
      zh: '其编码规则尚未核实，暂不接受。',
      en: 'The rule of that card is not confirmed yet, so it is not accepted.',
    },
  },
  'ID-NOTE-TAXPAYER-LEGACY': {
    says: { zh: '三证合一前的纳税人识别号。', en: 'A taxpayer number from before the unified code.' },
    hint: { zh: '如已换发统一社会信用代码，请改用。', en: 'Use the unified code where there is one.' },
  },
  'ID-NOTE-CUSTOMS-NO-CHECK': {
    says: {
      zh: '海关注册编码没有校验码，仅核对了形式。',
      en: 'A customs code has no check digit: only its form was seen.',
    },
  },
} as const satisfies MessageTable

export type IdentifierFaultCode = keyof typeof identifierFaults
export type IdentifierNoteCode = keyof typeof identifierNotes

export const identifierMessages: MessageTable = { ...identifierFaults, ...identifierNotes }

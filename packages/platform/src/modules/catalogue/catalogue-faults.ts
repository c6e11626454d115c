// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

/**
 * What each fault of a row says. Families: FRM form, CMP completeness, CNS consistency, PRS persons;
 * NTE are notes, which refuse nothing. The facts hold limits and names of fields, never content.
 */
export const catalogueFaults = {
  'FRM-HEADING-MISSING': {
    says: { zh: '文件缺少必需的列。', en: 'The file lacks a column that is required.' },
    hint: { zh: '核对表头与所选报送格式。', en: 'Compare the headings with the profile you chose.' },
  },
  'FRM-HEADING-TWICE': {
    says: {
      zh: '第 {position} 列与前面的列对应同一字段。',
      en: 'Column {position} fills a field that an earlier column fills.',
    },
    hint: { zh: '只保留其中一列。', en: 'Keep one of the two.' },
  },
  'FRM-TEXT-UNSAFE': {
    says: {
      zh: '内容含有控制字符、不可见字符或残缺字符。',
      en: 'The text holds control, invisible or broken characters.',
    },
    hint: { zh: '删除这些字符；并核对文件编码。', en: 'Remove them, and check the encoding of the file.' },
  },
  'FRM-TOO-LONG': {
    says: { zh: '内容超过 {lengthMax} 个字符。', en: 'The text is longer than {lengthMax} characters.' },
    hint: { zh: '检查是否有列错位。', en: 'See whether columns have slipped.' },
  },
  'FRM-PATTERN': {
    says: { zh: '内容不符合该字段的格式。', en: 'The text does not have the form of this field.' },
    hint: {
      zh: '运行 probity catalogue show 查看格式。',
      en: '`probity catalogue show` tells the form.',
    },
  },
  'FRM-DAY': {
    says: { zh: '不是有效日期。', en: 'This is not a day of the calendar.' },
    hint: { zh: '写作 2026-04-01。', en: 'Write it as 2026-04-01.' },
  },
  'FRM-YEAR': {
    says: { zh: '不是有效年份。', en: 'This is not a year.' },
    hint: { zh: '写作四位数字，如 2025。', en: 'Write four digits, such as 2025.' },
  },
  'FRM-NUMBER': {
    says: { zh: '不是有效金额。', en: 'This is not an amount.' },
    hint: {
      zh: '只写非负数，如 1200.50；不写单位。',
      en: 'Write a number that is not negative, such as 1200.50, without a unit.',
    },
  },
  'FRM-INTEGER': {
    says: { zh: '不是整数。', en: 'This is not a whole number.' },
    hint: { zh: '只写数字。', en: 'Write digits only.' },
  },
  'FRM-RANGE': {
    says: { zh: '数值应在 {min} 与 {max} 之间。', en: 'The number must lie between {min} and {max}.' },
    hint: { zh: '核对数值及其单位。', en: 'Check the number and its unit.' },
  },
  'FRM-CODE': {
    says: { zh: '不在该字段的代码表中。', en: 'This is not in the code list of the field.' },
    hint: {
      zh: '填代码或其名称；多个之间用分号分隔。',
      en: 'Give a code or its title; part several with semicolons.',
    },
  },
  'FRM-DIVISION': {
    says: { zh: '不是六位行政区划代码。', en: 'This is not a division code of six digits.' },
    hint: { zh: '如 230100。', en: 'Such as 230100.' },
  },
  'FRM-FLAG': {
    says: { zh: '应填“是”或“否”。', en: 'This must say yes or no.' },
    hint: { zh: '填“是”或“否”。', en: 'Write yes or no.' },
  },
  'CMP-REQUIRED': {
    says: { zh: '必填项为空。', en: 'A required field is empty.' },
    hint: { zh: '补填后重新报送本行。', en: 'Fill it and send the row again.' },
  },
  'CMP-IDENTIFIER': {
    says: { zh: '没有任何可识别主体的代码。', en: 'Nothing in the row identifies the subject by number.' },
    hint: {
      zh: '至少填一项：统一社会信用代码、组织机构代码、税务登记号或工商注册号。',
      en: 'Give at least one of: USCC, organisation code, tax number, registration number.',
    },
  },
  'CMP-DOCUMENT': {
    says: {
      zh: '不利信息缺少生效文书的文号、日期或机关（{missing}）。',
      en: 'An adverse fact lacks the number, day or body of its document of legal effect ({missing}).',
    },
    hint: {
      zh: '没有生效法律文书，不得认定失信。',
      en: 'Without a document of legal effect no adverse fact is taken.',
    },
  },
  'CNS-FUTURE-DAY': {
    says: { zh: '日期晚于接收日 {receivedOn}。', en: 'The day lies after the day of receipt, {receivedOn}.' },
    hint: { zh: '核对日期。', en: 'Check the day.' },
  },
  'CNS-END-BEFORE-START': {
    says: { zh: '结束日期早于开始日期（{start}）。', en: 'The end lies before the start ({start}).' },
    hint: { zh: '核对两个日期。', en: 'Check both days.' },
  },
  'CNS-YEAR-NOT-ENDED': {
    says: {
      zh: '该年度在接收日 {receivedOn} 尚未结束。',
      en: 'The year had not ended on the day of receipt, {receivedOn}.',
    },
    hint: { zh: '核对年度。', en: 'Check the year.' },
  },
  'PRS-FIELD-FILLED': {
    says: {
      zh: '该字段属个人或涉密信息；密钥库启用前不予接收。',
      en: 'This field is about a natural person or secret; it is not taken until the key store exists.',
    },
    hint: { zh: '将该列留空后重新报送。', en: 'Leave it empty and send the row again.' },
  },
  'PRS-SUBJECT-PERSON': {
    says: {
      zh: '相对人为自然人；密钥库启用前不予接收。',
      en: 'The party is a natural person; such rows are not taken until the key store exists.',
    },
    hint: { zh: '暂不报送自然人的记录。', en: 'Do not send records of natural persons for now.' },
  },
  'NTE-HEADING-UNKNOWN': {
    says: {
      zh: '第 {position} 列不在所选报送格式中，未读取。',
      en: 'Column {position} is not in the profile and is not read.',
    },
  },
  'NTE-HEADING-UNNEEDED': {
    says: {
      zh: '撤回不需要第 {position} 列，未读取。',
      en: 'Column {position} is not needed for a withdrawal and is not read.',
    },
  },
  'NTE-CAPITAL-NOT-KEPT': {
    says: {
      zh: '注册资本无法识别，原文也无法保存，未保留。',
      en: 'The registered capital could not be read, nor kept as written; it is left out.',
    },
  },
} as const satisfies MessageTable

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

/** Faults of rows as rows, whatever their type; a type's own are in the catalogue, a number's in identifiers. */
export const collectionFaults = {
  'ROW-FIELDS': {
    says: {
      zh: '本行有 {found} 个字段，表头有 {expected} 个。',
      en: 'The row has {found} fields, the header has {expected}.',
    },
    hint: {
      zh: '检查多余或缺少的逗号；含逗号的内容要放在双引号内。',
      en: 'Look for a comma too many or missing; text with commas belongs in double quotes.',
    },
  },
  'ROW-QUOTE-OPEN': {
    says: { zh: '双引号没有闭合。', en: 'A double quote is never closed.' },
    hint: {
      zh: '补上结尾的双引号；内容中的双引号要写成两个。',
      en: 'Close it; a quote inside the text is written twice.',
    },
  },
  'ROW-QUOTE-TEXT': {
    says: { zh: '闭合的双引号后面还有文字。', en: 'There is text behind a closing double quote.' },
    hint: { zh: '内容中的双引号要写成两个。', en: 'A quote inside the text is written twice.' },
  },
  'ROW-TOO-LONG': {
    says: {
      zh: '本行超过 1 MiB，后面的部分未读取。',
      en: 'The row is longer than 1 MiB; its rest was not read.',
    },
    hint: { zh: '检查换行符是否缺失。', en: 'Check for missing line ends.' },
  },
  'ROW-ENCODING': {
    says: { zh: '本行含有无法识别的字符。', en: 'The row holds characters that cannot be read.' },
    hint: { zh: '请以 UTF-8 或 GB18030 重新导出。', en: 'Export it again as UTF-8 or GB18030.' },
  },
  'ROW-CONTROL': {
    says: {
      zh: '本行含有控制字符，或单独的回车符。',
      en: 'The row holds control characters or a lone carriage return.',
    },
    hint: { zh: '请删除这些字符；行以 LF 或 CRLF 结束。', en: 'Remove them; lines end with LF or CRLF.' },
  },
  'DUP-NUMBER': {
    says: {
      zh: '同一编号在本文件第 {firstRow} 行已出现。',
      en: 'The same number stands in row {firstRow} of this file.',
    },
    hint: {
      zh: '请确认以哪一行为准，只保留该行后重新报送。',
      en: 'Decide which row holds, and send that one alone.',
    },
  },
  'ROW-OUTSIDE-PERIOD': {
    says: {
      zh: '本行不属于本批次所替换的期间 {period}。',
      en: 'The row does not lie in the period {period} that the batch replaces.',
    },
    hint: {
      zh: '核对该列日期或年度；期间以外的信息请另行报送。',
      en: 'Check the day or year; send what lies outside the period in a batch of its own.',
    },
  },
  'LATE-STATEMENT': {
    says: {
      zh: '该编号已有截至时点更晚的报送，本行未改变任何内容。',
      en: 'A statement as of a later instant is held on this number; the row changed nothing.',
    },
    hint: {
      zh: '如本行才是最新情况，请以更晚的截至时点重新报送。',
      en: 'If this row tells the latest state, send it as of a later instant.',
    },
  },
  'LATE-REPLACED': {
    says: {
      zh: '该期间之后已整体替换，替换中没有该编号，本行未入库。',
      en: 'The period has since been replaced as a whole without this number; the row brings nothing back.',
    },
    hint: {
      zh: '如该信息仍然有效，请以更晚的截至时点报送。',
      en: 'If the record still holds, send it as of a later instant.',
    },
  },
  'WDR-UNKNOWN': {
    says: {
      zh: '撤回的编号从未报送过；已记下，更早的报送到达时不会入库。',
      en: 'Nothing was ever stated under the number withdrawn; a mark keeps older statements from coming in.',
    },
    hint: { zh: '请核对编号。', en: 'Check the number.' },
  },
  'SUB-KIND': {
    says: {
      zh: '{type} 不接受这类主体（{kind}）。',
      en: '{type} is not for subjects of this kind ({kind}).',
    },
    hint: {
      zh: '等级与名单只针对组织；请核对号码，或不要报送该行。',
      en: 'Grades and lists are for organisations only; check the number, or leave the row out.',
    },
  },
  'SUB-NUMBERS-DISAGREE': {
    says: {
      zh: '本行的几个号码指向不同的组织。',
      en: 'The numbers of this row lead to different organisations.',
    },
    hint: {
      zh: '统一社会信用代码第 9 至 17 位就是组织机构代码；请核对各列。',
      en: 'Characters 9 to 17 of the unified code are the organisation code; check the columns.',
    },
  },
  'PRS-NUMBER': {
    says: {
      zh: '该号码含有自然人身份信息；本节点尚未启用个人密钥库，不能接收。',
      en: "This number embeds a natural person's; the node has no key store for persons yet and cannot take it.",
    },
    hint: { zh: '请暂不报送自然人的记录。', en: 'Do not send records about natural persons yet.' },
  },
} as const satisfies MessageTable

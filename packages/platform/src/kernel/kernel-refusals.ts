// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from './messages.ts'
import { startUpRefusals } from './start-up-refusals.ts'

export const kernelRefusals = {
  ...startUpRefusals,
  DAY_MALFORMED: {
    says: { zh: '这不是日历上的日期。', en: 'This is not a day of the calendar.' },
    hint: { zh: '请写成 YYYY-MM-DD，例如 2025-09-26。', en: 'Write YYYY-MM-DD, for example 2025-09-26.' },
  },
  DAY_OUT_OF_RANGE: {
    says: { zh: '结果超出公元 1 年至 9999 年。', en: 'The result lies outside the years 1 to 9999.' },
  },
  DAY_COUNT_OUT_OF_RANGE: {
    says: { zh: '天数超过 {daysMax} 天的上限。', en: 'The number of days is beyond the limit of {daysMax}.' },
  },
  CALENDAR_YEAR_UNKNOWN: {
    says: {
      zh: '没有 {year} 年已公布的节假日与调休安排，不能计算工作日（现有 {knownFrom} 至 {knownTo} 年）。',
      en: 'There are no published holidays and make-up days for {year}, so its working days cannot be counted (known: {knownFrom} to {knownTo}).',
    },
    hint: {
      zh: '待国务院办公厅公布该年安排并更新日历后再算；自然日请用 --calendar。',
      en: 'Ask again when the yearly notice is out and the calendar is updated; --calendar counts plain days.',
    },
  },
  INSTANT_MALFORMED: {
    says: { zh: '这不是带时区的时刻。', en: 'This is not an instant with a time zone.' },
    hint: {
      zh: '请写成 ISO 8601，例如 2025-09-26T08:00:00Z 或 …T16:00:00+08:00。',
      en: 'Write ISO 8601, for example 2025-09-26T08:00:00Z or …T16:00:00+08:00.',
    },
  },
  ID_MALFORMED: {
    says: { zh: '这不是 UUID 形式的编号。', en: 'This is not an id in UUID form.' },
  },
  AMOUNT_MALFORMED: {
    says: { zh: '这不是十进制金额。', en: 'This is not a decimal amount.' },
    hint: {
      zh: '只用数字、小数点，千位可用逗号，例如 1,234.50。',
      en: 'Use digits, a point, and commas between thousands if at all, for example 1,234.50.',
    },
  },
  CURRENCY_UNKNOWN: {
    says: { zh: '没有这个币种代码。', en: 'There is no such currency code.' },
    hint: {
      zh: '请用 ISO 4217 三位大写字母，例如 CNY。',
      en: 'Use the three capitals of ISO 4217, for example CNY.',
    },
  },
  CURRENCY_DIFFERS: {
    says: {
      zh: '{left} 与 {right} 币种不同，不能直接计算。',
      en: '{left} and {right} are different currencies and do not add or compare.',
    },
  },
  SCHEMA_NEWER: {
    says: {
      zh: '数据库已有本程序没有的迁移 {migration}：程序比数据库旧。',
      en: 'The database has the migration {migration}, which this program lacks: the program is older than its data.',
    },
    hint: { zh: '请用更新的版本启动。', en: 'Start a newer version.' },
  },
  SCHEMA_DIFFERS: {
    says: {
      zh: '迁移文件 {migration} 与当初执行的内容不同。',
      en: 'The migration file {migration} is not the one that was run.',
    },
    hint: {
      zh: '已发布的迁移不可修改：请恢复原文件，另写新的迁移。',
      en: 'A released migration is never edited: restore the file and write a new one.',
    },
  },
} as const satisfies MessageTable

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

export const collectionRefusals = {
  FURNISHER_NOT_ENTITLED: {
    says: { zh: '机构 {furnisher} 无权报送 {type}。', en: 'The body {furnisher} may not furnish {type}.' },
    hint: {
      zh: '目录规定了每类信息由谁提供，见 probity catalogue show {type}。',
      en: 'The catalogue says who may: probity catalogue show {type}.',
    },
  },
  BATCH_UNKNOWN: {
    says: { zh: '没有这个批次。', en: 'There is no such batch.' },
  },
  ROW_UNKNOWN: {
    says: { zh: '批次中没有第 {row} 行。', en: 'The batch has no row {row}.' },
    hint: {
      zh: '行号与电子表格一致：表头是第 1 行。',
      en: 'Rows are numbered as in a spreadsheet: the header is row 1.',
    },
  },
  BATCH_HEADER_FAULTY: {
    says: {
      zh: '表头与所选模板不符，整批未接收。',
      en: 'The header does not fit the profile; nothing was taken.',
    },
    hint: {
      zh: '差错列表写明了缺少的列；或用 --profile 选择另一个模板。',
      en: 'The faults name the missing columns; or choose another profile.',
    },
  },
  BATCH_HEADER_DAMAGED: {
    says: {
      zh: '第一行的双引号不完整，读不出表头。',
      en: 'The quotes of the first line do not close, so there is no header to read.',
    },
    hint: { zh: '请修正第一行后重新报送。', en: 'Mend the first line and send it again.' },
  },
  BATCH_WITHOUT_ROWS: {
    says: { zh: '文件里没有任何行。', en: 'The file has no rows.' },
    hint: { zh: '请检查导出步骤。', en: 'Check the export step.' },
  },
  OPERATION_NOT_POSSIBLE: {
    says: {
      zh: '{type} 不能按期间整体替换。',
      en: 'Records of {type} are not replaced by period.',
    },
    hint: {
      zh: '逐条更正，或按编号撤回。',
      en: 'Send corrections, or withdraw by number.',
    },
  },
  PERIOD_MALFORMED: {
    says: {
      zh: '整体替换须写明期间，形如 {form}。',
      en: 'A replacement names the period it is the whole of, written {form}.',
    },
    hint: {
      zh: '目录规定了每类信息的期间单位。',
      en: 'The catalogue says how each type counts its periods.',
    },
  },
  PERIOD_NOT_EXPECTED: {
    says: {
      zh: '只有整体替换才写期间。',
      en: 'Only a replacement names a period.',
    },
    hint: { zh: '去掉期间，或改用替换操作。', en: 'Leave it out, or send a replacement.' },
  },
  STATED_AT_FUTURE: {
    says: {
      zh: '截至时点 {statedAt} 晚于现在。',
      en: 'The instant {statedAt} as of which this is stated lies in the future.',
    },
    hint: {
      zh: '请用带时区的过去时点；不写即为到达时。',
      en: 'Give an instant that has passed, with its zone; left out, it is the arrival.',
    },
  },
  REPLACE_HAS_FAULTS: {
    says: {
      zh: '整体替换中有差错行，整批未入库：差错行所指的信息不能因此被撤回。',
      en: 'Rows of the replacement are faulty, so nothing was stored: what they may have meant must not be withdrawn.',
    },
    hint: {
      zh: '请改正差错行后整批重新报送。',
      en: 'Mend the faulty rows and send the whole replacement again.',
    },
  },
  REPLACE_WITHOUT_ROWS: {
    says: {
      zh: '整体替换中没有任何行；照办会撤回整个期间的信息。',
      en: 'The replacement has no rows; it would withdraw the whole period.',
    },
    hint: {
      zh: '如确要撤回，请按编号撤回。',
      en: 'If that is meant, withdraw the records by number.',
    },
  },
  BATCH_HAS_FAULTS: {
    says: {
      zh: '该类信息要求整批无误；有差错行，整批未入库。',
      en: 'This type is taken whole or not at all; some rows are faulty, so nothing was stored.',
    },
    hint: { zh: '请改正差错行后整批重新报送。', en: 'Mend the faulty rows and send the whole batch again.' },
  },
} as const satisfies MessageTable

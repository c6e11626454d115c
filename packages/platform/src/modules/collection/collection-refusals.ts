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
  BATCH_WITHOUT_LAYOUT: {
    says: {
      zh: '该批次没有表头，差错行不能按列显示或在此改正。',
      en: 'The batch has no columns, so its rows cannot be mended here.',
    },
    hint: {
      zh: '请在原系统中改正后重新报送。',
      en: 'Mend the rows in your own system and send them again.',
    },
  },
  CORRECTION_WHOLE: {
    says: {
      zh: '该批次要求整批报送，不能只重报或放行个别行。',
      en: 'This batch is taken whole or not at all: single rows of it can be neither sent again nor released.',
    },
    hint: { zh: '请改正后整批重新报送。', en: 'Mend them and send the whole batch again.' },
  },
  ROW_NOT_WAITING: {
    says: {
      zh: '第 {row} 行不在待更正区：可能已更正、已放行或已到期。',
      en: 'Row {row} does not wait in quarantine: it may have been corrected, released or have expired.',
    },
    hint: { zh: '请刷新列表。', en: 'Load the list again.' },
  },
  FAULT_NOT_RELEASABLE: {
    says: {
      zh: '第 {row} 行的差错 {code} 不能放行，只能更正。',
      en: 'Row {row} has the fault {code}, from which nobody can release it: it has to be mended.',
    },
    hint: {
      zh: '只有合理性、一致性方面的疑点可以由两名经办人放行。',
      en: 'Only doubts about consistency and plausibility can be released, by two officers.',
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
  BATCH_HAS_FAULTS: {
    says: {
      zh: '该类信息要求整批无误；有差错行，整批未入库。',
      en: 'This type is taken whole or not at all; some rows are faulty, so nothing was stored.',
    },
    hint: { zh: '请改正差错行后整批重新报送。', en: 'Mend the faulty rows and send the whole batch again.' },
  },
} as const satisfies MessageTable

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'
import { sendingRefusals } from './sending-refusals.ts'

export const collectionRefusals = {
  ...sendingRefusals,
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
  BATCH_HAS_FAULTS: {
    says: {
      zh: '该类信息要求整批无误；有差错行，整批未入库。',
      en: 'This type is taken whole or not at all; some rows are faulty, so nothing was stored.',
    },
    hint: { zh: '请改正差错行后整批重新报送。', en: 'Mend the faulty rows and send the whole batch again.' },
  },
} as const satisfies MessageTable

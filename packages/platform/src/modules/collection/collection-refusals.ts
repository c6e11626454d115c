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
      zh: '第一行的双引号不完整，或编码与其余各行不同，读不出表头。',
      en: 'The first line cannot be read as a header: its quotes do not close, or it is in another encoding.',
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
  BATCH_COLUMNS_TOO_MANY: {
    says: { zh: '表头的列数超过上限（2,000 列）。', en: 'The header has more columns than may be (2,000).' },
    hint: {
      zh: '检查第一行是否缺少换行，或工作表右侧是否有多余内容。',
      en: 'See whether the first line lacks its line end, or the sheet has stray content far to the right.',
    },
  },
  BATCH_FORMAT_DIFFERS: {
    says: {
      zh: '文件内容（{found}）与所称的格式（{stated}）不符。',
      en: 'The file ({found}) is not of the format that was stated ({stated}).',
    },
    hint: {
      zh: '改正格式或内容类型；不写格式时由节点按内容识别。',
      en: 'State the right format or content type; left out, the node tells it by the content.',
    },
  },
  BATCH_OLE_CONTAINER: {
    says: {
      zh: '这是旧版 .xls 工作簿，或设了打开密码的工作簿，不能读取。',
      en: 'This is an old .xls workbook, or one that a password protects; neither can be read.',
    },
    hint: {
      zh: '去掉密码，另存为 .xlsx 或 UTF-8 的 CSV 后重新报送。',
      en: 'Remove the password, save it as .xlsx or as CSV in UTF-8, and send it again.',
    },
  },
  BATCH_UTF16: {
    says: { zh: '文件是 UTF-16 编码（“Unicode 文本”）。', en: 'The file is in UTF-16 ("Unicode text").' },
    hint: { zh: '请另存为 UTF-8 或 GB18030。', en: 'Save it as UTF-8 or GB18030.' },
  },
  BATCH_XLSX_DAMAGED: {
    says: {
      zh: '工作簿已损坏，或不是规范的 XLSX 文件。',
      en: 'The workbook is damaged, or no XLSX file by the standard.',
    },
    hint: {
      zh: '用电子表格程序打开并另存后重新报送。',
      en: 'Open it in a spreadsheet, save it again, and send that.',
    },
  },
  BATCH_XLSX_ENCRYPTED: {
    says: { zh: '工作簿的内容已加密。', en: 'The content of the workbook is encrypted.' },
    hint: { zh: '去掉密码后重新报送。', en: 'Remove the password and send it again.' },
  },
  BATCH_XLSX_MACRO: {
    says: { zh: '工作簿含有宏，不予接收。', en: 'The workbook holds macros and is not taken.' },
    hint: {
      zh: '另存为不含宏的 .xlsx 后重新报送。',
      en: 'Save it as .xlsx without macros and send it again.',
    },
  },
  BATCH_XLSX_TOO_LARGE: {
    says: {
      zh: '工作簿超过上限：100,000 行、64 MiB，或解压后过大。',
      en: 'The workbook is beyond the limits: 100,000 rows, 64 MiB, or too much once unpacked.',
    },
    hint: { zh: '请分成几个文件，或改用 CSV。', en: 'Split it into several files, or send CSV.' },
  },
  JSON_BODY_DAMAGED: {
    says: {
      zh: '正文不是完整的 JSON 数组或对象，错误在第 {position} 个字节附近。',
      en: 'The body is no whole JSON array or object; it goes wrong near byte {position}.',
    },
    hint: {
      zh: '发送 [{…}, {…}]，或以 JSON Lines 每行发送一个对象。',
      en: 'Send [{…}, {…}], or one object a line as JSON Lines.',
    },
  },
  JSON_ELEMENT_TOO_LONG: {
    says: { zh: '数组中有元素超过 1 MiB。', en: 'An element of the array is longer than 1 MiB.' },
    hint: { zh: '每个元素是一条记录。', en: 'Each element is one record.' },
  },
  IDEMPOTENCY_KEY_PERSONAL: {
    says: {
      zh: '幂等键中含有公民身份号码，不予接受。',
      en: "The idempotency key holds a natural person's number; such a key is not taken.",
    },
    hint: { zh: '请使用随机值或文件的 SHA-256。', en: 'Use a random value, or the SHA-256 of the file.' },
  },
} as const satisfies MessageTable

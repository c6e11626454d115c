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
    hint: {
      zh: '检查换行符是否缺失，双引号是否成对；其后的行已照常读取。',
      en: 'Check for missing line ends and for quotes that do not pair; the lines behind it were read as usual.',
    },
  },
  'ROW-ENCODING': {
    says: {
      zh: '本行含有无法识别的字符，或与文件其余部分编码不同。',
      en: 'The row holds characters that cannot be read, or is in another encoding than the rest of the file.',
    },
    hint: {
      zh: '请将整个文件以同一编码（UTF-8 或 GB18030）重新导出。',
      en: 'Export the whole file again in one encoding, UTF-8 or GB18030.',
    },
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
  'STO-NUMBER-OF-ANOTHER': {
    says: {
      zh: '该编号已存于另一主体名下；照此接收，记录将移到本行的主体。',
      en: 'The number is stored for another subject; taken as it is, the record moves to the subject of this row.',
    },
    hint: {
      zh: '若原来的代码有误，此即更正；否则核对文号与代码。',
      en: 'If the number sent before was wrong, this mends it; else check the number and the code.',
    },
  },
  'STO-BEFORE-FOUNDING': {
    says: {
      zh: '日期早于该主体登记的成立日期。',
      en: 'The day lies before the day on which the subject was registered.',
    },
    hint: {
      zh: '核对日期，或核对代码是否属于该主体。',
      en: "Check the day, and whether the number is this subject's.",
    },
    releasable: true,
  },
  'STO-FOUNDED-AFTER-ADVERSE': {
    says: {
      zh: '成立日期晚于该主体已有的一条不利记录。',
      en: 'The day of founding lies after an adverse record that is stored of the subject.',
    },
    hint: { zh: '核对成立日期。', en: 'Check the day of founding.' },
    releasable: true,
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
  'NTE-RELEASED': {
    says: {
      zh: '经办人 {proposer} 提议、{seconder} 确认放行：上述疑点属实，照收。',
      en: 'Released: {proposer} proposed and {seconder} confirmed that what was doubted is so.',
    },
  },
  'PRS-NUMBER': {
    says: {
      zh: '该号码含有自然人的身份号码，而本字段不用于填写个人号码。',
      en: "This number is or embeds a natural person's, and the field is not one for persons' numbers.",
    },
    hint: {
      zh: '自然人的号码只能填在该类信息的证件号码列；不接受自然人的信息类别请不要报送该行。',
      en: "A person's number belongs in the type's column for it only; types that take no persons take no such row.",
    },
  },
  'PRS-KIND-DISAGREES': {
    says: {
      zh: '所填的主体类别与号码不一致：自然人只填公民身份号码，其他主体不填。',
      en: 'The kind of party and the number disagree: a natural person has a resident number and no other, others have none.',
    },
    hint: {
      zh: '请核对主体类别和各号码列；法定代表人的证件号码填在法定代表人的列。',
      en: "Check the kind and the number columns; a legal representative's number has a column of its own.",
    },
  },
  'PRS-MINOR-LISTED': {
    says: {
      zh: '该自然人在事实发生日未满十八周岁，不得列入名单。',
      en: 'The person was under eighteen on the day of the fact and may not be put on a list.',
    },
    hint: { zh: '请不要报送该行。', en: 'Leave the row out.' },
  },
  'JSN-SYNTAX': {
    says: {
      zh: '本行不是有效的 JSON，错误在第 {position} 个字符附近。',
      en: 'The line is not valid JSON; it goes wrong near character {position}.',
    },
    hint: {
      zh: '每行写一个完整的 JSON 对象；请用程序库生成，不要拼接字符串。',
      en: 'Write one whole JSON object a line, by a library rather than by joining strings.',
    },
  },
  'JSN-NOT-OBJECT': {
    says: { zh: '本行不是 JSON 对象。', en: 'The line is not a JSON object.' },
    hint: {
      zh: '每行以 { 开始，以 } 结束，键为模板的列名或字段代码。',
      en: 'Each line begins with { and ends with }; its keys are the headings or the field codes.',
    },
  },
  'JSN-KEY-TWICE': {
    says: {
      zh: '同一对象里这个键（或同一字段的另一种写法）出现了两次。',
      en: 'The key, or another spelling of its field, stands twice in the object.',
    },
    hint: { zh: '只保留一个。', en: 'Keep one of the two.' },
  },
  'JSN-NESTED': {
    says: {
      zh: '值是对象或数组，应为单个值。',
      en: 'The value is an object or a list; a single value is needed.',
    },
    hint: {
      zh: '请展开为平铺的字段；多个代码写在一个字符串里，用分号分隔。',
      en: 'Flatten it; several codes go into one string, parted by semicolons.',
    },
  },
  'JSN-NUMBER': {
    says: {
      zh: '数值超过 15 位，写成 JSON 数字可能已失真。',
      en: 'The number has more than 15 digits; written as a JSON number it may have been rounded already.',
    },
    hint: {
      zh: '把代码、号码和大额金额写成字符串，例如 "914403001234567890"。',
      en: 'Write codes, numbers of documents and large amounts as strings, such as "914403001234567890".',
    },
  },
  'NTE-KEY-UNKNOWN': {
    says: {
      zh: '键不在所选报送格式中，未读取（只在首次出现的行提示）。',
      en: 'The key is not in the profile and is not read (told only where it stands first).',
    },
  },
  'XLS-FORMULA': {
    says: {
      zh: '单元格是公式；其结果可能已过时，不作为数据接收。',
      en: 'The cell is a formula; its result may be stale and is not taken as data.',
    },
    hint: {
      zh: '选中该列，复制后“选择性粘贴 → 数值”，保存后重新报送。',
      en: 'Copy the column and paste it as values, save, and send it again.',
    },
  },
  'XLS-ERROR': {
    says: {
      zh: '单元格是电子表格的错误值（如 #N/A）。',
      en: 'The cell holds an error of the spreadsheet, such as #N/A.',
    },
    hint: { zh: '请填入实际内容。', en: 'Fill in what belongs there.' },
  },
  'XLS-MERGED': {
    says: {
      zh: '单元格被合并，本行的内容不明确。',
      en: 'The cell is part of a merge, so what it says of this row is not sure.',
    },
    hint: { zh: '取消合并，在每一行填入内容。', en: 'Undo the merge and fill the cell in every row.' },
  },
  'DMG-LONG-NUMBER': {
    says: {
      zh: '超过 15 位的号码被电子表格存为数字，末尾各位可能已变为 0。',
      en: 'A number of more than 15 digits is stored as a quantity, so its last digits may have been lost.',
    },
    hint: {
      zh: '先将该列设为“文本”格式，再从原系统重新导入；已损坏的数字无法还原。',
      en: 'Format the column as text before importing from the source system; lost digits cannot be restored.',
    },
  },
  'DMG-ZEROS': {
    says: {
      zh: '号码位数不足，前面的 0 可能被电子表格去掉了。',
      en: 'The number is too short: a spreadsheet seems to have cut its leading zeros.',
    },
    hint: {
      zh: '先将该列设为“文本”格式，再从原系统重新导出。',
      en: 'Format the column as text and export it again from the source system.',
    },
  },
  'NTE-ROW-HIDDEN': {
    says: {
      zh: '本行在工作表中被隐藏，仍已读取。',
      en: 'The row is hidden in the sheet; it was read all the same.',
    },
  },
  'NTE-OTHER-SHEETS': {
    says: {
      zh: '工作簿有 {sheets} 张工作表，只读取了第 {sheet} 张（第一张可见的）。',
      en: 'The workbook has {sheets} sheets; only sheet {sheet}, the first that is shown, was read.',
    },
  },
  'NTE-LINKS': {
    says: {
      zh: '工作簿引用了其他文件；引用未被打开。',
      en: 'The workbook refers to other files; no reference was followed.',
    },
  },
} as const satisfies MessageTable

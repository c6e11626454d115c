// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

/**
 * What each fault of a row says. Families: FRM form, DMG damage done by a spreadsheet, CMP completeness,
 * REF reference, CNS consistency, RGN region, PRS persons, PRH prohibited content; NTE are always notes, which refuse
 * nothing. The facts hold limits and names of fields, never content; a number that is told is masked.
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
  'FRM-AMOUNT-UNIT': {
    says: {
      zh: '金额里写了单位；单位由列名规定。',
      en: 'The amount is written with a unit; the column says the unit.',
    },
    hint: {
      zh: '只写数字，并按列名的单位（元或万元）换算。',
      en: 'Write the number alone, in the unit of the heading (yuan or ten thousand yuan).',
    },
  },
  'FRM-AMOUNT-NEGATIVE': {
    says: { zh: '金额为负数。', en: 'The amount is negative.' },
    hint: {
      zh: '核对来源；更正或撤回请用相应的操作。',
      en: 'Check the source; to correct or withdraw, use the operation for it.',
    },
  },
  'FRM-AMOUNT-PERCENT': {
    says: { zh: '金额带百分号。', en: 'The amount has a percent sign.' },
    hint: { zh: '这里要填金额，不是比例。', en: 'An amount belongs here, not a share.' },
  },
  'FRM-INTEGER': {
    says: { zh: '不是整数。', en: 'This is not a whole number.' },
    hint: { zh: '只写数字。', en: 'Write digits only.' },
  },
  'FRM-RANGE': {
    says: { zh: '数值应在 {min} 与 {max} 之间。', en: 'The number must lie between {min} and {max}.' },
    hint: { zh: '核对数值及其单位。', en: 'Check the number and its unit.' },
  },
  'REF-CODE': {
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
  'REF-DIVISION': {
    says: { zh: '行政区划代码所属省份不存在。', en: 'No province has this division code.' },
    hint: {
      zh: '核对前两位；国家级填 100000。',
      en: 'Check the first two digits; 100000 is the whole country.',
    },
  },
  'REF-BODY-NUMBER': {
    says: { zh: '机关代码不成立。', en: 'The number of the body does not hold.' },
    hint: {
      zh: '核对该机关的统一社会信用代码，或留空。',
      en: "Check the body's unified code, or leave it empty.",
    },
  },
  'DMG-SCIENTIFIC': {
    says: {
      zh: '号码被电子表格变成了科学计数法（如 9.14403E+17），原来的数字已丢失。',
      en: 'A spreadsheet has turned the number into scientific notation (9.14403E+17); its digits are lost.',
    },
    hint: {
      zh: '先将该列设为“文本”格式，再从原系统重新导出；只改显示格式不能还原。',
      en: 'Format the column as text and export again from the source system; changing the display restores nothing.',
    },
  },
  'DMG-DAY-SERIAL': {
    says: {
      zh: '日期被电子表格变成了序列数（如 43252）。',
      en: 'A spreadsheet has turned the day into its serial number (43252).',
    },
    hint: {
      zh: '将该列设为日期格式 yyyy-mm-dd 后重新保存。',
      en: 'Format the column as a date, yyyy-mm-dd, and save it again.',
    },
  },
  'DMG-DIVISION-SHORT': {
    says: {
      zh: '行政区划代码不足六位，末尾或前面的 0 可能被电子表格去掉了。',
      en: 'The division code has fewer than six digits: a spreadsheet seems to have cut its zeros.',
    },
    hint: {
      zh: '先将该列设为“文本”格式，再从原系统重新导出。',
      en: 'Format the column as text and export it again from the source system.',
    },
  },
  'CMP-REQUIRED': {
    says: {
      zh: '必填项为空，或填了“无”一类的字样。',
      en: 'A required field is empty, or holds a word that stands for nothing.',
    },
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
  'CMP-DOCUMENT-NUMBER': {
    says: {
      zh: '文号里没有任何数字，不是文书的编号。',
      en: 'The number of the document has no figure in it, so it numbers nothing.',
    },
    hint: {
      zh: '填决定书上的文号，如 示市监罚〔2026〕1号。',
      en: 'Give the number printed on the decision.',
    },
  },
  'CNS-FUTURE-DAY': {
    says: { zh: '日期晚于接收日 {receivedOn}。', en: 'The day lies after the day of receipt, {receivedOn}.' },
    hint: { zh: '核对日期。', en: 'Check the day.' },
  },
  'CNS-END-BEFORE-START': {
    says: { zh: '结束日期早于开始日期（{start}）。', en: 'The end lies before the start ({start}).' },
    hint: { zh: '核对两个日期。', en: 'Check both days.' },
    releasable: true,
  },
  'CNS-DAY-TOO-EARLY': {
    says: { zh: '日期早于 {day}。', en: 'The day lies before {day}.' },
    hint: { zh: '核对年份。', en: 'Check the year.' },
  },
  'CNS-SAME-BODY': {
    says: {
      zh: '作出决定的机关与当事人相同（{other}）。',
      en: 'The body that decided and the party are the same ({other}).',
    },
    hint: { zh: '检查是否有列错位。', en: 'See whether columns have slipped.' },
  },
  'CNS-AMOUNT-LARGE': {
    says: { zh: '金额超过 {max}，请再核对。', en: 'The amount is above {max}; look again.' },
    hint: {
      zh: '多半是单位错了：元与万元。',
      en: 'Most likely the unit is wrong: yuan or ten thousand yuan.',
    },
  },
  'CNS-AMOUNT-UNIT': {
    says: {
      zh: '金额与文字（{text}）所述恰好相差一万倍。',
      en: 'The amount and the text ({text}) differ by just ten thousand times.',
    },
    hint: {
      zh: '元与万元混用；按列名的单位填写。',
      en: 'Yuan and ten thousand yuan are mixed up; keep to the unit of the heading.',
    },
  },
  'RGN-OUTSIDE': {
    says: {
      zh: '该区划不在报送机构的辖区（{own}）内。',
      en: 'The division is outside the region of the furnisher ({own}).',
    },
    hint: {
      zh: '由当地机构报送；或核对行政区划代码。',
      en: 'The body of that region furnishes it; or check the division code.',
    },
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
      zh: '该字段属涉密信息，不予接收。',
      en: 'This field is labelled secret; it is not taken.',
    },
    hint: { zh: '将该列留空后重新报送。', en: 'Leave it empty and send the row again.' },
  },
  'PRS-SUBJECT-PERSON': {
    says: {
      zh: '相对人为自然人；本类信息不接受自然人的记录。',
      en: 'The party is a natural person; this type takes no records about natural persons.',
    },
    hint: { zh: '请核对主体类别，或不要报送该行。', en: 'Check the kind of party, or leave the row out.' },
  },
  'PRS-NUMBER-MISSING': {
    says: {
      zh: '相对人为自然人，但没有公民身份号码；仅凭姓名不能确定主体。',
      en: 'The party is a natural person without a resident identity number; a name alone is nobody.',
    },
    hint: {
      zh: '请在证件号码列填写公民身份号码后重新报送本行。',
      en: "Fill in the resident identity number in the column of the person's paper, and send the row again.",
    },
  },
  'PRS-HIDDEN-ID': {
    says: {
      zh: '该列不是填写公民身份号码的列，却有一个：{masked}。',
      en: 'A resident identity number, {masked}, stands in a field that is not labelled for one.',
    },
    hint: {
      zh: '删去后重新报送；身份号码只能填在为它设置的列。',
      en: 'Take it out and send the row again; such numbers belong in the column for them only.',
    },
  },
  'PRS-ACCOUNT': {
    says: {
      zh: '公开的列里有银行卡号：{masked}。',
      en: 'The number of a bank card, {masked}, stands in a field that anybody may see.',
    },
    hint: {
      zh: '金融账户属敏感个人信息（个人信息保护法第二十八条）；删去后重新报送。',
      en: 'A financial account is sensitive (PIPL art. 28); take it out and send the row again.',
    },
  },
  'PRS-MOBILE': {
    says: {
      zh: '公开的列里有手机号码：{masked}。',
      en: 'A mobile number, {masked}, stands in a field that anybody may see.',
    },
    hint: {
      zh: '若是个人的号码，请删去。',
      en: "If it is a person's, take it out.",
    },
  },
  'PRH-FORBIDDEN': {
    says: {
      zh: '《{lawZh}》第 {article} 条禁止采集个人的{kindZh}信息。',
      en: "{lawEn}, art. {article}: a person's {kindEn} may not be recorded.",
    },
    hint: { zh: '删去这些内容后重新报送本行。', en: 'Take it out and send the row again.' },
  },
  'PRH-CONSENT': {
    says: {
      zh: '《{lawZh}》第 {article} 条：个人的{kindZh}信息须经告知并取得书面同意，本类信息不收。',
      en: "{lawEn}, art. {article}: a person's {kindEn} needs notice and written consent; this type does not take it.",
    },
    hint: { zh: '删去这些内容后重新报送本行。', en: 'Take it out and send the row again.' },
  },
  'PRH-SECRET': {
    says: {
      zh: '内容带有{kindZh}；涉密信息不得进入本系统（《{lawZh}》第 {article} 条）。',
      en: 'The text bears a {kindEn}; secrets do not enter ({lawEn}, art. {article}).',
    },
    hint: {
      zh: '本行内容未保存。请按保密规定处理原件；已解密的，删去标志后重新报送。',
      en: 'Nothing of the row was kept. Treat the source as the rules of secrecy say; if declassified, remove the label.',
    },
  },
  'NTE-DIVISION-UNKNOWN': {
    says: {
      zh: '区划表里没有这个代码；省份存在，照收。',
      en: 'The table of divisions lacks this code; its province exists, so it is taken.',
    },
  },
  'NTE-BODY-NUMBER': {
    says: {
      zh: '机关代码的校验位不符；这类代码确有发放，照收。',
      en: 'A check of the number of the body fails; such numbers were issued, so it is taken.',
    },
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

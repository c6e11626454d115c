// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** Every reason this package has for saying no, in words for a person. Codes are stable. */
export const verificationMessages = {
  BASE64_MALFORMED: { en: 'This is not canonical base64.', zh: '不是规范的 base64 编码。' },
  HEX_MALFORMED: { en: 'This is not lower-case hexadecimal.', zh: '不是小写十六进制编码。' },
  UTF8_MALFORMED: { en: 'The text is not well-formed Unicode.', zh: '文本不是合法的 Unicode（UTF-8）。' },
  JSON_VALUE_REFUSED: { en: 'JSON cannot hold this value exactly.', zh: 'JSON 无法准确表示该值。' },
  JSON_TOO_DEEP: { en: 'The value is nested too deeply.', zh: '数据嵌套过深。' },
  HASH_LENGTH: { en: 'A hash is 32 bytes long.', zh: '哈希值应为 32 字节。' },
  SALT_LENGTH: { en: 'A salt is 16 bytes long.', zh: '盐值应为 16 字节。' },
  KEY_MALFORMED: { en: 'The key is not well-formed.', zh: '密钥格式不正确。' },
  KEY_ID_MISMATCH: { en: 'The key does not belong to its own id.', zh: '密钥与其编号不符。' },
  NOTE_TOO_LARGE: { en: 'The file is too large to be a signed note.', zh: '文件过大，不是签名文书。' },
  NOTE_MALFORMED: { en: 'This is not a signed note.', zh: '不是合格的签名文书。' },
  SIGNATURE_MISSING: { en: 'This key has not signed it.', zh: '没有该密钥的签名。' },
  SIGNATURE_WRONG: { en: 'The signature does not fit the text.', zh: '签名与内容不符。' },
  RECEIPT_FORMAT_UNKNOWN: { en: 'This is not a receipt of a known format.', zh: '不是已知格式的回执。' },
  RECEIPT_MALFORMED: { en: 'The receipt has a missing or wrong line.', zh: '回执缺行或有错行。' },
  RECEIPT_TOTALS_DISAGREE: { en: 'The row counts do not add up.', zh: '各类行数之和与总行数不符。' },
  RECEIPT_OF_ANOTHER_NODE: {
    en: 'The receipt names another node than the one that signed it.',
    zh: '回执所载节点与签名节点不一致。',
  },
  PROOF_MALFORMED: { en: 'The proof is not well-formed.', zh: '证明格式不正确。' },
  PROOF_OF_ANOTHER_TREE: { en: 'The proof is for another number of rows.', zh: '证明所载行数与回执不符。' },
  INCLUSION_NOT_PROVEN: { en: 'The proof does not lead to the root.', zh: '证明不能得出该根哈希。' },
  CONSISTENCY_NOT_PROVEN: { en: 'The larger tree does not extend the smaller.', zh: '大树并非小树的延续。' },
  CHECKPOINT_MALFORMED: { en: 'This is not a checkpoint of a log.', zh: '不是合格的日志检查点。' },
  CHECKPOINT_OF_ANOTHER_LOG: {
    en: 'The checkpoint is of another log than the key.',
    zh: '检查点与密钥不属于同一日志。',
  },
  CHECKPOINT_DISAGREES: {
    en: 'The entries do not lead to the root of the checkpoint.',
    zh: '日志条目不能得出检查点的根哈希。',
  },
  COSIGNATURE_MALFORMED: {
    en: 'The cosignature of the witness is not well-formed.',
    zh: '见证签名格式不正确。',
  },
  WITNESSES_TOO_FEW: {
    en: 'Fewer witnesses have seen this checkpoint than are asked for.',
    zh: '见证该检查点的见证方不足。',
  },
  LOG_FORKED: {
    en: 'The log has signed two different trees of one size: keep both checkpoints as evidence.',
    zh: '该日志对同一大小签署了两棵不同的树：请保存两份检查点作为证据。',
  },
  TILE_MALFORMED: { en: 'This is not a tile of the log.', zh: '不是合格的日志分片。' },
  TILE_MISSING: { en: 'A tile of the log is missing.', zh: '缺少日志分片。' },
  TILE_DISAGREES: { en: 'A tile is not what the entries make it.', zh: '日志分片与日志条目不符。' },
  BUNDLE_MALFORMED: { en: 'This is not a bundle of entries of the log.', zh: '不是合格的日志条目包。' },
  ENTRY_MALFORMED: { en: 'This is not an entry of a Probity log.', zh: '不是合格的日志条目。' },
  ENTRY_TOO_LARGE: { en: 'An entry is at most 65,535 bytes long.', zh: '日志条目不得超过 65,535 字节。' },
  ENTRY_OF_ANOTHER: { en: 'The entry commits to something else.', zh: '日志条目所承诺的并非此内容。' },
  REPORT_FORMAT_UNKNOWN: { en: 'This is not a report of a known format.', zh: '不是已知格式的报告。' },
  REPORT_MALFORMED: { en: 'The report has a missing or wrong part.', zh: '报告缺少内容或内容有误。' },
  REPORT_OF_ANOTHER_NODE: {
    en: 'The report names another node than the one that signed it.',
    zh: '报告所载节点与签名节点不一致。',
  },
  SECTION_UNKNOWN: { en: 'The report has no section of this name.', zh: '报告中没有该名称的部分。' },
  SECTION_NOT_SEALED: {
    en: 'A section is not what the node has sealed.',
    zh: '报告的某一部分与节点封存的内容不符。',
  },
  HANDOVER_FORMAT_UNKNOWN: {
    en: 'This is not a hand-over of keys of a known format.',
    zh: '不是已知格式的密钥交接声明。',
  },
  HANDOVER_MALFORMED: {
    en: 'The hand-over of keys has a missing or wrong part.',
    zh: '密钥交接声明缺少内容或内容有误。',
  },
  HANDOVER_OF_ANOTHER: {
    en: 'Here another key is handed over, not this one.',
    zh: '所交接的并非此密钥。',
  },
  HISTORY_FORMAT_UNKNOWN: { en: 'This is not a history of a known format.', zh: '不是已知格式的查询历史。' },
  HISTORY_MALFORMED: { en: 'The history has a missing or wrong part.', zh: '查询历史缺少内容或内容有误。' },
  MAP_NOT_PROVEN: {
    en: 'The map does not say this about the key: the list is not whole, or not the right one.',
    zh: '映射证明不成立：清单不完整，或并非该清单。',
  },
} as const satisfies Record<string, { en: string; zh: string }>

export type VerificationCode = keyof typeof verificationMessages

/** The only exception that hostile input can cause here. */
export class VerificationError extends Error {
  readonly code: VerificationCode
  /** The line or field at fault, in our own words: never the input's. */
  readonly where: string | undefined

  constructor(code: VerificationCode, where?: string) {
    super(where === undefined ? code : `${code} (${where})`)
    this.name = 'VerificationError'
    this.code = code
    this.where = where
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

/** What the doors of collection say before there is a batch. */
export const sendingRefusals = {
  IDEMPOTENCY_KEY_MISSING: {
    says: { zh: '此接口须带幂等键。', en: 'This address needs an idempotency key.' },
    hint: {
      zh: '请在请求头 Idempotency-Key 中给出本次报送的唯一编号；没有收到答复时用同一编号重发。',
      en: 'Send the header Idempotency-Key with a value of your own for this sending, and the same one when you repeat it.',
    },
  },
  IDEMPOTENCY_KEY_MALFORMED: {
    says: {
      zh: '幂等键须为 1 至 200 个可见的 ASCII 字符。',
      en: 'An idempotency key has 1 to 200 visible ASCII characters.',
    },
    hint: { zh: '例如使用一个新的 UUID。', en: 'A fresh UUID will do.' },
  },
  IDEMPOTENCY_KEY_USED: {
    says: {
      zh: '这个幂等键已用于另一份内容（批次 {batch}）。',
      en: 'This idempotency key stands for another sending, the batch {batch}.',
    },
    hint: {
      zh: '重发须与原来逐字节相同；新的内容请用新的幂等键。',
      en: 'Repeat the very same bytes, or take a new key for new content.',
    },
  },
  FILE_DIFFERS: {
    says: {
      zh: '收到的文件与声明的 SHA-256 不符，未接收。',
      en: 'The file that came is not the one whose SHA-256 was announced; nothing was taken.',
    },
    hint: { zh: '请重新计算后整份重报。', en: 'Reckon it again and send the whole file anew.' },
  },
  SENDINGS_AT_ONCE: {
    says: {
      zh: '贵机构同时在报的文件已达 {atOnceMax} 个上限。',
      en: 'Your body is sending {atOnceMax} files at once already, the limit.',
    },
    hint: {
      zh: '请在 {retryAfterSeconds} 秒后再试，或依次报送。',
      en: 'Try again in {retryAfterSeconds} seconds, or send one after another.',
    },
  },
  DAY_ALLOWANCE_USED: {
    says: {
      zh: '贵机构当日报送量已达 {bytesMax} 字节上限。',
      en: 'Your body has reached the limit of {bytesMax} bytes a day.',
    },
    hint: {
      zh: '请在 {retryAfterSeconds} 秒后（次日零时）继续，或请节点运营者调整上限。',
      en: 'Go on in {retryAfterSeconds} seconds, at midnight, or ask the operator to raise the limit.',
    },
  },
  UPLOADS_OPEN: {
    says: {
      zh: '贵机构未完成的分段上传已达 {openMax} 个上限。',
      en: 'Your body has {openMax} unfinished uploads already, the limit.',
    },
    hint: {
      zh: '请先完成或取消（DELETE）其中的，{retryAfterSeconds} 秒后再试。',
      en: 'Finish or delete one of them, and try again in {retryAfterSeconds} seconds.',
    },
  },
  UPLOAD_UNKNOWN: {
    says: { zh: '没有这个上传，或其期限已过。', en: 'There is no such upload, or its time is over.' },
    hint: { zh: '请重新开始上传。', en: 'Begin the upload anew.' },
  },
  UPLOAD_BUSY: {
    says: { zh: '这个上传的另一段正在接收。', en: 'Another part of this upload is still coming in.' },
    hint: {
      zh: '请在 {retryAfterSeconds} 秒后用 HEAD 查询位置再继续。',
      en: 'Ask for the offset with HEAD in {retryAfterSeconds} seconds and go on there.',
    },
  },
  UPLOAD_OFFSET: {
    says: {
      zh: '上传应从第 {offset} 字节处继续。',
      en: 'The upload goes on at byte {offset}.',
    },
    hint: { zh: '请从该位置发送。', en: 'Send from that offset.' },
  },
  UPLOAD_TOO_LONG: {
    says: {
      zh: '收到的内容超过声明的 {length} 字节。',
      en: 'More came than the {length} bytes that were announced.',
    },
    hint: { zh: '请以正确的长度重新开始上传。', en: 'Begin anew with the right length.' },
  },
  UPLOAD_JSON_ARRAY: {
    says: {
      zh: '分段上传不接收 JSON 数组：文件须原样保存。',
      en: 'A file that comes in parts is kept just as it came, so it cannot be a JSON array.',
    },
    hint: {
      zh: '请以 JSON Lines 每行一个对象上传，或用 POST /v1/batches 一次报送整个文件。',
      en: 'Send JSON Lines, one object a line, or the whole file at once with POST /v1/batches.',
    },
  },
  PUSH_TOO_MANY_ROWS: {
    says: { zh: '一次推送最多 {rowsMax} 条。', en: 'A push holds at most {rowsMax} rows.' },
    hint: {
      zh: '请分几次推送，或作为文件报送（POST /v1/batches）。',
      en: 'Push them in parts, or send a file with POST /v1/batches.',
    },
  },
  INBOX_NOT_A_FILE: {
    says: {
      zh: '收件目录里的这一项不是普通文件（可能是链接），未读取。',
      en: 'What was dropped is no plain file of its own (perhaps a link); it was not read.',
    },
    hint: { zh: '请放入文件本身。', en: 'Drop the file itself.' },
  },
  INBOX_NOT_A_FOLDER: {
    says: {
      zh: '收件目录下的 working、done、failed 必须是普通目录。',
      en: 'In the watched folder working, done and failed have to be plain folders.',
    },
    hint: { zh: '请移走同名的文件或链接。', en: 'Move away the file or link of that name.' },
  },
  TABLE_SOURCES_INVALID: {
    says: {
      zh: '数据表配置文件 {file} 有误：{where}。',
      en: 'The file of table sources {file} is wrong: {where}.',
    },
    hint: { zh: '格式见 docs/operators.md。', en: 'Its form is described in docs/operators.md.' },
  },
  SOURCE_CONNECTION_MISSING: {
    says: {
      zh: '数据表来源 {source} 的连接不在环境变量 {name} 中。',
      en: 'The connection of the table source {source} is not in the environment variable {name}.',
    },
    hint: {
      zh: '请设置该环境变量；连接串不写入配置文件。',
      en: 'Set that variable; the connection itself never stands in the file.',
    },
  },
  SOURCE_KEY_EMPTY: {
    says: {
      zh: '前置库数据表有未填键列的行，会被漏读，因此未读取。',
      en: 'The front-end table has rows without their key, which no pull would see; nothing was read.',
    },
    hint: { zh: '请对方将键列设为非空。', en: 'Have the key columns made not null.' },
  },
  SOURCE_KEY_REPEATS: {
    says: {
      zh: '前置库数据表有键相同的行，可能被漏读，因此未读取。',
      en: 'The front-end table has rows with the same key, of which one could be passed over; nothing was read.',
    },
    hint: {
      zh: '请在 key 中加上唯一的列，例如主键。',
      en: 'Add a column to the key that tells them apart, such as the primary key.',
    },
  },
  SOURCE_TABLE_UNREADABLE: {
    says: {
      zh: '前置库拒绝读取数据表（{reason}）。',
      en: 'The front-end database refuses to give the table ({reason}).',
    },
    hint: {
      zh: '请核对表名、列名、口令与 select 权限。',
      en: 'Check the names of table and columns, the password and the right to select.',
    },
  },
  SOURCE_PULLED_ELSEWHERE: {
    says: {
      zh: '另一个节点已读取这一段。',
      en: 'Another node has read this part of the table meanwhile.',
    },
  },
  BATCH_NOT_STUCK: {
    says: { zh: '这个批次没有被搁置。', en: 'This batch is not stuck.' },
  },
  ROW_PROOF_PAST: {
    says: {
      zh: '该批次文件的保存期已过，不能再出具行证明。',
      en: 'The term of this file is over: no row of it can be proved any more.',
    },
    hint: {
      zh: '回执仍然有效；此前取得的行证明仍可验证。',
      en: 'The receipt still holds, and so does every row proof that was fetched in time.',
    },
  },
} as const satisfies MessageTable

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

export const filesRefusals = {
  NODE_KEY_EXPOSED: {
    says: {
      zh: '节点密钥文件 {file} 可被他人读取，拒绝启动。',
      en: 'Others may read the node key file {file}; the node does not start.',
    },
    hint: { zh: '请把该文件的权限改为 0600（chmod 600）。', en: 'Give the file mode 0600 (chmod 600).' },
  },
  NODE_KEY_MALFORMED: {
    says: {
      zh: '节点密钥文件 {file} 不是 32 字节的 Base64。',
      en: 'The node key file {file} is not 32 bytes in Base64.',
    },
    hint: {
      zh: '请从备份恢复原来的密钥文件；重新生成会使已封存的内容永远无法打开。',
      en: 'Restore the original file from its backup: a new key cannot open what the old one sealed.',
    },
  },
  SPOOL_FULL: {
    says: {
      zh: '节点的暂存区已满，文件未接收，也未留下任何部分。',
      en: 'The spool of the node is full: the file was not taken, and no part of it was kept.',
    },
    hint: {
      zh: '请稍后再报；如持续出现，请联系节点运营者腾出磁盘空间。',
      en: 'Send it again later; if this goes on, ask the operator of the node to free some space.',
    },
  },
  BATCH_TOO_LARGE: {
    says: { zh: '批次超过 {bytesMax} 字节的上限。', en: 'The batch exceeds the limit of {bytesMax} bytes.' },
    hint: { zh: '请拆成几个文件分别报送。', en: 'Split it into several files and send each.' },
  },
  BATCH_EMPTY: {
    says: { zh: '收到的文件是空的。', en: 'The file that arrived is empty.' },
    hint: { zh: '请检查导出步骤后重新报送。', en: 'Check the export step and send it again.' },
  },
} as const satisfies MessageTable

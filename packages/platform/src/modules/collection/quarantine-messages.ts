// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

/** What a notice about quarantine says to the furnisher. */
export const quarantineNotices = {
  QUARANTINE_WAITS: {
    says: {
      zh: '有 {rows} 行差错数据待更正（涉及 {batches} 个批次），最早自 {oldestOn} 起等待。',
      en: '{rows} faulty rows (in {batches} batches) wait to be mended, the oldest since {oldestOn}.',
    },
    hint: {
      zh: '请改正后重报；疑点属实的，由两名经办人放行。',
      en: 'Mend them and send them again; what is so although doubted, two officers may release.',
    },
  },
  QUARANTINE_WAITS_UNTIL: {
    says: {
      zh: '有 {rows} 行差错数据待更正（涉及 {batches} 个批次），最早自 {oldestOn} 起等待；最早于 {expireOn} 到期清除。',
      en: '{rows} faulty rows (in {batches} batches) wait to be mended, the oldest since {oldestOn}; the first expire on {expireOn}.',
    },
    hint: {
      zh: '请改正后重报；疑点属实的，由两名经办人放行。到期只清除原始行，差错代码和计数保留。',
      en: 'Mend them and send them again, or let two officers release what is so. On expiry the row goes, codes and counts stay.',
    },
  },
  QUARANTINE_EXPIRED: {
    says: {
      zh: '{rows} 行差错数据（第 {firstRow} 至 {lastRow} 行）已到期，原始行被清除。',
      en: '{rows} faulty rows (between rows {firstRow} and {lastRow}) have expired: the rows themselves are removed.',
    },
    hint: {
      zh: '需要入库的，请从原系统改正后重新报送。',
      en: 'What still should be recorded, send again from your own system.',
    },
  },
} as const satisfies MessageTable

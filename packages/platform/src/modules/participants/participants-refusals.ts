// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

export const participantsRefusals = {
  PARTICIPANT_UNKNOWN: {
    says: { zh: '没有这个参与机构。', en: 'There is no such participant.' },
    hint: {
      zh: '用 probity admin participant list 查看已登记的机构。',
      en: 'See those registered with probity admin participant list.',
    },
  },
  PARTICIPANT_CODE_TAKEN: {
    says: { zh: '机构代号 {code} 已被使用。', en: 'The participant code {code} is taken.' },
    hint: { zh: '请另选一个代号。', en: 'Choose another code.' },
  },
  PARTICIPANT_CODE_MALFORMED: {
    says: {
      zh: '机构代号只能用小写字母、数字和连字符，2 至 63 个字符。',
      en: 'A participant code has 2 to 63 lower-case letters, digits and hyphens.',
    },
  },
} as const satisfies MessageTable

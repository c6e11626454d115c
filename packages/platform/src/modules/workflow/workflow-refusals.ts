// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

export const workflowRefusals = {
  ACT_UNKNOWN: {
    says: { zh: '没有这项提议。', en: 'There is no such proposal.' },
  },
  ACT_ALREADY_PROPOSED: {
    says: {
      zh: '对同一事项已有尚未处理的提议（{act}）。',
      en: 'A proposal about the same matter is still open ({act}).',
    },
    hint: {
      zh: '请另一名经办人确认或否决它，或等它到期。',
      en: 'Let another officer second or decline it, or wait until it expires.',
    },
  },
  ACT_DECIDED: {
    says: { zh: '该提议已有结果（{outcome}）。', en: 'The proposal has been decided already ({outcome}).' },
  },
  ACT_EXPIRED: {
    says: { zh: '该提议已于 {expiredAt} 到期。', en: 'The proposal expired at {expiredAt}.' },
    hint: { zh: '请重新提议。', en: 'Propose it anew.' },
  },
  SECOND_OFFICER_SAME: {
    says: {
      zh: '提议人 {holder} 不能自己确认：须由另一名经办人确认。',
      en: '{holder} proposed this and cannot second it: another officer must.',
    },
    hint: {
      zh: '请换一个账号的密钥；同一账号的两个密钥仍是同一人。',
      en: 'Use the key of another account; two keys of one account are one officer.',
    },
  },
} as const satisfies MessageTable

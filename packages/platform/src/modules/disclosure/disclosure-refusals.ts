// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

export const disclosureRefusals = {
  ORGANISATION_NOT_FOUND: {
    says: {
      zh: '没有可以公开展示的这个组织。',
      en: 'There is no organisation here of which anything is public.',
    },
    hint: {
      zh: '请核对统一社会信用代码，或按名称搜索。',
      en: 'Check the unified social credit code, or search by name.',
    },
  },
  QUERY_TOO_SHORT: {
    says: { zh: '请至少输入两个字。', en: 'Type two characters at least.' },
  },
  QUERY_TOO_LONG: {
    says: { zh: '查询内容超过 100 个字。', en: 'The query is longer than 100 characters.' },
  },
  CURSOR_MALFORMED: {
    says: { zh: '翻页标记无效。', en: 'The paging cursor is not one of ours.' },
    hint: { zh: '请从第一页重新查询。', en: 'Begin again at the first page.' },
  },
  DAY_IN_FUTURE: {
    says: { zh: '日期不能晚于今天（{today}）。', en: 'The day may not lie after today ({today}).' },
  },
  TICK_UNKNOWN: {
    says: { zh: '没有这个知识刻。', en: 'There is no such tick.' },
  },
  NOTHING_KNOWN_YET: {
    says: { zh: '在那个时刻本节点还没有任何信息。', en: 'At that instant this node knew nothing yet.' },
  },
} as const satisfies MessageTable

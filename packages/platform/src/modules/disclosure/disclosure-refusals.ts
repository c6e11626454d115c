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
  VIEW_NOT_PROVIDED: {
    says: {
      zh: '没有规定允许这样查询，因此不提供。',
      en: 'No rule opens this question, so it stays closed.',
    },
    hint: {
      zh: '用 probity access explain 查看决定表逐行的理由。',
      en: '`probity access explain` goes through the table line by line.',
    },
  },
  SIDES_APART: {
    says: {
      zh: '公共信用信息与征信业务分开：此目的不属于本节点的一侧。',
      en: 'Public credit information and credit reporting are apart: this purpose is not of this side.',
    },
  },
  OPERATOR_SEES_NOTHING: {
    says: {
      zh: '运行系统的人员不得查看信用信息。',
      en: 'Whoever runs the machine sees no credit information.',
    },
  },
  PERSON_NEVER_CLASSED: {
    says: {
      zh: '不对自然人评分、评级或分类，也不为此查询自然人。',
      en: 'No natural person is scored, graded or classed, and nobody asks about one in order to.',
    },
  },
  PERSON_NOT_PUBLIC: {
    says: { zh: '自然人的信用信息不向社会公开。', en: 'Nothing about a natural person is public.' },
  },
  CONSENT_NEEDED: {
    says: {
      zh: '查询自然人须有本人授权。',
      en: "A question about a natural person needs that person's authorisation.",
    },
    hint: { zh: '以授权为依据重新查询。', en: 'Ask again on the basis of an authorisation.' },
  },
  BASIS_NOT_YOURS: {
    says: {
      zh: '您不能以此为依据查询。',
      en: 'This is not a basis on which you may ask.',
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

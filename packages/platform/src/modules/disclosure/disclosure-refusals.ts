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
  SUBJECT_NOT_FOUND: {
    says: {
      zh: '没有可以提供的信用信息。',
      en: 'There is no credit information here that could be given.',
    },
    hint: {
      zh: '请核对号码；查无此人与无可提供信息的答复相同。',
      en: 'Check the number; nobody known and nothing to give are answered alike.',
    },
  },
  SUBJECT_NUMBER_INVALID: {
    says: {
      zh: '号码不正确，或不属于可以查询的种类。',
      en: 'The number fails its check, or is of no kind asked by.',
    },
    hint: {
      zh: '可用：cn.uscc、cn.orgcode、cn.bizreg、cn.rid；自然人只能按完整号码查询。',
      en: 'Ask by cn.uscc, cn.orgcode, cn.bizreg or cn.rid; natural persons by the exact number only.',
    },
  },
  CASE_NUMBER_MISSING: {
    says: {
      zh: '以法定职责为依据查询，须写明法律依据和案号。',
      en: 'A question on a statute names the statute and the number of its case.',
    },
  },
  AUTHORISATION_NOT_IN_FORCE: {
    says: {
      zh: '没有对此目的有效的授权。',
      en: 'No authorisation of the subject is in force for this purpose.',
    },
    hint: {
      zh: '授权可能未生效、已用完、已到期或已撤回。',
      en: 'It may not have begun, be spent, be over or have been revoked.',
    },
  },
  ANSWERS_BARRED: {
    says: {
      zh: '主体已暂停向贵机构提供信息。',
      en: 'The subject has barred answers to your body.',
    },
  },
  FILE_NOT_YOURS: {
    says: {
      zh: '以“本主体档案”为依据只能查看自己的档案；请不要填写号码。',
      en: 'On the ground of an own file only the asker’s own can be asked for; leave the number out.',
    },
  },
  INQUIRY_NOT_ANSWERED: {
    says: {
      zh: '这次查询没有得到可以重现的报告。',
      en: 'That inquiry was not answered by a report that could be shown again.',
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

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

export const subjectsRefusals = {
  SUBJECT_UNKNOWN: {
    says: { zh: '没有这个信用主体。', en: 'There is no such subject.' },
    hint: {
      zh: '核对号码；主体随第一条记录产生。',
      en: 'Check the number; a subject is made by its first record.',
    },
  },
  LINK_SAME_SUBJECT: {
    says: { zh: '这是同一个主体。', en: 'The two are one and the same subject.' },
    hint: { zh: '请另选一个主体。', en: 'Choose another subject.' },
  },
  LINK_ACROSS_KINDS: {
    says: {
      zh: '不同种类的主体不得归并；自然人与其个体工商户永不归并。',
      en: 'Subjects of different kinds are never read as one; a person is never joined to their shop.',
    },
    hint: { zh: '核对两个号码。', en: 'Check both numbers.' },
  },
  LINK_ALREADY: {
    says: { zh: '两个主体已经归并。', en: 'The two are read as one already.' },
    hint: { zh: '无需再提。', en: 'Nothing is left to propose.' },
  },
  LINK_NONE: {
    says: {
      zh: '这两个主体之间没有有效的归并依据。',
      en: 'No ground in force lies between just these two subjects.',
    },
    hint: {
      zh: '它们可能经由第三个主体归并；请对直接相连的两个提出。',
      en: 'They may be joined through a third; propose for the two that are joined directly.',
    },
  },
  LINK_NOT_REGISTRAR: {
    says: {
      zh: '只有登记机关可以直接声明两个号码属于同一主体。',
      en: 'Only a registering authority may assert that two numbers name one subject.',
    },
    hint: { zh: '其他机构请提出归并建议。', en: 'Other bodies make a proposal.' },
  },
  LINK_EVIDENCE_UNKNOWN: {
    says: {
      zh: '依据须为一至八个代码：{known}。',
      en: 'Evidence is one to eight of these codes: {known}.',
    },
    hint: { zh: '不写文字，以免写入个人信息。', en: 'No words, for they might name people.' },
  },
  LINK_PROPOSAL_UNKNOWN: {
    says: { zh: '没有这项归并建议。', en: 'There is no such proposal.' },
    hint: { zh: '从待决列表中选取。', en: 'Take it from the list of those that wait.' },
  },
  LINK_PROPOSAL_DECIDED: {
    says: { zh: '这项建议已经决定。', en: 'The proposal has been decided.' },
    hint: { zh: '如情况有变，请另行提出。', en: 'If things have changed, make a new one.' },
  },
  LINK_SAME_OFFICER: {
    says: { zh: '提出者不得自己决定。', en: 'Who proposes may not decide.' },
    hint: { zh: '请由另一名经办人决定。', en: 'Another officer has to.' },
  },
} as const satisfies MessageTable

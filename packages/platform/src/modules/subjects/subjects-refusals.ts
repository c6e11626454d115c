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
  LINK_NOT_REGISTERED: {
    says: {
      zh: '贵机构没有现行有效的该主体登记信息，不能代为声明。',
      en: 'Your body has furnished no standing registration of this subject, so its word does not suffice.',
    },
    hint: {
      zh: '请先报送该主体的登记信息，或由负责登记的机关声明。',
      en: 'Furnish its registration first, or let the body that registers it say so.',
    },
  },
  LINK_EVIDENCE_UNKNOWN: {
    says: {
      zh: '依据须为以下代码中的一个或几个：{known}。',
      en: 'Evidence is one or more of these codes: {known}.',
    },
    hint: { zh: '不写文字，以免写入个人信息。', en: 'No words, for they might name people.' },
  },
  LINK_LIKENESS_ONLY: {
    says: {
      zh: '只凭名称或地址相同不能归并：同名同址的组织很多。',
      en: 'Likeness alone does not join two: many organisations share a name or an address.',
    },
    hint: {
      zh: '请先取得登记机关、报送单位或主体本身的证明，再一并选上。',
      en: 'Get the word of the register, the furnisher or the subject first, and name that as well.',
    },
  },
  LINK_OF_PERSON: {
    says: {
      zh: '这可能是自然人的号码；此处不查询、也不归并自然人。',
      en: 'This may be the number of a natural person: persons are neither looked up nor joined here.',
    },
    hint: {
      zh: '请填写组织或个体工商户的号码。',
      en: 'Give a number of an organisation or an individual business.',
    },
  },
  NUMBER_AMBIGUOUS: {
    says: {
      zh: '这个号码在不同编码中属于不同主体。',
      en: 'In different schemes this number belongs to different subjects.',
    },
    hint: { zh: '请改用主体编号，或另一个号码。', en: 'Use the id of the subject, or another number of it.' },
  },
} as const satisfies MessageTable

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
  HOLDER_TAKEN: {
    says: {
      zh: '账号名 {holder} 在本机构已用过。',
      en: 'The account name {holder} has been used in this body.',
    },
    hint: { zh: '账号名不得重复使用，请另选一个。', en: 'Names are never reused: choose another.' },
  },
  STAFF_UNKNOWN: {
    says: { zh: '本机构没有这个岗位，或它已终止。', en: 'This body has no such post, or it has ended.' },
  },
  OWN_POST: {
    says: {
      zh: '不能对自己的岗位这样做：须由另一名账号管理员办理。',
      en: 'Nobody does that to their own post: another keeper of accounts must.',
    },
  },
  POST_OF_OTHER: {
    says: {
      zh: '您在该机构已有岗位，或该岗位已被他人领取。',
      en: 'You hold a post of this body already, or somebody else took this one.',
    },
  },
  OPERATOR_APART: {
    says: {
      zh: '系统运营人员不得兼任参与机构的岗位，反之亦然。',
      en: 'Whoever runs the machine holds no post of a body, nor the other way round.',
    },
  },
  ROLE_UNKNOWN: {
    says: { zh: '没有这个角色；可选：{known}。', en: 'There is no such role here; there are: {known}.' },
  },
  ROLE_NOT_YOURS: {
    says: {
      zh: '角色 {role} 不由本机构授予或收回。',
      en: 'The role {role} is neither given nor taken back by the body itself.',
    },
  },
  ROLE_TERM: {
    says: {
      zh: '角色的终止日须在今天之后，最迟为 {latest}。',
      en: 'A role ends after today and on {latest} at the latest.',
    },
  },
  KEY_NOT_OPERATORS: {
    says: {
      zh: '运营者只能为机构的报送程序发放 batches:send 密钥，不能发放可查阅的或经办人的密钥。',
      en: 'The operator issues keys of batches:send for machines only: none that reads, and none for an officer.',
    },
    hint: {
      zh: '请由该机构的账号管理员登录后发放。',
      en: "The body's keeper of accounts signs in and issues it.",
    },
  },
  KEY_OVERLAP: {
    says: { zh: '新旧密钥最多并用 {most} 天。', en: 'Two keys may overlap for {most} days at most.' },
  },
} as const satisfies MessageTable

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

export const rightsRefusals = {
  IDENTITY_NOT_PROVEN: {
    says: {
      zh: '登录服务没有给出可核验的姓名和证件号码。',
      en: 'The identity provider gave no name and number that could be checked.',
    },
    hint: {
      zh: '请用实名认证的方式登录。',
      en: 'Sign in by a way that proves your real name.',
    },
  },
  OFFICE_NOT_PROVEN: {
    says: {
      zh: '登记信息不能证明您是该组织的法定代表人。',
      en: 'The register does not prove that you are the legal representative of that organisation.',
    },
    hint: {
      zh: '登记信息须含法定代表人的姓名和证件号码；有变更的，请先到登记机关办理。',
      en: 'It must hold name and number of the representative; a change is made with the registrar first.',
    },
  },
} as const satisfies MessageTable

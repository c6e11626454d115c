// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

export const accessRefusals = {
  API_KEY_MISSING: {
    says: { zh: '此接口需要密钥。', en: 'This address needs an API key.' },
    hint: {
      zh: '请在请求头中给出 Authorization: Bearer 密钥。',
      en: 'Send the header Authorization: Bearer KEY.',
    },
  },
  API_KEY_UNKNOWN: {
    says: { zh: '密钥无效或已过期。', en: 'The API key is unknown or has expired.' },
    hint: { zh: '请向节点运营者申请新的密钥。', en: 'Ask the operator of the node for a new key.' },
  },
  SCOPE_MISSING: {
    says: { zh: '该密钥没有 {scope} 权限。', en: 'This key does not carry the scope {scope}.' },
    hint: { zh: '请向节点运营者申请带有该权限的密钥。', en: 'Ask the operator for a key with that scope.' },
  },
  HOLDER_MISSING: {
    says: {
      zh: '该密钥没有账号名，不能作为经办人操作。',
      en: 'This key names no account, so it cannot act as an officer.',
    },
    hint: {
      zh: '请运营者发放带账号名的密钥：probity admin key 机构代号 --holder clerk-1。',
      en: 'Ask the operator for a key with an account: probity admin key CODE --holder clerk-1.',
    },
  },
  HOLDER_MALFORMED: {
    says: {
      zh: '账号名由小写字母开头，只含小写字母、数字和连字符，最多 32 个字符。',
      en: 'An account name begins with a lower-case letter and has at most 32 letters, digits and hyphens.',
    },
    hint: {
      zh: '写岗位，如 clerk-1；不要写人的姓名。',
      en: "Name the post, such as clerk-1; never a person's name.",
    },
  },
  SCOPE_UNKNOWN: {
    says: { zh: '没有 {scope} 这种权限。', en: 'There is no scope {scope}.' },
    hint: { zh: '可用的权限：{known}。', en: 'Scopes there are: {known}.' },
  },
} as const satisfies MessageTable

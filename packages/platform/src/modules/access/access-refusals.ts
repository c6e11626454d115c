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
} as const satisfies MessageTable

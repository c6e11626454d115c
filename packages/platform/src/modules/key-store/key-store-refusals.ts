// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

export const keyStoreRefusals = {
  KEY_STORE_FOREIGN: {
    says: {
      zh: '密钥库属于另一个节点（{owner}），本节点是 {node}。',
      en: 'The key store belongs to another node ({owner}); this one is {node}.',
    },
    hint: {
      zh: '请核对 KEYS_DATABASE_URL；密钥库与数据库必须一起恢复，不得混用。',
      en: 'Check KEYS_DATABASE_URL: a database and its key store are restored as a pair, never mixed.',
    },
  },
  KEY_STORE_LOST: {
    says: {
      zh: '数据库已用密钥库封存个人信息，而所连的密钥库是空的或另一份。',
      en: 'The database holds what was sealed with a key store, and the one reached is empty or another.',
    },
    hint: {
      zh: '请从备份恢复原来的密钥库；新的密钥库打不开已封存的内容。',
      en: 'Restore the original key store from its backup: a new one opens nothing that was sealed.',
    },
  },
  KEY_STORE_NODE_KEY: {
    says: {
      zh: '密钥库由另一把节点密钥封存，secrets/node.key 不是原来的那一把。',
      en: 'The key store was sealed with another node key than the one in secrets/node.key.',
    },
    hint: {
      zh: '请从备份恢复原来的 node.key；同一数据库的各节点须使用同一把。',
      en: 'Restore the original node.key; all nodes over one database share it.',
    },
  },
} as const satisfies MessageTable

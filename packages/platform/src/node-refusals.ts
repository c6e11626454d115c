// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from './kernel/messages.ts'

export const nodeRefusals = {
  NODE_KEY_DIFFERS: {
    says: {
      zh: '这个数据库由另一把节点密钥封存，本节点的密钥打不开。',
      en: 'This database was sealed by another node key; the key of this node cannot open it.',
    },
    hint: {
      zh: '请从备份恢复原来的 secrets/node.key；多个节点共用一个数据库时须使用同一个密钥文件。',
      en: 'Restore the former secrets/node.key from its backup; several nodes over one database need the same key file.',
    },
  },
  NODE_IS_DEMO: {
    says: {
      zh: '这个数据目录属于演示节点，不能以正式模式启动。',
      en: 'These data belong to a demo node; it cannot be started as a real one.',
    },
    hint: {
      zh: '请去掉 --no-demo，或用 --data 另起一个节点。',
      en: 'Leave out --no-demo, or begin a new node in another folder with --data.',
    },
  },
  NODE_IS_NOT_DEMO: {
    says: {
      zh: '这个数据目录属于正式节点，不能以演示模式启动。',
      en: 'These data belong to a real node; it cannot be started as a demo.',
    },
    hint: {
      zh: '请加上 --no-demo，或用 --data 另起一个节点。',
      en: 'Add --no-demo, or begin a new node in another folder with --data.',
    },
  },
  NODE_SUITE_OTHER: {
    says: {
      zh: '节点的数据使用密码套件 {suite}，本程序没有该套件。',
      en: 'The data of this node use the cryptographic suite {suite}, which this program does not have.',
    },
    hint: {
      zh: '请用建立该节点的程序版本启动。',
      en: 'Start it with the version of the program that made it.',
    },
  },
} as const satisfies MessageTable

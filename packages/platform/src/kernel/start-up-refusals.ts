// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from './messages.ts'

/** What keeps a node from starting; beside `kernel-refusals.ts`, whose codes come from values. */
export const startUpRefusals = {
  CONFIG_INVALID: {
    says: { zh: '设置有误（{count} 处）。', en: 'Settings that are wrong: {count}.' },
    hint: { zh: '用 --help 查看全部设置。', en: 'See all settings with --help.' },
  },
  DATA_FOLDER_TAKEN: {
    says: {
      zh: '数据目录 {folder} 正由另一个节点使用。',
      en: 'Another node is already running on the data folder {folder}.',
    },
    hint: {
      zh: '请先停止该节点，或用 --data 指定另一个目录。',
      en: 'Stop that node first, or choose another folder with --data.',
    },
  },
  DATA_FOLDER_UNWRITABLE: {
    says: {
      zh: '无法写入数据目录 {folder}（{reason}）。',
      en: 'The data folder {folder} cannot be written to ({reason}).',
    },
    hint: {
      zh: '请更改该目录的权限，或用 --data 指定另一个目录。',
      en: 'Change its permissions, or choose another folder with --data.',
    },
  },
  DISK_FULL: {
    says: {
      zh: '数据目录 {folder} 所在的磁盘已满。',
      en: 'The disk that holds the data folder {folder} is full.',
    },
    hint: {
      zh: '请腾出空间，或用 --data 指定另一块磁盘上的目录。',
      en: 'Free some space, or choose a folder on another disk with --data.',
    },
  },
  PORT_TAKEN: {
    says: { zh: '端口 {port} 已被其他程序占用。', en: 'Port {port} is already in use by another program.' },
    hint: { zh: '请用 --port 指定另一个端口。', en: 'Choose another port with --port.' },
  },
  PORT_FORBIDDEN: {
    says: { zh: '当前用户无权使用端口 {port}。', en: 'This user may not listen on port {port}.' },
    hint: { zh: '请用 --port 指定 1024 以上的端口。', en: 'Choose a port above 1023 with --port.' },
  },
  DATABASE_UNREACHABLE: {
    says: {
      zh: '无法连接数据库 {server}（{reason}）。',
      en: 'The database at {server} cannot be reached ({reason}).',
    },
    hint: {
      zh: '请检查 DATABASE_URL 或 KEYS_DATABASE_URL，以及数据库服务器是否在运行。',
      en: 'Check DATABASE_URL or KEYS_DATABASE_URL, and that the database server is running.',
    },
  },
  DATABASE_ROLE: {
    says: {
      zh: '数据库属主不能使用角色 {role}（{cause}）。',
      en: "The database's owner may not take on the role {role} ({cause}).",
    },
    hint: {
      zh: '请由管理员把该角色授予属主（grant {role} to …），或另设 APP_DATABASE_URL、APP_KEYS_DATABASE_URL。',
      en: 'Have an administrator grant {role} to that owner, or set APP_DATABASE_URL and APP_KEYS_DATABASE_URL.',
    },
  },
  DATABASE_LOCALE: {
    says: {
      zh: '数据库的区域设置（{locale}）不识别中文，名称检索将找不到任何结果。',
      en: 'The database locale ({locale}) does not know Chinese letters: name search would find nothing.',
    },
    hint: {
      zh: '请以 LC_CTYPE C.UTF-8 重新创建数据库。',
      en: 'Create the database again with LC_CTYPE C.UTF-8.',
    },
  },
  EMBEDDED_DATABASE_MISSING: {
    says: {
      zh: '没有适用于 {platform} 的内置数据库程序。',
      en: 'There is no embedded database program for {platform}.',
    },
    hint: {
      zh: '请重新运行 npm install，或用 DATABASE_URL 指定自己的 PostgreSQL 服务器。',
      en: 'Run npm install again, or name a PostgreSQL server of your own with DATABASE_URL.',
    },
  },
  EMBEDDED_DATABASE_FAILED: {
    says: {
      zh: '内置数据库未能启动（详见 {log}）：{reason}',
      en: 'The embedded database did not start (see {log}): {reason}',
    },
  },
  EMBEDDED_PASSWORD_LOST: {
    says: {
      zh: '内置数据库已存在，但其密码文件 {file} 不见了。',
      en: 'The embedded database exists, but its password file {file} is gone.',
    },
    hint: {
      zh: '请从备份恢复该文件，或用 --data 另起一个新节点。',
      en: 'Restore that file from a backup, or start a new node in another folder with --data.',
    },
  },
} as const satisfies MessageTable

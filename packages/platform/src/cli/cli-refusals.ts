// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../kernel/messages.ts'

export const cliRefusals = {
  NODE_NOT_RUNNING: {
    says: {
      zh: '数据目录 {folder} 上没有正在运行的节点。',
      en: 'No node is running on the data folder {folder}.',
    },
    hint: { zh: '请先在另一个终端运行 npm start。', en: 'Run npm start in another terminal first.' },
  },
  NODE_DOES_NOT_ANSWER: {
    says: { zh: '节点没有回应。', en: 'The node does not answer.' },
    hint: {
      zh: '请确认它仍在运行；稍后可用 probity batch 查看批次。',
      en: 'See that it is still running; probity batch shows the batch later.',
    },
  },
  KEY_NOT_FOUND: {
    says: { zh: '没有找到机构 {furnisher} 的密钥。', en: 'There is no key of the body {furnisher} here.' },
    hint: {
      zh: '设置环境变量 PROBITY_API_KEY，或用 probity admin key {furnisher} 发放新密钥。',
      en: 'Set PROBITY_API_KEY, or issue one with probity admin key {furnisher}.',
    },
  },
  OFFICER_KEY_MISSING: {
    says: {
      zh: '此命令须以经办人的密钥执行。',
      en: 'This command acts with the key of an officer.',
    },
    hint: {
      zh: '登录后在“我的账号”生成密钥，并设为环境变量 PROBITY_API_KEY。',
      en: 'Sign in, make one under “my account”, and set PROBITY_API_KEY to it.',
    },
  },
  FILE_UNREADABLE: {
    says: { zh: '无法读取文件 {file}。', en: 'The file {file} cannot be read.' },
  },
  FILE_UNWRITABLE: {
    says: { zh: '无法写入文件 {file}。', en: 'The file {file} cannot be written.' },
    hint: {
      zh: '检查文件夹与权限，或用 --out 另选。',
      en: 'Check the folder and its rights, or choose another with --out.',
    },
  },
  FORMAT_UNKNOWN: {
    says: { zh: '没有 {format} 这种文件格式。', en: 'There is no file format {format}.' },
    hint: { zh: '可用 csv、xlsx、jsonl。', en: 'There are csv, xlsx and jsonl.' },
  },
  USAGE: {
    says: { zh: '用法：{usage}', en: 'Usage: {usage}' },
  },
} as const satisfies MessageTable

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

export const catalogueRefusals = {
  CATALOGUE_INVALID: {
    says: {
      zh: '目录有 {count} 处问题，未载入：\n{problems}',
      en: 'The catalogue has {count} problems and was not loaded:\n{problems}',
    },
    hint: {
      zh: '每行给出文件、位置和问题；改正后运行 probity catalogue check。',
      en: 'Each line names the file, the place and the problem; mend them and run `probity catalogue check`.',
    },
  },
  RECORD_TYPE_UNKNOWN: {
    says: { zh: '目录中没有信用记录类型 {type}。', en: 'The catalogue has no record type {type}.' },
    hint: {
      zh: '目录以外的信息不得记录；运行 probity catalogue show 查看可用类型。',
      en: 'Nothing outside the catalogue may be recorded; `probity catalogue show` lists the types.',
    },
  },
  RECORD_TYPE_INERT: {
    says: {
      zh: '记录类型 {type} 所依据的规定尚未经律师核实，仅可在演示模式使用。',
      en: 'Record type {type} rests on law that no lawyer has confirmed; it works in demo mode only.',
    },
  },
  PROFILE_UNKNOWN: {
    says: {
      zh: '没有适用于 {type} 的报送格式 {profile}。',
      en: 'There is no profile {profile} for record type {type}.',
    },
    hint: {
      zh: '使用 default 即以字段代码作表头。',
      en: 'Use `default` to give the field codes as headings.',
    },
  },
} as const satisfies MessageTable

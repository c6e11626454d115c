// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64 } from './base64.ts'
import { canonicalise } from './canonical.ts'
import { describe } from './cli-batch.ts'
import { findKey, type Question, read, required, trustOf } from './cli-door.ts'
import { verifyHistory } from './history.ts'
import { discloseOnly, formatDisclosure, parseDisclosure, verifyDisclosure } from './report-disclosure.ts'

export const reportQuestion: Question = {
  operand: 'FILE',
  needs: ['key'],
  answer(asked) {
    const key = findKey(asked, required(asked.options.key, '--key'))
    const { seal, sections, undisclosed } = verifyDisclosure(asked.suite, read(asked.file, asked.door), key)
    const { node, report, composed, asOf, tick, catalogue, view } = seal
    return (
      `VALID: ${node} has sealed report ${report}; ${sections.length} sections shown, ${undisclosed} not.\n` +
      `有效：报告 ${report} 由 ${node} 封存；出示 ${sections.length} 部分，未出示 ${undisclosed} 部分。\n` +
      describe({ composed, 'as-of': asOf, tick, catalogue, view }) +
      sections.map(({ name, content }) => `  ${name}: ${printable(content)}\n`).join('')
    )
  },
}

export const discloseQuestion: Question = {
  operand: 'FILE',
  needs: ['section'],
  answer({ file, options, door }) {
    return formatDisclosure(
      discloseOnly(parseDisclosure(read(file, door)), required(options.section, '--section')),
    )
  },
}

export const historyQuestion: Question = {
  operand: 'FILE',
  needs: ['key'],
  takes: ['witness', 'quorum'],
  answer(asked) {
    const { checkpoint, key, items } = verifyHistory(
      asked.suite,
      read(asked.file, asked.door),
      trustOf(asked),
    )
    const { size, origin } = checkpoint
    return (
      `VALID: these are all ${items.length} items of this key, as of entry ${size} of ${origin}.\n` +
      `有效：截至 ${origin} 的 ${size} 条，该密钥下共 ${items.length} 项，无遗漏。\n` +
      describe({ key: encodeBase64(key) }) +
      items.map((item, at) => `  ${at + 1}: ${item === null ? 'erased 已删除' : printable(item)}\n`).join('')
    )
  },
}

/** What a stranger wrote may turn a terminal's text around, or move its cursor. */
function printable(content: unknown): string {
  return canonicalise(content).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) as number).toString(16)}}`
  })
}

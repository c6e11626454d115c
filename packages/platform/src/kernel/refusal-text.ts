// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Language, type MessageTable, render } from './messages.ts'
import type { Refusal } from './refusal.ts'

/**
 * What an operator reads on a terminal: the sentence in Chinese, then in English, each with what to do. A
 * refusal that lists several faults carries the list ready in both languages, as its facts `zh` and `en`.
 */
export function refusalText(refusal: Refusal, table: MessageTable): string {
  const message = table[refusal.code]
  if (!message) return refusal.code
  const line = (language: Language, between: string): string =>
    [
      render(message.says, language, refusal.facts),
      refusal.facts[language],
      message.hint && render(message.hint, language, refusal.facts),
    ]
      .filter(Boolean)
      .join(between)
  return `${line('zh', '')}\n${line('en', ' ')}`
}

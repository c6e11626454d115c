// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Bilingual, type MessageTable, render } from '../kernel/messages.ts'
import type { Facts } from '../kernel/refusal.ts'
import { catalogueFaults } from '../modules/catalogue/index.ts'
import { collectionFaults } from '../modules/collection/index.ts'
import { identifierMessages } from '../modules/identifiers/index.ts'

const faultMessages: MessageTable = { ...collectionFaults, ...catalogueFaults, ...identifierMessages }

export type Words = { readonly says: Bilingual; readonly hint: Bilingual | null }

/** What a fault of a row says in this case. */
export function faultWords({ code, facts }: { readonly code: string; readonly facts: Facts }): Words {
  return wordsOf(faultMessages, code, facts)
}

/** Of many rows at once: what differs from row to row is left open. */
export function faultInGeneral(code: string): Bilingual {
  const { zh, en } = wordsOf(faultMessages, code, {}).says
  return { zh: zh.replace(/\{\w+\}/g, '…'), en: en.replace(/\{\w+\}/g, '…') }
}

export function wordsOf(table: MessageTable, code: string, facts: Facts): Words {
  const message = table[code]
  if (!message) return { says: { zh: code, en: code }, hint: null }
  return { says: both(message.says, facts), hint: message.hint ? both(message.hint, facts) : null }
}

function both(text: Bilingual, facts: Facts): Bilingual {
  return { zh: render(text, 'zh', facts), en: render(text, 'en', facts) }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Facts } from './refusal.ts'

export type Language = 'zh' | 'en'

/** A sentence in both languages; `{name}` stands for the fact of that name. */
export type Bilingual = { readonly zh: string; readonly en: string }

/**
 * What a stable code says to a person: the sentence, and what to do about it.
 * Each module exports one table (`<module>-refusals.ts`, `<module>-faults.ts`); a house test checks that every
 * code thrown is in a table and every code of a table is provoked by a test.
 */
export type Message = {
  readonly says: Bilingual
  readonly hint?: Bilingual
  /** Of a fault: what it doubts may yet be true, so two officers may release a row from it. Left out, it stays. */
  readonly releasable?: true
}
export type MessageTable = Readonly<Record<string, Message>>

export function render(sentence: Bilingual, language: Language, facts: Facts): string {
  return sentence[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = facts[name]
    return value === undefined || value === null ? whole : String(value)
  })
}

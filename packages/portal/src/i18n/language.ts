// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Bilingual } from '../api/contract.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

export type Language = 'zh' | 'en'

const STORED_AS = 'probity.language'
export const htmlLanguages = { zh: 'zh-CN', en: 'en' } as const

export function isLanguage(value: unknown): value is Language {
  return value === 'zh' || value === 'en'
}

/** The address decides, then what was chosen before; Chinese otherwise. */
export function chooseLanguage(inAddress: unknown): Language {
  if (isLanguage(inAddress)) return inAddress
  const stored = readStored()
  return isLanguage(stored) ? stored : 'zh'
}

function readStored(): string | null {
  try {
    return localStorage.getItem(STORED_AS)
  } catch {
    // A browser may forbid storage: then only the address remembers.
    return null
  }
}

export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(STORED_AS, language)
  } catch {
    // As above.
  }
}

export async function startLanguage(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { zh: { translation: zh }, en: { translation: en } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    returnNull: false,
  })
}

export async function speak(language: Language): Promise<void> {
  if (i18next.language !== language) await i18next.changeLanguage(language)
  document.documentElement.lang = htmlLanguages[language]
}

export function useWords() {
  const { t, i18n } = useTranslation()
  const language: Language = i18n.language === 'en' ? 'en' : 'zh'
  return { t, language, say: (text: Bilingual): string => text[language] }
}

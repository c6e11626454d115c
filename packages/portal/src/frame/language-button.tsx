// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { htmlLanguages, keepLanguage, type Language, useWords } from '../i18n/language.ts'

export function LanguageButton({ onLanguage }: { onLanguage: (language: Language) => void }): ReactNode {
  const { t, language } = useWords()
  const other: Language = language === 'zh' ? 'en' : 'zh'
  return (
    <button
      type="button"
      className="language"
      lang={htmlLanguages[other]}
      title={t('site.otherLanguageHint')}
      onClick={() => {
        keepLanguage(other)
        onLanguage(other)
      }}
    >
      {t('site.otherLanguage')}
    </button>
  )
}

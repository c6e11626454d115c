// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { htmlLanguages, keepLanguage, type Language, useWords } from '../i18n/language.ts'

export function LanguageSwitch(): ReactNode {
  const { t, language } = useWords()
  const navigate = useNavigate()
  const other: Language = language === 'zh' ? 'en' : 'zh'
  return (
    <button
      type="button"
      className="language"
      lang={htmlLanguages[other]}
      title={t('site.otherLanguageHint')}
      onClick={() => {
        keepLanguage(other)
        void navigate({
          to: '.',
          search: (kept) => ({ ...kept, lang: other }),
          replace: true,
          resetScroll: false,
        })
      }}
    >
      {t('site.otherLanguage')}
    </button>
  )
}

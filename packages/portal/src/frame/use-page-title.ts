// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useEffect } from 'react'
import { useWords } from '../i18n/language.ts'

export function usePageTitle(title: string | undefined): void {
  const { t } = useWords()
  const site = t('site.full')
  useEffect(() => {
    document.title = title ? `${title} – ${site}` : site
  }, [title, site])
}

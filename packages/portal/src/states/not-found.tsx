// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { usePageTitle } from '../frame/use-page-title.ts'
import { useWords } from '../i18n/language.ts'
import { SearchBox } from '../search/search-box.tsx'

export function NotFound(): ReactNode {
  const { t } = useWords()
  usePageTitle(t('trouble.notFoundTitle'))
  return (
    <div className="width page state">
      <h1>{t('trouble.notFoundTitle')}</h1>
      <p>{t('trouble.notFoundText')}</p>
      <SearchBox />
      <p>
        <Link to="/">{t('site.toStart')}</Link>
      </p>
    </div>
  )
}

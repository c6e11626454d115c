// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'

export function PageLoading(): ReactNode {
  return (
    <div className="width page">
      <Loading rows={6} />
    </div>
  )
}

export function Loading({ rows }: { rows: number }): ReactNode {
  const { t } = useWords()
  return (
    <div role="status" aria-busy="true">
      <span className="only-read">{t('site.loading')}</span>
      <div aria-hidden="true">
        <Skeleton active title={{ width: '40%' }} paragraph={{ rows }} />
      </div>
    </div>
  )
}

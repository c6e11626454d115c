// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import type { NodeStatus } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import { showDay, showNumber } from '../report/show-value.ts'

export function Figures({ status }: { status: NodeStatus | undefined }): ReactNode {
  const { t, language } = useWords()
  if (!status) return null
  const { organisations, records, furnishers } = status.counts
  const figures = [
    [t('start.organisations'), showNumber(organisations, language)],
    [t('start.records'), showNumber(records, language)],
    [t('start.furnishers'), showNumber(furnishers, language)],
    [t('start.catalogue'), status.catalogueVersion],
    [
      t('start.today'),
      showDay(status.today, language, { year: 'numeric', month: 'numeric', day: 'numeric' }),
    ],
  ] as const
  return (
    <section className="figures" aria-label={t('start.figuresTitle')}>
      <dl>
        {figures.map(([title, figure]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import '../style/start.css'
import { statusQuery } from '../api/queries.ts'
import { usePageTitle } from '../frame/use-page-title.ts'
import { useWords } from '../i18n/language.ts'
import { SearchBox } from '../search/search-box.tsx'
import { Examples } from './examples.tsx'
import { Figures } from './figures.tsx'
import { Rosette } from './rosette.tsx'

export function StartPage(): ReactNode {
  const { t } = useWords()
  const status = useQuery(statusQuery).data
  usePageTitle(undefined)
  return (
    <>
      <section className="start-hero">
        <div className="start-lines-place">
          <Rosette />
        </div>
        <div className="width start-hero-inner">
          <h1>{t('start.title')}</h1>
          <p className="start-lead">{t('start.lead')}</p>
          <SearchBox isLarge />
        </div>
      </section>
      <div className="width start-body">
        <Examples examples={status?.examples ?? []} />
        <div className="start-two">
          <section>
            <h2>{t('start.seeTitle')}</h2>
            <ul className="plain-points">
              {t('start.see', { returnObjects: true }).map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ul>
          </section>
          <section>
            <h2>{t('start.notTitle')}</h2>
            <ul className="plain-points">
              {t('start.not', { returnObjects: true }).map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ul>
          </section>
        </div>
        <Figures status={status} />
      </div>
    </>
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import type { OrganisationPage } from '../report/read-report.ts'
import { schemeTitle } from '../report/scheme-title.ts'
import { mainIdentifier, showValue } from '../report/show-value.ts'

export function Facts({ page }: { page: OrganisationPage }): ReactNode {
  const { t, language, say } = useWords()
  const main = mainIdentifier(page)
  const { registration } = page
  const fields =
    registration?.fields.filter((field) => field.value !== page.name && field.value !== main?.value) ?? []
  const numbers = page.identifiers.filter((one) => one !== main)
  if (fields.length === 0 && numbers.length === 0) return null
  return (
    <section className="facts" aria-labelledby="facts-title">
      <h2 id="facts-title">{t('organisation.factsTitle')}</h2>
      <dl>
        {fields.map((field) => (
          <div key={field.code}>
            <dt>{say(field.about.title)}</dt>
            <dd lang={field.about.kind === 'text' ? 'zh-CN' : undefined}>{showValue(field, language)}</dd>
          </div>
        ))}
        {numbers.map((one) => (
          <div key={`${one.scheme} ${one.value}`}>
            <dt>{schemeTitle(t, one.scheme)}</dt>
            <dd className="number">{one.value}</dd>
          </div>
        ))}
      </dl>
      {registration && (
        <p className="quiet">{t('organisation.factsFrom', { source: say(registration.source.name) })}</p>
      )}
      {page.kind === 'individual-business' && <p className="quiet">{t('organisation.mask')}</p>}
    </section>
  )
}

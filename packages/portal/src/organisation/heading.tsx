// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import type { OrganisationPage } from '../report/read-report.ts'
import { schemeTitle } from '../report/scheme-title.ts'
import { mainIdentifier, showDay } from '../report/show-value.ts'
import { CopyButton } from './copy-button.tsx'

export function Heading({ page }: { page: OrganisationPage }): ReactNode {
  const { t } = useWords()
  const number = mainIdentifier(page)
  return (
    <header className="organisation-head">
      <h1 lang="zh-CN">{page.name}</h1>
      {number && (
        <p className="organisation-number">
          <span className="quiet">{schemeTitle(t, number.scheme)}</span>
          <span className="number">{number.value}</span>
          <CopyButton text={number.value} what={schemeTitle(t, number.scheme)} />
        </p>
      )}
      <p className="organisation-kind">
        <span>{t(`kind.${page.kind}`)}</span>
        <Standing page={page} />
      </p>
      {page.formerNames.length > 0 && (
        <p className="quiet">
          {t('organisation.formerNames')} <span lang="zh-CN">{page.formerNames.join('、')}</span>
        </p>
      )}
    </header>
  )
}

/** What the register itself says, no more: on it, or off it since a day. */
function Standing({ page }: { page: OrganisationPage }): ReactNode {
  const { t, language } = useWords()
  if (!page.registration) return <span>{t('organisation.noRegistration')}</span>
  const endedOn = page.registration.validTo
  if (endedOn === null || endedOn > page.asOf)
    return <span className="standing">{t('organisation.registered')}</span>
  return (
    <span className="standing standing-ended">
      {t('organisation.ended', { day: showDay(endedOn, language) })}
    </span>
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { type Language, useWords } from '../i18n/language.ts'
import { LanguageButton } from './language-button.tsx'
import { Mark } from './mark.tsx'

type Props = {
  readonly isDemo: boolean
  /** Makes a link: within the portal, or to another document. */
  readonly link: SiteLink
  readonly onLanguage: (language: Language) => void
  readonly band?: ReactNode
  readonly foot: ReactNode
  readonly children: ReactNode
}

export type SitePlace = '/' | '/transparency' | '/verify' | '/desk'
export type SiteLink = (to: SitePlace, shown: ReactNode, className?: string, label?: string) => ReactNode

/** What stands around every page, whichever document it is in. */
export function SiteFrame({ isDemo, link, onLanguage, band, foot, children }: Props): ReactNode {
  const { t } = useWords()
  return (
    <>
      <a className="skip" href="#main">
        {t('site.skip')}
      </a>
      {isDemo && (
        <p className="demo-band" role="note">
          {t('site.demo')}
        </p>
      )}
      <header className="head">
        <div className="width head-row">
          {link('/', <Wordmark />, 'wordmark', t('site.home'))}
          <nav className="head-links" aria-label={t('site.places')}>
            {link('/transparency', t('log.title'), 'desk-link head-wide')}
            {link('/verify', t('check.title'), 'desk-link head-wide')}
            {link('/desk', t('desk.enter'), 'desk-link')}
            <LanguageButton onLanguage={onLanguage} />
          </nav>
        </div>
      </header>
      {band}
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <div className="width foot-row">{foot}</div>
      </footer>
    </>
  )
}

function Wordmark(): ReactNode {
  const { t } = useWords()
  return (
    <>
      <Mark />
      <span className="wordmark-latin">Probity</span>
      <span className="wordmark-name">{t('site.name')}</span>
    </>
  )
}

/** Below every page: what is not recorded, and where anybody may look for themselves. */
export function FootPlaces({ link }: { link: SiteLink }): ReactNode {
  const { t } = useWords()
  return (
    <>
      {link('/transparency', t('log.title'))}
      {link('/verify', t('check.title'))}
      <a href="/v1/openapi.json">{t('footer.api')}</a>
    </>
  )
}

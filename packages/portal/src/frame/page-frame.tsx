// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { statusQuery } from '../api/queries.ts'
import { chooseLanguage, speak, useWords } from '../i18n/language.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { Mark } from './mark.tsx'
import { PageFooter } from './page-footer.tsx'
import { useIsOnline } from './use-is-online.ts'

/** What stands around every page: the way home, the language, what kind of node this is, what is not recorded. */
export function PageFrame(): ReactNode {
  const { t } = useWords()
  const { lang } = useSearch({ from: '__root__' })
  const { pathname } = useLocation()
  const status = useQuery(statusQuery)
  const isOnline = useIsOnline()
  useEffect(() => {
    void speak(chooseLanguage(lang))
  }, [lang])
  useFocusOnNewPage(pathname)
  return (
    <>
      <a className="skip" href="#main">
        {t('site.skip')}
      </a>
      {status.data?.node.mode === 'demo' && (
        <p className="demo-band" role="note">
          {t('site.demo')}
        </p>
      )}
      <header className="head">
        <div className="width head-row">
          <Link to="/" className="wordmark" aria-label={t('site.home')}>
            <Mark />
            <span className="wordmark-latin">Probity</span>
            <span className="wordmark-name">{t('site.name')}</span>
          </Link>
          <nav className="head-links">
            <Link to="/desk" className="desk-link">
              {t('desk.enter')}
            </Link>
            <LanguageSwitch />
          </nav>
        </div>
      </header>
      <div role="status" className="offline-place">
        {!isOnline && <p className="offline-band">{t('site.offline')}</p>}
      </div>
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <PageFooter status={status.data} />
    </>
  )
}

/** A reader of a screen is told of the new page, as by a full load; the first page keeps the browser's own order. */
function useFocusOnNewPage(pathname: string): void {
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [pathname])
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { statusQuery } from '../api/queries.ts'
import { chooseLanguage, speak, useWords } from '../i18n/language.ts'
import { PageFooter } from './page-footer.tsx'
import { SiteFrame, type SiteLink } from './site-frame.tsx'
import { useIsOnline } from './use-is-online.ts'

/** What stands around every page: the way home, the language, what kind of node this is, what is not recorded. */
export function PageFrame(): ReactNode {
  const { t, language } = useWords()
  const { lang } = useSearch({ from: '__root__' })
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const status = useQuery(statusQuery)
  const isOnline = useIsOnline()
  useEffect(() => {
    void speak(chooseLanguage(lang))
  }, [lang])
  useFocusOnNewPage(pathname)
  const link: SiteLink = (to, shown, className, label) =>
    to === '/verify' ? (
      // A document of its own: under its policy it may open no connection.
      <a href={`/verify?lang=${language}`} className={className}>
        {shown}
      </a>
    ) : (
      <Link to={to} className={className ?? ''} aria-label={label}>
        {shown}
      </Link>
    )
  return (
    <SiteFrame
      isDemo={status.data?.node.mode === 'demo'}
      link={link}
      onLanguage={(other) =>
        void navigate({
          to: '.',
          search: (kept) => ({ ...kept, lang: other }),
          replace: true,
          resetScroll: false,
        })
      }
      band={
        <div role="status" className="offline-place">
          {!isOnline && <p className="offline-band">{t('site.offline')}</p>}
        </div>
      }
      foot={<PageFooter status={status.data} link={link} />}
    >
      <Outlet />
    </SiteFrame>
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

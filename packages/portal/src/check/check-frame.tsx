// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { FootPlaces, SiteFrame, type SiteLink } from '../frame/site-frame.tsx'
import { type Language, speak, useWords } from '../i18n/language.ts'
import type { NodeOfPage } from './node-of-page.ts'

type Props = { readonly node: NodeOfPage | null; readonly children: ReactNode }

/** The frame of the portal around a document that is apart from it. */
export function CheckFrame({ node, children }: Props): ReactNode {
  const { t, language } = useWords()
  const link: SiteLink = (to, shown, className, label) => (
    <a
      href={`${to}?lang=${language}`}
      className={className}
      aria-label={label}
      aria-current={to === '/verify' ? 'page' : undefined}
    >
      {shown}
    </a>
  )
  const speakFromNow = (other: Language) => {
    const address = new URL(location.href)
    address.searchParams.set('lang', other)
    history.replaceState(null, '', address)
    void speak(other)
  }
  return (
    <SiteFrame
      isDemo={node?.mode === 'demo'}
      link={link}
      onLanguage={speakFromNow}
      foot={
        <>
          <p className="foot-promise">{t('footer.unread')}</p>
          <p className="foot-facts">
            {node && <span>{node.name}</span>}
            <FootPlaces link={link} />
          </p>
        </>
      }
    >
      {children}
    </SiteFrame>
  )
}

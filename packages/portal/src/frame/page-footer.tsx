// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import type { NodeStatus } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import { showDay } from '../report/show-value.ts'
import { FootPlaces, type SiteLink } from './site-frame.tsx'

type Props = { readonly status: NodeStatus | undefined; readonly link: SiteLink }

export function PageFooter({ status, link }: Props): ReactNode {
  const { t, language } = useWords()
  const name = status?.node.name
  return (
    <>
      <p className="foot-promise">{t('footer.unread')}</p>
      <p className="foot-facts">
        {status && (
          <>
            <span>{typeof name === 'string' ? name : name?.[language]}</span>
            <span>{t('footer.asOf', { day: showDay(status.today, language) })}</span>
            <span>{t('footer.catalogue', { version: status.catalogueVersion })}</span>
            <span>{t('footer.tick', { tick: status.tick })}</span>
          </>
        )}
        <FootPlaces link={link} />
      </p>
    </>
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { useIsOnline } from '../frame/use-is-online.ts'
import { useWords } from '../i18n/language.ts'

/** Said with its reason: the policy is the browser's to keep, and the reader can pull the plug. */
export function Privacy(): ReactNode {
  const { t } = useWords()
  const isOnline = useIsOnline()
  return (
    <section className="check-privacy">
      <h2>{t('check.privacyTitle')}</h2>
      <ul className="plain-points">
        {t('check.privacy', { returnObjects: true }).map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <p role="status" className={isOnline ? 'net' : 'net net-off'}>
        {t(isOnline ? 'check.online' : 'check.offline')}
      </p>
    </section>
  )
}

export function About(): ReactNode {
  const { t } = useWords()
  return (
    <section className="check-about">
      <h2>{t('check.whatTitle')}</h2>
      <dl>
        {t('check.what', { returnObjects: true }).map(([what, why]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">
        {t('check.command')} <code>npx probity-verify --help</code>
      </p>
    </section>
  )
}

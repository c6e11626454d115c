// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import type { Polarity } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import type { OrganisationPage } from '../report/read-report.ts'
import { Sign } from './sign.tsx'

const order: readonly Polarity[] = ['positive', 'neutral', 'adverse']

export function Summary({ page }: { page: OrganisationPage }): ReactNode {
  const { t } = useWords()
  const serious = page.records.filter((record) => record.severity === 'serious').length
  return (
    <section className="summary" aria-labelledby="summary-title">
      <h2 id="summary-title">{t('organisation.summaryTitle')}</h2>
      <dl>
        {order.map((polarity) => {
          const count = page.records.filter((record) => record.polarity === polarity).length
          return (
            <div key={polarity}>
              <dt>
                <Sign
                  polarity={polarity}
                  severity={polarity === 'adverse' && serious > 0 ? 'serious' : null}
                />
                {t(`polarity.${polarity}`)}
              </dt>
              <dd>
                <span className="figure">{count}</span> {t('organisation.unit', { count })}
                {polarity === 'adverse' && serious > 0 && (
                  <span className="summary-serious">
                    {t('organisation.seriousAmong', { count: serious })}
                  </span>
                )}
              </dd>
            </div>
          )
        })}
      </dl>
      <p className="quiet">{t('organisation.summaryNote')}</p>
    </section>
  )
}

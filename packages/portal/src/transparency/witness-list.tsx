// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import type { LogStanding } from '../api/contract.ts'
import { showInstant } from '../desk/show.ts'
import { useWords } from '../i18n/language.ts'
import { showNumber } from '../report/show-value.ts'

type Cosigning = NonNullable<LogStanding['cosigning']>

/** The node's word about its witnesses, and called so: what was checked stands with the checkpoint. */
export function WitnessList({ cosigning }: { cosigning: Cosigning }): ReactNode {
  const { t, language } = useWords()
  const { quorum, isMet, witnesses } = cosigning
  return (
    <section className="witnesses" aria-labelledby="witnesses-title">
      <h3 id="witnesses-title">{t('log.witnesses.title')}</h3>
      <p className="quiet">{t('log.witnesses.lead')}</p>
      <dl className="facts-table">
        {witnesses.map(({ name, size, cosignedAt, problem }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {size === null || cosignedAt === null
                ? t('log.witnesses.unseen')
                : t('log.witnesses.seen', {
                    size: showNumber(size, language),
                    at: showInstant(cosignedAt, language),
                  })}
              {problem !== null && ` · ${t(`log.witnesses.problem.${problem}`)}`}
            </dd>
          </div>
        ))}
      </dl>
      <p>{t(isMet ? 'log.witnesses.met' : 'log.witnesses.unmet', { quorum })}</p>
    </section>
  )
}

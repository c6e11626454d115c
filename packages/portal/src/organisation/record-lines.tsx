// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import type { Basis, LegalDocument, WireRecord } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import { lastDayShown, showDay } from '../report/show-value.ts'

export function DocumentLine({ document }: { document: LegalDocument }): ReactNode {
  const { t, language } = useWords()
  return (
    <div>
      <dt>{t('records.document')}</dt>
      <dd>
        <span lang="zh-CN">{document.number}</span>
        <span className="parts">
          <span lang="zh-CN">{document.body}</span>
          <span>{showDay(document.on, language)}</span>
        </span>
      </dd>
    </div>
  )
}

export function BasisList({ basis }: { basis: readonly Basis[] }): ReactNode {
  const { t, say } = useWords()
  if (basis.length === 0) return null
  return (
    <div>
      <dt>{t('records.basis')}</dt>
      <dd>
        {basis.map((one) => (
          <span key={`${one.code} ${one.article}`} className="basis">
            {one.article === null
              ? say(one.title)
              : t('records.article', { title: say(one.title), article: one.article })}
            {one.confidence === 'recalled' && (
              <span className="tag tag-recalled">{t('records.recalled')}</span>
            )}
          </span>
        ))}
      </dd>
    </div>
  )
}

export function TermLine({ publicity }: { publicity: WireRecord['publicity'] }): ReactNode {
  const { t, language } = useWords()
  const from = showDay(publicity.from, language)
  const until = publicity.until === null ? null : showDay(lastDayShown(publicity.until), language)
  return (
    <div>
      <dt>{t('records.term')}</dt>
      <dd>{until === null ? t('records.termOpen', { from }) : t('records.termUntil', { from, until })}</dd>
    </div>
  )
}

/** Said only where it ends: a beginning alone repeats the day of the event. */
export function ValidityLine({ record }: { record: Pick<WireRecord, 'validFrom' | 'validTo'> }): ReactNode {
  const { t, language } = useWords()
  if (record.validTo === null) return null
  const to = showDay(record.validTo, language)
  return (
    <div>
      <dt>{t('records.valid')}</dt>
      <dd>
        {record.validFrom === null
          ? t('records.validTo', { to })
          : t('records.validBetween', { from: showDay(record.validFrom, language), to })}
      </dd>
    </div>
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { type ReactNode, useId } from 'react'
import type { Polarity } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import type { PageRecord } from '../report/read-report.ts'

const polarities: readonly Polarity[] = ['positive', 'neutral', 'adverse']

/** Kept in the address, so that what one sees can be sent to somebody. */
export function RecordFilter({ records }: { records: readonly PageRecord[] }): ReactNode {
  const { t, say } = useWords()
  const id = useId()
  const navigate = useNavigate()
  const { polarity, type } = useSearch({ from: '/organisations/$id' })
  const filter = (chosen: { polarity?: Polarity | undefined; type?: string | undefined }) =>
    void navigate({ to: '.', search: (kept) => ({ ...kept, ...chosen }), replace: true, resetScroll: false })
  const titles = new Map(records.map((record) => [record.type, say(record.title)]))
  return (
    <div className="record-filter">
      <Segmented
        aria-label={t('records.filterPolarity')}
        value={polarity ?? 'all'}
        name={`${id}-polarity`}
        options={[
          { value: 'all', label: t('records.all') },
          ...polarities.map((one) => ({ value: one, label: t(`polarity.${one}`) })),
        ]}
        onChange={(value) => filter({ polarity: polarities.find((one) => one === value) })}
      />
      {titles.size > 1 && (
        <select
          className="type-filter"
          aria-label={t('records.filterType')}
          value={type ?? ''}
          onChange={(event) => filter({ type: event.target.value === '' ? undefined : event.target.value })}
        >
          <option value="">{t('records.allTypes')}</option>
          {[...titles].map(([code, title]) => (
            <option key={code} value={code}>
              {title}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useWords } from '../i18n/language.ts'
import type { OrganisationPage, PageRecord } from '../report/read-report.ts'
import { RecordEntry } from './record-entry.tsx'
import { RecordFilter } from './record-filter.tsx'

export function Records({ page }: { page: OrganisationPage }): ReactNode {
  const { t } = useWords()
  const navigate = useNavigate()
  const { polarity, type } = useSearch({ from: '/organisations/$id' })
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const shown = page.records.filter(
    (record) => (!polarity || record.polarity === polarity) && (!type || record.type === type),
  )
  const isAllOpen = shown.length > 0 && shown.every((record) => opened.has(record.id))
  const toggle = (id: string) => {
    const next = new Set(opened)
    if (!next.delete(id)) next.add(id)
    setOpened(next)
  }
  const clear = () =>
    void navigate({
      to: '.',
      search: (kept) => ({ ...kept, polarity: undefined, type: undefined }),
      replace: true,
      resetScroll: false,
    })
  return (
    <section className="records" aria-labelledby="records-title">
      <div className="section-head">
        <h2 id="records-title">{t('organisation.recordsTitle')}</h2>
        <button
          type="button"
          className="link-button"
          onClick={() => setOpened(isAllOpen ? new Set() : new Set(shown.map((record) => record.id)))}
        >
          {t(isAllOpen ? 'records.collapseAll' : 'records.expandAll')}
        </button>
      </div>
      <RecordFilter records={page.records} />
      <p className="quiet records-count" role="status">
        {t('records.shown', { count: shown.length, total: page.records.length })}
      </p>
      {page.next !== null && <p className="quiet">{t('records.older')}</p>}
      {shown.length === 0 && (
        <p>
          {t('records.none')}{' '}
          <button type="button" className="link-button" onClick={clear}>
            {t('records.clearFilter')}
          </button>
        </p>
      )}
      {byYear(shown).map(([year, records]) => (
        <section key={year} className="year">
          <h3>{year === '' ? t('records.noDay') : year}</h3>
          <ol>
            {records.map((record) => (
              <RecordEntry
                key={record.id}
                record={record}
                page={page}
                isOpen={opened.has(record.id)}
                onToggle={() => toggle(record.id)}
              />
            ))}
          </ol>
        </section>
      ))}
      {shown.some((record) => record.basis.some((basis) => basis.confidence === 'recalled')) && (
        <p className="quiet recalled-note">{t('records.recalledNote')}</p>
      )}
    </section>
  )
}

/** The node sends the newest first; the order is kept. */
function byYear(records: readonly PageRecord[]): [string, PageRecord[]][] {
  const years = new Map<string, PageRecord[]>()
  for (const record of records) {
    const year = record.eventOn?.slice(0, 4) ?? ''
    years.set(year, [...(years.get(year) ?? []), record])
  }
  return [...years]
}

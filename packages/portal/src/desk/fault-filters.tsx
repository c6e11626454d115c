// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { type ReactNode, useId } from 'react'
import type { BatchState, FaultCounts, FileColumn } from '../api/contract.ts'
import type { DeskClient } from '../api/desk-client.ts'
import { useWords } from '../i18n/language.ts'
import type { FaultSearch } from '../router.tsx'
import { type FaultFilter, faultCountsQuery, isFinished } from './desk-queries.ts'

type Props = {
  readonly batch: BatchState
  readonly desk: DeskClient
  readonly columns: readonly FileColumn[] | null
  readonly filter: FaultFilter
}

type Count = FaultCounts['items'][number]

/** In the address, so that what is shown can be bookmarked and sent to a colleague. */
export function FaultFilters({ batch, desk, columns, filter }: Props): ReactNode {
  const { t, say } = useWords()
  const id = useId()
  const navigate = useNavigate()
  const counts = useQuery(faultCountsQuery(desk, batch.id, isFinished(batch))).data?.items ?? []
  const here = counts.filter((count) => count.weight === filter.weight)
  const go = (change: FaultSearch) =>
    void navigate({
      to: '.',
      search: (kept) => ({ ...kept, ...change }),
      replace: true,
      resetScroll: false,
    })
  if (filter.row !== undefined) {
    return (
      <p className="fault-filters">
        {t('desk.faults.oneRow', { row: filter.row })}{' '}
        <button type="button" className="link-button" onClick={() => go({ row: undefined })}>
          {t('desk.faults.showAll')}
        </button>
      </p>
    )
  }
  return (
    <div className="fault-filters">
      <Segmented
        aria-label={t('desk.faults.kind')}
        value={filter.weight}
        options={[
          { value: 'fault', label: t('desk.faults.title') },
          { value: 'note', label: t('desk.faults.notes') },
        ]}
        onChange={(weight) =>
          go({ weight: weight === 'note' ? 'note' : undefined, rule: undefined, column: undefined })
        }
      />
      <label htmlFor={`${id}-rule`} className="only-read">
        {t('desk.faults.filter')}
      </label>
      <select
        id={`${id}-rule`}
        value={filter.rule ?? ''}
        onChange={(event) => go({ rule: event.target.value || undefined })}
      >
        <option value="">{t('desk.faults.all')}</option>
        {sumBy(here, (count) => count.code).map(([code, rows, first]) => (
          <option key={code} value={code}>
            {`${code} ${say(first.says)} (${t('desk.faults.rows', { rows })})`}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-column`} className="only-read">
        {t('desk.faults.column')}
      </label>
      <select
        id={`${id}-column`}
        value={filter.column ?? ''}
        onChange={(event) => go({ column: event.target.value || undefined })}
      >
        <option value="">{t('desk.faults.allColumns')}</option>
        {sumBy(here, (count) => count.field ?? '')
          .filter(([field]) => field !== '')
          .map(([field, rows]) => (
            <option key={field} value={field}>
              {`${headingOf(columns, field)} (${t('desk.faults.rows', { rows })})`}
            </option>
          ))}
      </select>
    </div>
  )
}

function headingOf(columns: readonly FileColumn[] | null, field: string): string {
  return columns?.find((column) => column.field === field)?.heading ?? field
}

/** A row with two faults in one group counts twice: the most it can be, told as such nowhere else. */
function sumBy(counts: readonly Count[], of: (count: Count) => string): [string, number, Count][] {
  const sums = new Map<string, [number, Count]>()
  for (const count of counts) {
    const [before, first] = sums.get(of(count)) ?? [0, count]
    sums.set(of(count), [before + count.rows, first])
  }
  return [...sums].map(([value, [rows, first]]) => [value, rows, first])
}

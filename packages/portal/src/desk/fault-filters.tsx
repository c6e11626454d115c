// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import type { ReactNode } from 'react'
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
      <Choice
        label={t('desk.faults.filter')}
        all={t('desk.faults.all')}
        value={filter.rule}
        onChoose={(rule) => go({ rule })}
        options={sumBy(here, (count) => count.code).map(([code, rows, first]) => ({
          value: code,
          text: `${code} ${say(first.says)} (${t('desk.faults.rows', { rows })})`,
        }))}
      />
      <Choice
        label={t('desk.faults.column')}
        all={t('desk.faults.allColumns')}
        value={filter.column}
        onChoose={(column) => go({ column })}
        options={sumBy(here, (count) => count.field ?? '')
          .filter(([field]) => field !== '')
          .map(([field, rows]) => ({
            value: field,
            text: `${headingOf(columns, field)} (${t('desk.faults.rows', { rows })})`,
          }))}
      />
    </div>
  )
}

type Choices = {
  readonly label: string
  readonly all: string
  readonly value: string | undefined
  readonly options: readonly { readonly value: string; readonly text: string }[]
  readonly onChoose: (value: string | undefined) => void
}

function Choice({ label, all, value, options, onChoose }: Choices): ReactNode {
  return (
    <select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChoose(event.target.value || undefined)}
    >
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
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

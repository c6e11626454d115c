// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { BatchState } from '../api/contract.ts'
import type { DeskClient } from '../api/desk-client.ts'
import { useWords } from '../i18n/language.ts'
import { Loading } from '../states/page-loading.tsx'
import { Trouble } from '../states/trouble.tsx'
import { Correction } from './correction.tsx'
import { type FaultFilter, faultsQuery, isFinished } from './desk-queries.ts'
import { FaultFilters } from './fault-filters.tsx'
import { FaultRow } from './fault-row.tsx'
import { type Mending, useMending } from './mending.ts'

type Props = { readonly batch: BatchState; readonly desk: DeskClient }

/** The faulty rows as they were sent, to be filtered, mended and sent again. */
export function Faults({ batch, desk }: Props): ReactNode {
  const { t } = useWords()
  const { weight = 'fault', rule, column, row } = useSearch({ from: '/desk/batches/$id' })
  const mending = useMending(desk, batch.id)
  const filter: FaultFilter = { weight, rule, column, row }
  const query = useInfiniteQuery(faultsQuery(desk, batch.id, filter, isFinished(batch)))
  const found = query.data?.pages.flatMap((page) => page.items) ?? []
  const columns = query.data?.pages[0]?.columns ?? null
  const isFiltered = rule !== undefined || column !== undefined || row !== undefined
  const empty = isFiltered
    ? 'desk.faults.noneHere'
    : weight === 'note'
      ? 'desk.faults.noneNote'
      : 'desk.faults.none'
  return (
    <section className="faults" aria-labelledby="faults-title">
      <h2 id="faults-title">{t(weight === 'note' ? 'desk.faults.notes' : 'desk.faults.title')}</h2>
      <FaultFilters batch={batch} desk={desk} columns={columns} filter={filter} />
      {mending.sentAs !== null && <Correction of={batch} id={mending.sentAs} desk={desk} />}
      {query.isPending && <Loading rows={6} />}
      {query.isError && !query.data && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && found.length === 0 && <p className="faults-none">{t(empty)}</p>}
      {found.length > 0 && (
        <p className="quiet" role="status">
          {t('desk.faults.shown', { count: found.length })}
        </p>
      )}
      <ol className="fault-rows">
        {found.map((one) => (
          <FaultRow key={`${weight} ${one.row}`} found={one} columns={columns} mending={mending} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('desk.faults.more')}
        </Button>
      )}
      <MendBar mending={mending} />
    </section>
  )
}

function MendBar({ mending }: { mending: Mending }): ReactNode {
  const { t } = useWords()
  const { rows, ready, sending } = mending
  if (rows.size === 0) return null
  return (
    <div className="mend-bar">
      <p role="status">{t('desk.mend.bar', { ready: ready.length, open: rows.size - ready.length })}</p>
      <Button
        type="primary"
        disabled={ready.length === 0}
        loading={sending.isBusy}
        onClick={() => void mending.sendReady()}
      >
        {t(sending.isBusy ? 'desk.mend.sending' : 'desk.mend.send', { count: ready.length })}
      </Button>
      {sending.error && <Trouble error={sending.error} />}
    </div>
  )
}

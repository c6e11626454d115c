// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { BatchLine, BatchState, Furnisher } from '../api/contract.ts'
import type { DeskClient } from '../api/desk-client.ts'
import { useWords } from '../i18n/language.ts'
import { showNumber } from '../report/show-value.ts'
import { Loading } from '../states/page-loading.tsx'
import { Trouble } from '../states/trouble.tsx'
import { batchesQuery } from './desk-queries.ts'
import { showInstant } from './show.ts'

type Types = Furnisher['types']
type Props = { readonly desk: DeskClient; readonly types: Types }

export function BatchList(props: Props): ReactNode {
  const { t } = useWords()
  return (
    <section aria-labelledby="batches-title">
      <h2 id="batches-title">{t('desk.list.title')}</h2>
      <Batches {...props} />
    </section>
  )
}

function Batches({ desk, types }: Props): ReactNode {
  const { t } = useWords()
  const query = useInfiniteQuery(batchesQuery(desk))
  if (query.isPending) return <Loading rows={6} />
  if (!query.data) return <Trouble error={query.error} onRetry={() => void query.refetch()} />
  const batches = query.data.pages.flatMap((page) => page.items)
  if (batches.length === 0) {
    return (
      <div className="state">
        <p>{t('desk.list.empty')}</p>
        <p className="quiet">{t('desk.list.emptyHint')}</p>
      </div>
    )
  }
  return (
    <>
      <table className="desk-table">
        <thead>
          <tr>
            <th scope="col">{t('desk.list.received')}</th>
            <th scope="col">{t('desk.list.type')}</th>
            <th scope="col">{t('desk.list.state')}</th>
            <th scope="col" className="is-number">
              {t('desk.list.rows')}
            </th>
            <th scope="col" className="is-number">
              {t('desk.list.faulty')}
            </th>
          </tr>
        </thead>
        <tbody>
          {batches.map((batch) => (
            <BatchRow key={batch.id} batch={batch} types={types} />
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('desk.list.more')}
        </Button>
      )}
    </>
  )
}

function BatchRow({ batch, types }: { batch: BatchLine; types: Types }): ReactNode {
  const { t, language, say } = useWords()
  const title = types.find((type) => type.code === batch.type)?.title
  const at = showInstant(batch.receivedAt, language)
  const number = (value: number | null) => (value === null ? '–' : showNumber(value, language))
  return (
    <tr>
      <td data-heading={t('desk.list.received')}>
        <Link
          to="/desk/batches/$id"
          params={{ id: batch.id }}
          search={{}}
          aria-label={t('desk.list.open', { at })}
        >
          {at}
        </Link>
      </td>
      <td data-heading={t('desk.list.type')}>
        {title ? say(title) : batch.type}
        {batch.correctsBatchId !== null && <span className="desk-tag">{t('desk.list.correction')}</span>}
      </td>
      <td data-heading={t('desk.list.state')}>
        <StateSign state={batch.state} />
      </td>
      <td data-heading={t('desk.list.rows')} className="is-number">
        {number(batch.rows)}
      </td>
      <td data-heading={t('desk.list.faulty')} className="is-number">
        <span className={batch.faulty ? 'has-faults' : undefined}>{number(batch.faulty)}</span>
      </td>
    </tr>
  )
}

export function StateSign({ state }: { state: BatchState['state'] }): ReactNode {
  const { t } = useWords()
  return <span className={`batch-state batch-${state}`}>{t(`desk.state.${state}`)}</span>
}

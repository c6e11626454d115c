// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import '../style/results.css'
import { isLongEnough, resultsQuery } from '../api/queries.ts'
import { usePageTitle } from '../frame/use-page-title.ts'
import { useWords } from '../i18n/language.ts'
import { Loading } from '../states/page-loading.tsx'
import { Trouble } from '../states/trouble.tsx'
import { ResultLine } from './result-line.tsx'
import { SearchBox } from './search-box.tsx'

export function ResultsPage(): ReactNode {
  const { t } = useWords()
  const { q } = useSearch({ from: '/search' })
  usePageTitle(q ? t('results.documentTitle', { q }) : t('results.title'))
  return (
    <div className="width page results">
      <SearchBox key={q} given={q} />
      {isLongEnough(q) ? (
        <Results q={q} />
      ) : (
        <div className="state">
          <h1>{t('results.shortTitle')}</h1>
          <p>{t('results.shortAdvice')}</p>
        </div>
      )}
    </div>
  )
}

function Results({ q }: { q: string }): ReactNode {
  const { t } = useWords()
  const query = useInfiniteQuery(resultsQuery(q))
  if (query.isPending) return <Loading rows={8} />
  if (!query.data) return <Trouble error={query.error} onRetry={() => void query.refetch()} />
  const found = query.data.pages.flatMap((page) => page.items)
  if (found.length === 0) return <NothingFound q={q} />
  return (
    <>
      <h1 className="results-title">{t('results.for', { q })}</h1>
      <p className="quiet" role="status">
        {t(query.hasNextPage ? 'results.shownMore' : 'results.shown', { count: found.length })}
      </p>
      {found[0]?.matched === 'similar' && <p className="results-note">{t('results.similar')}</p>}
      <ol className="results-list">
        {found.map((item) => (
          <ResultLine key={item.id} item={item} q={q} />
        ))}
      </ol>
      {query.isFetchNextPageError && <p role="alert">{t('results.moreFailed')}</p>}
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t(query.isFetchingNextPage ? 'results.loadingMore' : 'results.more')}
        </Button>
      )}
    </>
  )
}

function NothingFound({ q }: { q: string }): ReactNode {
  const { t } = useWords()
  return (
    <div className="state">
      <h1>{t('results.emptyTitle', { q })}</h1>
      <ul className="plain-points">
        {t('results.emptyAdvice', { returnObjects: true }).map((advice) => (
          <li key={advice}>{advice}</li>
        ))}
      </ul>
    </div>
  )
}

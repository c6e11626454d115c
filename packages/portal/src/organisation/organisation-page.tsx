// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import '../style/organisation.css'
import '../style/print.css'
import { ProblemError } from '../api/client.ts'
import { reportQuery } from '../api/queries.ts'
import { usePageTitle } from '../frame/use-page-title.ts'
import { useWords } from '../i18n/language.ts'
import { readReport } from '../report/read-report.ts'
import { SearchBox } from '../search/search-box.tsx'
import { Loading } from '../states/page-loading.tsx'
import { Trouble, titleOfTrouble } from '../states/trouble.tsx'
import { Facts } from './facts.tsx'
import { Heading } from './heading.tsx'
import { MomentNote } from './moment-note.tsx'
import { OrganisationUnknown } from './organisation-unknown.tsx'
import { Records } from './records.tsx'
import { Summary } from './summary.tsx'
import { TimePicture } from './time-picture.tsx'
import { Tools } from './tools.tsx'

export function OrganisationPage(): ReactNode {
  const { id } = useParams({ from: '/organisations/$id' })
  return (
    <div className="width page">
      <div className="organisation-search">
        <SearchBox key={id} />
      </div>
      <Organisation key={id} id={id} />
    </div>
  )
}

function Organisation({ id }: { id: string }): ReactNode {
  const { asOf, knownAt } = useSearch({ from: '/organisations/$id' })
  const query = useQuery({ ...reportQuery(id, { asOf, knownAt }), placeholderData: keepPreviousData })
  const page = useMemo(() => (query.data ? readReport(query.data) : null), [query.data])
  const { t } = useWords()
  const isUnknown =
    query.error instanceof ProblemError && query.error.problem.code === 'ORGANISATION_NOT_FOUND'
  // That nothing is public is said only when the node has said it, never in an outage.
  const troubleTitle = query.error ? titleOfTrouble(query.error) : undefined
  usePageTitle(page?.name ?? (isUnknown ? t('trouble.organisationTitle') : troubleTitle && t(troubleTitle)))
  if (query.isError) {
    const isThen = asOf !== undefined || knownAt !== undefined
    return (
      <>
        {isUnknown ? (
          <OrganisationUnknown isThen={isThen} />
        ) : (
          <Trouble error={query.error} onRetry={() => void query.refetch()} />
        )}
        {isThen && <MomentNote day={asOf} tick={null} />}
      </>
    )
  }
  if (!page) return <Loading rows={10} />
  return (
    <article
      className={query.isPlaceholderData ? 'organisation is-waiting' : 'organisation'}
      aria-busy={query.isPlaceholderData}
    >
      <Heading page={page} />
      {(page.asOf !== page.day || page.knownAt !== null) && (
        <MomentNote day={page.asOf === page.day ? undefined : page.asOf} tick={page.knownAt} />
      )}
      <div className="organisation-columns">
        <Summary page={page} />
        <Facts page={page} />
        <div className="organisation-main">
          <TimePicture page={page} />
          <Records page={page} />
        </div>
        <Tools page={page} id={id} />
      </div>
    </article>
  )
}

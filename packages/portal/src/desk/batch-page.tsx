// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import type { BatchState } from '../api/contract.ts'
import type { DeskClient } from '../api/desk-client.ts'
import { useWords } from '../i18n/language.ts'
import { Loading } from '../states/page-loading.tsx'
import { Trouble } from '../states/trouble.tsx'
import { BatchProgress } from './batch-progress.tsx'
import { DeskFrame } from './desk-frame.tsx'
import { batchQuery, isFinished } from './desk-queries.ts'
import { Faults } from './faults.tsx'
import { closeSession } from './session.ts'
import { shortId, showInstant } from './show.ts'
import { isSessionsOwn } from './use-trouble.ts'

export function BatchPage(): ReactNode {
  const { t } = useWords()
  const { id } = useParams({ from: '/desk/batches/$id' })
  return (
    <DeskFrame title={t('desk.batch.title', { short: shortId(id) })}>
      {({ desk, session }) => <OneBatch key={id} desk={desk} id={id} types={session.furnisher.types} />}
    </DeskFrame>
  )
}

type Props = {
  readonly desk: DeskClient
  readonly id: string
  readonly types: readonly { readonly code: string; readonly title: { zh: string; en: string } }[]
}

function OneBatch({ desk, id, types }: Props): ReactNode {
  const { t, language, say } = useWords()
  const query = useQuery(batchQuery(desk, id))
  const isGone = query.error !== null && isSessionsOwn(query.error)
  useEffect(() => {
    if (isGone) closeSession()
  }, [isGone])
  if (query.isPending) return <Loading rows={8} />
  if (!query.data) return <Trouble error={query.error} onRetry={() => void query.refetch()} />
  const batch: BatchState = query.data
  const title = types.find((type) => type.code === batch.type)?.title
  return (
    <>
      <p>
        <Link to="/desk">{t('desk.batch.back')}</Link>
      </p>
      <div className="batch-head">
        <h1>{title ? say(title) : batch.type}</h1>
        <p className="quiet">
          <span className="number">{t('desk.batch.title', { short: shortId(batch.id) })}</span>
          {' · '}
          {t('desk.batch.received', { at: showInstant(batch.receivedAt, language) })}
        </p>
        {batch.correctsBatchId !== null && (
          <p>
            {t('desk.batch.corrects')}{' '}
            <Link to="/desk/batches/$id" params={{ id: batch.correctsBatchId }} search={{}}>
              {shortId(batch.correctsBatchId)}
            </Link>
          </p>
        )}
      </div>
      <BatchProgress batch={batch} desk={desk} />
      {isFinished(batch) && <Faults batch={batch} desk={desk} />}
    </>
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { DeskClient } from '../api/desk-client.ts'
import { useWords } from '../i18n/language.ts'
import { Trouble } from '../states/trouble.tsx'
import { noticesQuery } from './desk-queries.ts'
import { showInstant } from './show.ts'

export function Notices({ desk }: { desk: DeskClient }): ReactNode {
  const { t, language, say } = useWords()
  const query = useQuery(noticesQuery(desk))
  return (
    <section className="desk-notices" aria-labelledby="notices-title">
      <h2 id="notices-title">{t('desk.notices.title')}</h2>
      {query.isError && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && <p className="quiet">{t('desk.notices.none')}</p>}
      <ul>
        {query.data?.items.map((notice) => (
          <li key={notice.id}>
            <p className="quiet">{showInstant(notice.writtenAt, language)}</p>
            <p>{say(notice.says)}</p>
            {notice.hint && <p className="quiet">{say(notice.hint)}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}

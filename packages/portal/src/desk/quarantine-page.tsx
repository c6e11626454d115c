// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useId } from 'react'
import type { QuarantineState } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import { Loading } from '../states/page-loading.tsx'
import { Trouble } from '../states/trouble.tsx'
import { type AtDesk, DeskFrame } from './desk-frame.tsx'
import { quarantineQuery } from './desk-queries.ts'
import { Releases } from './releases.tsx'
import { WaitingRow } from './waiting-row.tsx'

const states = ['waiting', 'corrected', 'superseded', 'released', 'expired'] as const

export function QuarantinePage(): ReactNode {
  const { t } = useWords()
  return (
    <DeskFrame title={t('desk.waiting.title')}>
      {(at) => (
        <>
          <h1>{t('desk.waiting.title')}</h1>
          <p className="desk-lead">{t('desk.waiting.lead')}</p>
          <Releases {...at} />
          <WaitingRows {...at} />
        </>
      )}
    </DeskFrame>
  )
}

function WaitingRows({ desk, session }: AtDesk): ReactNode {
  const { t } = useWords()
  const { state = 'waiting' } = useSearch({ from: '/desk/quarantine' })
  const query = useInfiniteQuery(quarantineQuery(desk, state))
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className="waiting">
      <StateFilter state={state} />
      {query.isPending && <Loading rows={6} />}
      {query.isError && !query.data && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && rows.length === 0 && (
        <p className="faults-none">
          {t(state === 'waiting' ? 'desk.waiting.empty' : 'desk.waiting.emptyOther')}
        </p>
      )}
      {rows.length > 0 && (
        <table className="desk-table">
          <thead>
            <tr>
              <th scope="col">{t('desk.waiting.batch')}</th>
              <th scope="col">{t('desk.waiting.what')}</th>
              <th scope="col">{t('desk.waiting.age')}</th>
              <th scope="col">{t('desk.waiting.expires')}</th>
              <th scope="col">{t('desk.waiting.holder')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <WaitingRow key={`${row.batch} ${row.row}`} row={row} desk={desk} session={session} />
            ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('desk.waiting.more')}
        </Button>
      )}
    </section>
  )
}

function StateFilter({ state }: { state: QuarantineState }): ReactNode {
  const { t } = useWords()
  const id = useId()
  const navigate = useNavigate()
  return (
    <div className="fault-filters">
      <label htmlFor={id}>{t('desk.waiting.filter')}</label>
      <select
        id={id}
        value={state}
        onChange={(event) => {
          const next = states.find((one) => one === event.target.value)
          void navigate({ to: '/desk/quarantine', search: next === 'waiting' ? {} : { state: next } })
        }}
      >
        {states.map((one) => (
          <option key={one} value={one}>
            {t(`desk.quarantineState.${one}`)}
          </option>
        ))}
      </select>
    </div>
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ReleaseProposal } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import { Trouble } from '../states/trouble.tsx'
import type { AtDesk } from './desk-frame.tsx'
import { releasesQuery } from './desk-queries.ts'
import { shortId, showInstant } from './show.ts'
import { useTrouble } from './use-trouble.ts'

/** What one officer has proposed and another must second. */
export function Releases({ desk, session }: AtDesk): ReactNode {
  const { t } = useWords()
  const query = useQuery(releasesQuery(desk))
  const [doneAs, setDoneAs] = useState<string | null>(null)
  const open = query.data?.items ?? []
  if (query.isError) return <Trouble error={query.error} onRetry={() => void query.refetch()} />
  if (open.length === 0 && doneAs === null) return null
  return (
    <section className="releases" aria-labelledby="releases-title">
      <h2 id="releases-title">{t('desk.release.title')}</h2>
      <p className="quiet">{t('desk.release.lead')}</p>
      <ul>
        {open.map((one) => (
          <Release key={one.id} proposal={one} desk={desk} session={session} onDone={setDoneAs} />
        ))}
      </ul>
      {doneAs !== null && (
        <p role="status">
          {t('desk.release.done')}{' '}
          <Link to="/desk/batches/$id" params={{ id: doneAs }} search={{}}>
            {shortId(doneAs)}
          </Link>
        </p>
      )}
    </section>
  )
}

type Props = AtDesk & { readonly proposal: ReleaseProposal; readonly onDone: (batch: string) => void }

function Release({ proposal, desk, session, onDone }: Props): ReactNode {
  const { t, language } = useWords()
  const queries = useQueryClient()
  const trouble = useTrouble()
  const { holder, scopes } = session.furnisher
  const isOwn = proposal.proposer === holder
  const maySecond = holder !== null && !isOwn && scopes.includes('quarantine:release')
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: ['desk', 'releases'] })
    void queries.invalidateQueries({ queryKey: ['desk', 'quarantine'] })
  }
  const second = async () => {
    const accepted = await trouble.during(desk.second(proposal.id))
    if (accepted) onDone(accepted.id)
    refresh()
  }
  const decline = async () => {
    await trouble.during(desk.decline(proposal.id))
    refresh()
  }
  return (
    <li className="release">
      <p>
        <Link to="/desk/batches/$id" params={{ id: proposal.batch }} search={{ row: proposal.rows[0] }}>
          {t('desk.release.what', { short: shortId(proposal.batch), rows: proposal.rows.join(', ') })}
        </Link>
      </p>
      <p className="quiet">
        {t('desk.release.by', {
          proposer: proposal.proposer,
          ground: t(`desk.release.grounds.${proposal.ground}`),
          until: showInstant(proposal.expiresAt, language),
        })}
      </p>
      {isOwn && <p className="quiet">{t('desk.release.own')}</p>}
      <div className="mend-acts">
        {maySecond && (
          <Button type="primary" loading={trouble.isBusy} onClick={() => void second()}>
            {t('desk.release.second')}
          </Button>
        )}
        {(maySecond || isOwn) && (
          <button type="button" className="link-button" onClick={() => void decline()}>
            {t(isOwn ? 'desk.release.takeBack' : 'desk.release.decline')}
          </button>
        )}
      </div>
      {trouble.error && <Trouble error={trouble.error} />}
    </li>
  )
}

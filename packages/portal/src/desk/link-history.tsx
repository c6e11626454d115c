// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { LinkGround, LinkHistory } from '../api/contract.ts'
import type { LinkClient } from '../api/link-client.ts'
import { useWords } from '../i18n/language.ts'
import { Loading } from '../states/page-loading.tsx'
import { Trouble } from '../states/trouble.tsx'
import { linkHistoryQuery } from './link-queries.ts'
import { showInstant } from './show.ts'

type Named = (id: string) => string

/** With whom a subject is and was read as one, and by whose word. */
export function History({ links, subject }: { links: LinkClient; subject: string }): ReactNode {
  const { t } = useWords()
  const query = useQuery(linkHistoryQuery(links, subject))
  const { data } = query
  const named: Named = (id) => {
    const known = data?.subjects.find((one) => one.id === id)
    return known?.names[0]?.name ?? known?.identifiers[0]?.value ?? id
  }
  return (
    <section className="link-section link-history" aria-labelledby="links-history">
      <h2 id="links-history">
        {t('links.grounds.title', { name: data ? named(data.subject) : '…' })}
        <Link to="/desk/links" search={{}} className="link-button history-close">
          {t('links.grounds.close')}
        </Link>
      </h2>
      {query.isPending && <Loading rows={3} />}
      {query.isError && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {data && <Grounds history={data} named={named} />}
    </section>
  )
}

function Grounds({ history, named }: { history: LinkHistory; named: Named }): ReactNode {
  const { t } = useWords()
  const { group, readAs, grounds } = history
  if (grounds.length === 0) return <p className="faults-none">{t('links.grounds.none')}</p>
  return (
    <>
      {group.length > 1 && (
        <div className="history-group">
          <p>{t('links.grounds.together', { name: named(readAs) })}</p>
          <ul>
            {group.map((id) => (
              <li key={id}>{named(id)}</li>
            ))}
          </ul>
        </div>
      )}
      <ol className="grounds">
        {grounds.map((ground) => (
          <Ground key={ground.id} ground={ground} named={named} />
        ))}
      </ol>
    </>
  )
}

function Ground({ ground, named }: { ground: LinkGround; named: Named }): ReactNode {
  const { t, language } = useWords()
  const { joining, other, reason, assertedBy, by, at, end } = ground
  const whose = (officers: LinkGround['by']): string | null => {
    if (officers === null) return null
    const { body, proposer, seconder } = officers
    return proposer === null ? body : t('links.grounds.officers', { body, proposer, seconder })
  }
  return (
    <li className={end === null ? 'ground' : 'ground is-ended'}>
      <p>
        <strong>{named(joining)}</strong> ＋ {named(other)}
        <span className="desk-tag">{t(end === null ? 'links.grounds.inForce' : 'links.grounds.ended')}</span>
      </p>
      <p className="quiet">
        {t('links.grounds.from', { at: showInstant(at, language) })} · {t(`links.grounds.reason.${reason}`)}
        {(assertedBy ?? whose(by)) && ` · ${assertedBy ?? whose(by)}`}
      </p>
      {end !== null && (
        <p className="quiet">
          {t('links.grounds.until', { at: showInstant(end.at, language) })}
          {end.by && ` · ${whose(end.by)}`}
        </p>
      )}
    </li>
  )
}

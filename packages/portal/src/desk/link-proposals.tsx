// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { LinkProposal } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import { Loading } from '../states/page-loading.tsx'
import { Trouble } from '../states/trouble.tsx'
import { linkProposalsQuery } from './link-queries.ts'
import type { AtLinks } from './links-page.tsx'
import { showInstant } from './show.ts'
import { TwoSubjects } from './two-subjects.tsx'
import { useTrouble } from './use-trouble.ts'

type Outcome = { readonly proposal: LinkProposal; readonly held: boolean }

/** What one officer has proposed and another must decide. */
export function Proposals({ links, session }: AtLinks): ReactNode {
  const { t } = useWords()
  const query = useInfiniteQuery(linkProposalsQuery(links))
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const open = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className="link-section" aria-labelledby="links-waiting">
      <h2 id="links-waiting">{t('links.waiting')}</h2>
      {query.isPending && <Loading rows={6} />}
      {query.isError && !query.data && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && open.length === 0 && <p className="faults-none">{t('links.none')}</p>}
      {outcome && <Told outcome={outcome} />}
      <ul>
        {open.map((one) => (
          <Proposal key={one.id} proposal={one} links={links} session={session} onDone={setOutcome} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('links.more')}
        </Button>
      )}
    </section>
  )
}

function Told({ outcome: { proposal, held } }: { outcome: Outcome }): ReactNode {
  const { t } = useWords()
  return (
    <p role="status" className="link-told">
      {t(held ? `links.done.${proposal.act}` : 'links.declined')}{' '}
      {held && (
        <Link to="/organisations/$id" params={{ id: proposal.joining.id }} search={{}}>
          {proposal.joining.names[0]?.name ?? t('links.page')}
        </Link>
      )}
    </p>
  )
}

type Props = AtLinks & { readonly proposal: LinkProposal; readonly onDone: (outcome: Outcome) => void }

function Proposal({ proposal, links, session, onDone }: Props): ReactNode {
  const { t, language } = useWords()
  const { act, proposer, proposedAt, expiresAt, ageDays, evidence } = proposal
  return (
    <li className="link-proposal">
      <h3>{t(`links.question.${act}`)}</h3>
      <p className="quiet">
        {t('links.by', {
          proposer,
          at: showInstant(proposedAt, language),
          until: showInstant(expiresAt, language),
        })}{' '}
        · {ageDays === 0 ? t('links.today') : t('links.age', { count: ageDays })}
      </p>
      <TwoSubjects {...proposal} />
      <p className="likeness">
        <span className="quiet">{t('links.evidence')}</span>
        {evidence.map((code) => (
          <span key={code} className="evidence">
            {t(`links.evidenceCode.${code}`)}
          </span>
        ))}
      </p>
      <Decide proposal={proposal} links={links} session={session} onDone={onDone} />
    </li>
  )
}

function Decide({ proposal, links, session, onDone }: Props): ReactNode {
  const { t } = useWords()
  const queries = useQueryClient()
  const trouble = useTrouble()
  const { holder, scopes } = session.furnisher
  const isOwn = proposal.proposer === holder
  const mayDecide = holder !== null && !isOwn && scopes.includes('links:decide')
  const settle = async (answer: Promise<unknown>, held: boolean) => {
    if ((await trouble.during(answer)) !== undefined) onDone({ proposal, held })
    void queries.invalidateQueries({ queryKey: ['desk', 'links'] })
  }
  return (
    <>
      {isOwn && <p className="quiet">{t('links.own')}</p>}
      <div className="mend-acts">
        {mayDecide && (
          <Button
            type="primary"
            loading={trouble.isBusy}
            onClick={() => void settle(links.second(proposal.id), true)}
          >
            {t(`links.second.${proposal.act}`)}
          </Button>
        )}
        {(mayDecide || isOwn) && (
          <button
            type="button"
            className="link-button"
            disabled={trouble.isBusy}
            onClick={() => void settle(links.decline(proposal.id), false)}
          >
            {t(isOwn ? 'links.takeBack' : 'links.decline')}
          </button>
        )}
      </div>
      {trouble.error && <Trouble error={trouble.error} />}
    </>
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import type { LinkAct, LinkComparison, LinkEvidence } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import { Loading } from '../states/page-loading.tsx'
import { Trouble } from '../states/trouble.tsx'
import { comparisonQuery } from './link-queries.ts'
import type { AtLinks } from './links-page.tsx'
import { TwoSubjects } from './two-subjects.tsx'
import { useTrouble } from './use-trouble.ts'

const onBoth = ['register-extract', 'furnisher-confirmed', 'subject-confirmed'] as const
const evidenceFor: Readonly<Record<LinkAct, readonly LinkEvidence[]>> = {
  link: [
    ...onBoth,
    'renaming-notice',
    'merger-notice',
    'same-registration-number',
    'same-address',
    'same-core-and-region',
  ],
  part: [...onBoth, 'linked-in-error', 'number-reassigned'],
}

type Pair = { readonly joining: string; readonly other: string }

/** Two are looked at beside each other before anything is proposed. Numbers stand in no address: one may be wrong. */
export function CompareSubjects({ links, session }: AtLinks): ReactNode {
  const { t } = useWords()
  const [pair, setPair] = useState<Pair | null>(null)
  const query = useQuery({
    ...comparisonQuery(links, pair?.joining ?? '', pair?.other ?? ''),
    enabled: pair !== null,
  })
  return (
    <section className="link-section" aria-labelledby="links-compare">
      <h2 id="links-compare">{t('links.compare.title')}</h2>
      <TwoNumbers onCompare={setPair} />
      {query.isLoading && <Loading rows={5} />}
      {query.isError && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && !query.isError && (
        <Compared
          key={`${pair?.joining} ${pair?.other}`}
          compared={query.data}
          links={links}
          session={session}
        />
      )}
    </section>
  )
}

function TwoNumbers({ onCompare }: { onCompare: (pair: Pair) => void }): ReactNode {
  const { t } = useWords()
  const id = useId()
  const [joining, setJoining] = useState('')
  const [other, setOther] = useState('')
  const compare = (pair: Pair) => {
    setJoining(pair.joining)
    setOther(pair.other)
    if (pair.joining !== '' && pair.other !== '') onCompare(pair)
  }
  const field = (label: string, value: string, set: (text: string) => void, name: string): ReactNode => (
    <div>
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        value={value}
        maxLength={64}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-hint`}
        onChange={(event) => set(event.target.value)}
      />
    </div>
  )
  return (
    <form
      className="two-numbers"
      onSubmit={(event) => {
        event.preventDefault()
        compare({ joining: joining.trim(), other: other.trim() })
      }}
    >
      {field(t('links.compare.joining'), joining, setJoining, 'joining')}
      {field(t('links.compare.other'), other, setOther, 'other')}
      <div className="two-numbers-acts">
        <Button type="primary" htmlType="submit">
          {t('links.compare.go')}
        </Button>
        <Button
          onClick={() => compare({ joining: other.trim(), other: joining.trim() })}
          disabled={joining === '' || other === ''}
        >
          {t('links.compare.swap')}
        </Button>
      </div>
      <p className="quiet" id={`${id}-hint`}>
        {t('links.compare.hint')}
      </p>
    </form>
  )
}

function Compared({ compared, links, session }: { compared: LinkComparison } & AtLinks): ReactNode {
  const { t } = useWords()
  const { holder, scopes } = session.furnisher
  const act = compared.possible[0]
  return (
    <div className="link-proposal">
      <TwoSubjects {...compared} act={act ?? 'part'} />
      {act === undefined && <p role="status">{t(`links.compare.${obstacleOf(compared)}`)}</p>}
      {act !== undefined && scopes.includes('links:propose') && holder === null && (
        <p className="quiet">{t('links.compare.machine')}</p>
      )}
      {act !== undefined && scopes.includes('links:propose') && holder !== null && (
        <Propose compared={compared} act={act} links={links} session={session} />
      )}
    </div>
  )
}

function obstacleOf({ joining, other }: LinkComparison): 'same' | 'kinds' | 'through' {
  if (joining.id === other.id) return 'same'
  return joining.kind === other.kind ? 'through' : 'kinds'
}

function Propose({ compared, act, links }: { compared: LinkComparison; act: LinkAct } & AtLinks): ReactNode {
  const { t } = useWords()
  const queries = useQueryClient()
  const trouble = useTrouble()
  const [evidence, setEvidence] = useState<readonly LinkEvidence[]>([])
  const [isDone, setDone] = useState(false)
  if (isDone) return <p role="status">{t('links.compare.proposed')}</p>
  const toggle = (code: LinkEvidence) =>
    setEvidence(evidence.includes(code) ? evidence.filter((one) => one !== code) : [...evidence, code])
  const propose = async () => {
    const about = { joining: compared.joining.id, other: compared.other.id }
    if (!(await trouble.during(links.propose({ act, ...about, evidence })))) return
    setDone(true)
    void queries.invalidateQueries({ queryKey: ['desk', 'links', 'proposals'] })
  }
  return (
    <fieldset className="pick-evidence">
      <legend>{t('links.compare.pick')}</legend>
      {evidenceFor[act].map((code) => (
        <label key={code}>
          <input type="checkbox" checked={evidence.includes(code)} onChange={() => toggle(code)} />
          {t(`links.evidenceCode.${code}`)}
        </label>
      ))}
      <Button
        type="primary"
        disabled={evidence.length === 0}
        loading={trouble.isBusy}
        onClick={() => void propose()}
      >
        {t(`links.compare.propose.${act}`)}
      </Button>
      {trouble.error && <Trouble error={trouble.error} />}
    </fieldset>
  )
}

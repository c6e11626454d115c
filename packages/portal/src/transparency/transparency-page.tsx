// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Checkpoint, type SubtreeRange, tileWidth } from '@probity/verify'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import '../style/proof.css'
import '../style/steps.css'
import '../style/log.css'
import type { LogStanding } from '../api/contract.ts'
import { checkCheckpoint } from '../check/check-log.ts'
import { Walk } from '../check/walk.ts'
import { usePageTitle } from '../frame/use-page-title.ts'
import { useWords } from '../i18n/language.ts'
import { KeysField } from '../proof/keys-field.tsx'
import { textOfKeys } from '../proof/offered-keys.ts'
import { readKeys, type TrustedKeys } from '../proof/trusted-keys.ts'
import { Loading } from '../states/page-loading.tsx'
import { CheckpointSection } from './checkpoint-section.tsx'
import { readEntry } from './entry-facts.tsx'
import { EntrySection } from './entry-section.tsx'
import { timeOfEntry } from './entry-time.ts'
import { KindsSection } from './kinds-section.tsx'
import { fetchCheckpoint, fetchEntries, fetchStanding } from './log-source.ts'
import { LogTrouble } from './log-trouble.tsx'
import { PastSection } from './past-section.tsx'
import { TreeSection } from './tree-section.tsx'
import { WitnessList } from './witness-list.tsx'

/** The log, for somebody who believes nothing: everything below the title is worked out in the reader's browser. */
export function TransparencyPage(): ReactNode {
  const { t } = useWords()
  usePageTitle(t('log.title'))
  const standing = useQuery({ queryKey: ['log-standing'], queryFn: ({ signal }) => fetchStanding(signal) })
  const note = useQuery({
    queryKey: ['checkpoint'],
    queryFn: ({ signal }) => fetchCheckpoint(signal),
    // What is drawn stays what it was until the reader asks for the newest.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
  })
  const error = note.error ?? standing.error
  return (
    <div className="width page log-page">
      <h1>{t('log.title')}</h1>
      <p className="log-intro">{t('log.lead')}</p>
      {note.data !== undefined && standing.data ? (
        <Log
          note={note.data}
          standing={standing.data}
          isFetching={note.isFetching}
          onRefresh={() => {
            void note.refetch()
            void standing.refetch()
          }}
        />
      ) : error ? (
        <LogTrouble
          error={error}
          onRetry={() => {
            void note.refetch()
            void standing.refetch()
          }}
        />
      ) : (
        <Loading rows={8} />
      )}
    </div>
  )
}

type LogProps = {
  readonly note: string
  readonly standing: LogStanding
  readonly isFetching: boolean
  readonly onRefresh: () => void
}

function Log({ note, standing, isFetching, onRefresh }: LogProps): ReactNode {
  const { t } = useWords()
  const { keys: ownKeys, cosigning } = standing
  const [keysText, setKeysText] = useState(() =>
    textOfKeys(
      { keys: ownKeys, witnesses: cosigning?.witnesses.map((one) => one.verifierKey) ?? [] },
      t('check.keysRetired'),
    ),
  )
  const keys = useMemo(() => readKeys(keysText), [keysText])
  const { steps, checkpoint } = useMemo(() => {
    const walk = new Walk()
    const checked = checkCheckpoint(walk, 'checkpoint', note, keys)
    return { steps: walk.steps, checkpoint: checked?.checkpoint ?? null }
  }, [note, keys])
  const size = checkpoint?.size ?? 0
  const last = Math.max(0, Math.floor((size - 1) / tileWidth))
  const newest = useQuery({
    queryKey: ['newest-entries', size],
    queryFn: () => fetchEntries(last, size),
    enabled: size > 0,
  })
  const entry = newest.data?.at(-1)
  const id = entry && readEntry(entry)?.id
  return (
    <>
      <CheckpointSection
        note={note}
        steps={steps}
        checkpoint={checkpoint}
        newestAt={id === undefined ? null : timeOfEntry(id)}
        isFetching={isFetching}
        onRefresh={onRefresh}
      />
      <details className="log-keys">
        <summary>{t('check.keysTitle')}</summary>
        <KeysField text={keysText} keys={keys} note={t('log.keysNote')} onText={setKeysText} />
        {ownKeys.length > 1 && (
          <p>
            <a href="/log/handovers" download>
              {t('log.handovers')}
            </a>
          </p>
        )}
        {cosigning && <WitnessList cosigning={cosigning} />}
      </details>
      {checkpoint && size > 0 && <Drawings checkpoint={checkpoint} note={note} keys={keys} />}
      {checkpoint && size === 0 && <p>{t('log.empty')}</p>}
      {!checkpoint && <p className="keys-wrong">{t('log.nothingProven')}</p>}
      <KindsSection newest={newest.data ?? []} />
    </>
  )
}

type DrawingsProps = { readonly checkpoint: Checkpoint; readonly note: string; readonly keys: TrustedKeys }

function Drawings({ checkpoint, note, keys }: DrawingsProps): ReactNode {
  const { size } = checkpoint
  const search = useSearch({ from: '/transparency' })
  const navigate = useNavigate()
  const go = (asked: { entry?: number | undefined; at?: string | undefined; older?: number | undefined }) =>
    void navigate({
      to: '.',
      search: (kept: Record<string, unknown>) => ({ ...kept, ...asked }),
      replace: true,
      resetScroll: false,
    })
  const index = Math.min(search.entry ?? size - 1, size - 1)
  // Something to look at before anything is chosen.
  const older = Math.min(search.older ?? Math.max(1, Math.floor(size * 0.7)), size)
  return (
    <>
      <TreeSection
        checkpoint={checkpoint}
        at={rangeOf(search.at)}
        chosen={index}
        onAt={(range) => go({ at: range ? `${range.begin}-${range.end}` : undefined })}
        onChoose={(entry) => go({ entry })}
      />
      <EntrySection checkpoint={checkpoint} note={note} index={index} onChoose={(entry) => go({ entry })} />
      <PastSection
        checkpoint={checkpoint}
        keys={keys}
        older={older}
        onOlder={(size) => go({ older: size })}
      />
    </>
  )
}

function rangeOf(text: string | undefined): SubtreeRange | null {
  const [, begin, end] = /^(\d{1,16})-(\d{1,16})$/.exec(text ?? '') ?? []
  return begin === undefined || end === undefined ? null : { begin: Number(begin), end: Number(end) }
}

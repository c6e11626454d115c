// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Checkpoint, formatLogProof } from '@probity/verify'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { Verdict } from '../check/verdict.tsx'
import { saveBlob } from '../desk/save-blob.ts'
import { showSize } from '../desk/show.ts'
import { useWords } from '../i18n/language.ts'
import { InclusionWalk } from '../proof/inclusion-walk.tsx'
import { showNumber } from '../report/show-value.ts'
import { Loading } from '../states/page-loading.tsx'
import { EntryFacts } from './entry-facts.tsx'
import { LogTrouble } from './log-trouble.tsx'
import { NumberField } from './number-field.tsx'
import { type ProvenEntry, proveEntry } from './prove.ts'

type Props = {
  readonly checkpoint: Checkpoint
  readonly note: string
  readonly index: number
  readonly onChoose: (index: number) => void
}

/** One entry, and its way to the signed root, computed here from the fingerprints that the way needs. */
export function EntrySection({ checkpoint, note, index, onChoose }: Props): ReactNode {
  const { t, language } = useWords()
  const id = useId()
  const { size } = checkpoint
  const query = useQuery({
    queryKey: ['proven-entry', size, index],
    queryFn: () => proveEntry(index, checkpoint),
    placeholderData: keepPreviousData,
  })
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{t('log.entry.title')}</h2>
      <p className="log-lead">{t('log.entry.lead')}</p>
      <div className="log-buttons">
        <NumberField
          label={t('log.entry.number', { last: showNumber(size - 1, language) })}
          value={index}
          min={0}
          max={size - 1}
          onValue={onChoose}
        />
        <button
          type="button"
          className="small-button"
          disabled={index === 0}
          onClick={() => onChoose(index - 1)}
        >
          {t('log.entry.before')}
        </button>
        <button
          type="button"
          className="small-button"
          disabled={index === size - 1}
          onClick={() => onChoose(index + 1)}
        >
          {t('log.entry.next')}
        </button>
        <button
          type="button"
          className="small-button"
          disabled={index === size - 1}
          onClick={() => onChoose(size - 1)}
        >
          {t('log.entry.newest')}
        </button>
      </div>
      {query.data ? (
        <Proven proven={query.data} checkpoint={checkpoint} note={note} isWaiting={query.isPlaceholderData} />
      ) : query.error ? (
        <LogTrouble error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Loading rows={5} />
      )}
    </section>
  )
}

type ProvenProps = {
  readonly proven: ProvenEntry
  readonly checkpoint: Checkpoint
  readonly note: string
  readonly isWaiting: boolean
}

function Proven({ proven, checkpoint, note, isWaiting }: ProvenProps): ReactNode {
  const { t, language } = useWords()
  const { index, entry, proof, steps, refused, fetched } = proven
  const numbers = { index: showNumber(index, language), size: showNumber(checkpoint.size, language) }
  const save = () => {
    saveBlob(new Blob([new Uint8Array(entry)]), `entry-${index}.json`)
    const text = formatLogProof({ index, path: proof.path, checkpoint: note })
    saveBlob(new Blob([text], { type: 'text/plain' }), `entry-${index}.tlog-proof`)
  }
  return (
    <div className={isWaiting ? 'proven is-waiting' : 'proven'}>
      <Verdict
        refused={refused}
        says={t('log.entry.proven', numbers)}
        fails={t('log.entry.refused', numbers)}
      />
      <div className="proven-columns">
        <EntryFacts entry={entry} index={index} />
        {steps && <InclusionWalk steps={steps} signed={checkpoint.root} unit="entry" />}
      </div>
      <p className="quiet">
        {t('log.fetched', { count: fetched.tiles, bytes: showSize(fetched.bytes, language) })}
      </p>
      <p className="log-buttons">
        <button type="button" className="small-button" onClick={save}>
          {t('log.entry.save')}
        </button>
        <a href={`/verify?lang=${language}`}>{t('log.entry.verify')}</a>
      </p>
    </div>
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Checkpoint } from '@probity/verify'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useMemo, useState } from 'react'
import { checkCheckpoint } from '../check/check-log.ts'
import { StepLine } from '../check/step-line.tsx'
import { Verdict } from '../check/verdict.tsx'
import { type Step, Walk } from '../check/walk.ts'
import { showSize } from '../desk/show.ts'
import { useWords } from '../i18n/language.ts'
import { ConsistencyWalk } from '../proof/consistency-walk.tsx'
import { Fingerprint } from '../proof/fingerprint.tsx'
import type { TrustedKeys } from '../proof/trusted-keys.ts'
import { showNumber } from '../report/show-value.ts'
import { Loading } from '../states/page-loading.tsx'
import { LogTrouble } from './log-trouble.tsx'
import { NumberField } from './number-field.tsx'
import { provePast } from './prove.ts'

type Props = {
  readonly checkpoint: Checkpoint
  readonly keys: TrustedKeys
  readonly older: number
  readonly onOlder: (size: number) => void
}

/** Then and now: the older tree is the beginning of the newer, or the log has changed its past. */
export function PastSection({ checkpoint, keys, older, onOlder }: Props): ReactNode {
  const { t, language } = useWords()
  const id = useId()
  const [kept, setKept] = useState('')
  const { steps, own } = useMemo(() => readKept(kept, keys), [kept, keys])
  const isOther = own !== null && own.origin !== checkpoint.origin
  const isLarger = own !== null && own.size > checkpoint.size
  const isUsable = kept.trim() === '' || (own !== null && !isOther && !isLarger)
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{t('log.past.title')}</h2>
      <p className="log-lead">{t('log.past.lead')}</p>
      <div className="past-choice">
        <div className="keys">
          <label htmlFor={`${id}-kept`}>{t('log.past.kept')}</label>
          <textarea
            id={`${id}-kept`}
            rows={5}
            spellCheck={false}
            value={kept}
            placeholder={t('log.past.keptPlaceholder')}
            aria-describedby={`${id}-note`}
            onChange={(event) => setKept(event.target.value)}
          />
          <p className="quiet" id={`${id}-note`}>
            {t('log.past.keptNote')}
          </p>
        </div>
        {kept.trim() === '' && (
          <div className="log-buttons">
            <NumberField
              label={t('log.past.number', { last: showNumber(checkpoint.size, language) })}
              value={older}
              min={1}
              max={checkpoint.size}
              onValue={onOlder}
            />
          </div>
        )}
      </div>
      <KeptSteps steps={steps} />
      {isOther && (
        <p className="keys-wrong" role="alert">
          {t('log.past.other', { origin: own.origin })}
        </p>
      )}
      {isLarger && (
        <p className="keys-wrong" role="alert">
          {t('log.past.larger', {
            kept: showNumber(own.size, language),
            size: showNumber(checkpoint.size, language),
          })}
        </p>
      )}
      {isUsable && (
        <Compared
          checkpoint={checkpoint}
          older={own ? { size: own.size, root: own.root } : { size: older, root: null }}
        />
      )}
    </section>
  )
}

function KeptSteps({ steps }: { steps: readonly Step[] }): ReactNode {
  return (
    <div role="status">
      {steps.length > 0 && (
        <ol className="check-steps">
          {steps.map((step) => (
            <StepLine key={`${step.says} ${JSON.stringify(step.facts)}`} step={step} />
          ))}
        </ol>
      )}
    </div>
  )
}

/** What was pasted, checked as a checkpoint is: a line end lost on the way is put back. */
function readKept(text: string, keys: TrustedKeys) {
  const walk = new Walk()
  const note = `${text.replace(/\r\n/g, '\n').trim()}\n`
  const checked = text.trim() === '' ? undefined : checkCheckpoint(walk, 'kept', note, keys)
  return { steps: walk.steps, own: checked?.checkpoint ?? null }
}

type ComparedProps = {
  readonly checkpoint: Checkpoint
  readonly older: { readonly size: number; readonly root: Uint8Array | null }
}

function Compared({ checkpoint, older }: ComparedProps): ReactNode {
  const { t, language } = useWords()
  const query = useQuery({
    queryKey: ['proven-past', checkpoint.size, older.size, older.root?.join() ?? ''],
    queryFn: () => provePast(older, checkpoint),
    placeholderData: keepPreviousData,
  })
  if (query.error && !query.data)
    return <LogTrouble error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Loading rows={5} />
  const { older: then, steps, refused, fetched } = query.data
  const numbers = { older: showNumber(then.size, language), size: showNumber(checkpoint.size, language) }
  const isSame = then.size === checkpoint.size
  return (
    <div className={query.isPlaceholderData ? 'proven is-waiting' : 'proven'}>
      <Verdict
        refused={refused}
        says={t(isSame ? 'log.past.same' : 'log.past.proven', numbers)}
        fails={t('log.past.refused', numbers)}
      />
      {older.root === null && (
        <p className="past-root">
          {t('log.past.rootThen', numbers)} <Fingerprint hash={then.root} isWhole />
          <span className="quiet">{t('log.past.rootNote')}</span>
        </p>
      )}
      {steps && (
        <ConsistencyWalk
          steps={steps}
          signed={{ older: then.root, newer: checkpoint.root }}
          isOlderSigned={older.root !== null}
        />
      )}
      <p className="quiet">
        {t('log.fetched', { count: fetched.tiles, bytes: showSize(fetched.bytes, language) })}
      </p>
    </div>
  )
}

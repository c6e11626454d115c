// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Checkpoint } from '@probity/verify'
import type { ReactNode } from 'react'
import { StepLine } from '../check/step-line.tsx'
import type { Step } from '../check/walk.ts'
import { saveBlob } from '../desk/save-blob.ts'
import { showInstant } from '../desk/show.ts'
import { useWords } from '../i18n/language.ts'
import { Fingerprint } from '../proof/fingerprint.tsx'
import { showNumber } from '../report/show-value.ts'
import { readerNow, showAge } from './entry-time.ts'

type Props = {
  readonly note: string
  readonly steps: readonly Step[]
  /** Null when it does not hold: then nothing of it is shown as if it did. */
  readonly checkpoint: Checkpoint | null
  readonly newestAt: number | null
  readonly isFetching: boolean
  readonly onRefresh: () => void
}

/** What the log has signed last: how much there is, and one fingerprint for all of it. */
export function CheckpointSection(props: Props): ReactNode {
  const { note, steps, checkpoint, newestAt, isFetching, onRefresh } = props
  const { t, language } = useWords()
  return (
    <section className="checkpoint" aria-labelledby="checkpoint-title">
      <h2 id="checkpoint-title">{t('log.checkpoint.title')}</h2>
      {checkpoint && (
        <div className="checkpoint-facts">
          <p className="checkpoint-size">
            <span className="number">{showNumber(checkpoint.size, language)}</span>
            {t('log.checkpoint.entries', { count: checkpoint.size })}
          </p>
          <dl className="facts-table">
            <div>
              <dt>{t('log.checkpoint.root')}</dt>
              <dd>
                <Fingerprint hash={checkpoint.root} isWhole />
              </dd>
            </div>
            <div>
              <dt>{t('log.checkpoint.origin')}</dt>
              <dd>{checkpoint.origin}</dd>
            </div>
            {newestAt !== null && (
              <div>
                <dt>{t('log.checkpoint.newest')}</dt>
                <dd>
                  {showInstant(new Date(newestAt).toISOString(), language)}
                  {language === 'zh' ? '（' : ' ('}
                  {showAge(newestAt, readerNow(), language)}
                  {language === 'zh' ? '）' : ')'}
                </dd>
              </div>
            )}
          </dl>
          {newestAt !== null && <p className="quiet">{t('log.checkpoint.timeNote')}</p>}
        </div>
      )}
      <div>
        <h3>{t('log.checkpoint.checked')}</h3>
        <ol className="check-steps">
          {steps.map((step) => (
            <StepLine key={`${step.says} ${JSON.stringify(step.facts)}`} step={step} />
          ))}
        </ol>
        <p className="log-buttons">
          <button type="button" className="small-button" disabled={isFetching} onClick={onRefresh}>
            {t('log.checkpoint.refresh')}
          </button>
          {checkpoint && (
            <button
              type="button"
              className="small-button"
              onClick={() =>
                saveBlob(new Blob([note], { type: 'text/plain' }), `checkpoint-${checkpoint.size}.txt`)
              }
            >
              {t('log.checkpoint.save')}
            </button>
          )}
        </p>
        {checkpoint && <p className="quiet">{t('log.checkpoint.saveHint')}</p>}
      </div>
    </section>
  )
}

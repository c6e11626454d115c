// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { BatchState } from '../api/contract.ts'
import type { DeskClient } from '../api/desk-client.ts'
import { useWords } from '../i18n/language.ts'
import { showNumber } from '../report/show-value.ts'
import { Trouble } from '../states/trouble.tsx'
import { isFinished } from './desk-queries.ts'
import { saveBlob } from './save-blob.ts'
import { useTrouble } from './use-trouble.ts'

const steps = ['received', 'judging', 'merging', 'completed'] as const
const counted = ['accepted', 'corrected', 'unchanged', 'withdrawn', 'faulty'] as const

/** Where a batch is, in words a screen reader hears when they change; then what became of each row. */
export function BatchProgress({ batch, desk }: { batch: BatchState; desk: DeskClient }): ReactNode {
  const { t } = useWords()
  return (
    <section className="batch-progress" aria-label={t('desk.batch.step')}>
      {batch.state === 'refused' ? <Refused batch={batch} /> : <Steps batch={batch} />}
      {isFinished(batch) ? <Outcome batch={batch} desk={desk} /> : <UnderWay batch={batch} />}
    </section>
  )
}

function Steps({ batch }: { batch: BatchState }): ReactNode {
  const { t } = useWords()
  const at = [...steps, 'refused'].indexOf(batch.state)
  return (
    <ol className="batch-steps">
      {steps.map((step, i) => (
        <li
          key={step}
          className={i < at || batch.state === 'completed' ? 'is-done' : undefined}
          aria-current={i === at ? 'step' : undefined}
        >
          {t(`desk.state.${step}`)}
        </li>
      ))}
    </ol>
  )
}

function UnderWay({ batch }: { batch: BatchState }): ReactNode {
  const { t, language } = useWords()
  const { rows, accepted, corrected, unchanged, withdrawn } = batch.counts
  const done = accepted + corrected + unchanged + withdrawn
  return (
    <div role="status">
      {rows !== null && rows > 0 && (
        <>
          <progress max={rows} value={done} aria-label={t('desk.batch.step')} />
          <p>
            {t('desk.batch.merged', { done: showNumber(done, language), rows: showNumber(rows, language) })}
          </p>
        </>
      )}
      <p className="quiet">{t('desk.batch.waiting')}</p>
    </div>
  )
}

function Refused({ batch }: { batch: BatchState }): ReactNode {
  const { t, say } = useWords()
  return (
    <div className="batch-failed" role="alert">
      <h2>{t('desk.batch.refusedTitle')}</h2>
      {batch.refusal && (
        <p>
          {say(batch.refusal.says)} {batch.refusal.hint && say(batch.refusal.hint)}
        </p>
      )}
    </div>
  )
}

function Outcome({ batch, desk }: { batch: BatchState; desk: DeskClient }): ReactNode {
  const { t, language } = useWords()
  const number = (value: number | null) => showNumber(value ?? 0, language)
  const left = batch.quarantine.filter((one) => one.rows > 0)
  return (
    <>
      {batch.state === 'completed' && (
        <>
          <dl className="batch-counts" aria-label={t('desk.batch.counts')}>
            <div>
              <dt>{t('desk.batch.rows')}</dt>
              <dd>{number(batch.counts.rows)}</dd>
            </div>
            {counted.map((name) => (
              <div key={name} className={name === 'faulty' && batch.counts.faulty ? 'has-faults' : undefined}>
                <dt>{t(`desk.batch.${name}`)}</dt>
                <dd>{number(batch.counts[name])}</dd>
              </div>
            ))}
          </dl>
          <p className="quiet">{t('desk.batch.sum')}</p>
        </>
      )}
      {batch.namesDisagreeing > 0 && <p>{t('desk.batch.names', { count: batch.namesDisagreeing })}</p>}
      {left.length > 0 && (
        <p className="batch-settled">
          {t('desk.batch.settled')}
          {left.map((one) => (
            <span key={one.state} className={`desk-tag settled-${one.state}`}>
              {t(`desk.quarantineState.${one.state}`)} {number(one.rows)}
            </span>
          ))}
        </p>
      )}
      <Downloads batch={batch} desk={desk} />
    </>
  )
}

function Downloads({ batch, desk }: { batch: BatchState; desk: DeskClient }): ReactNode {
  const { t, language } = useWords()
  const trouble = useTrouble()
  const { receipt } = batch
  const saveFaults = async (ending: 'csv' | 'xlsx') => {
    const blob = await trouble.during(desk.download(`/v1/batches/${batch.id}/faults.${ending}`))
    if (blob) saveBlob(blob, `faults-${batch.id}.${ending}`)
  }
  return (
    <div className="batch-downloads">
      {receipt !== null && (
        <Button
          onClick={() => saveBlob(new Blob([receipt], { type: 'text/plain' }), `receipt-${batch.id}.txt`)}
        >
          {t('desk.batch.receipt')}
        </Button>
      )}
      {(batch.counts.faulty ?? 0) > 0 && (
        <>
          <Button onClick={() => void saveFaults('csv')}>{t('desk.batch.annotated')} CSV</Button>
          <Button onClick={() => void saveFaults('xlsx')}>{t('desk.batch.annotated')} XLSX</Button>
        </>
      )}
      {receipt !== null && (
        <p className="quiet">
          {t('desk.batch.receiptHint')} <a href={`/verify?lang=${language}`}>{t('check.title')}</a>,{' '}
          <code>npx probity-verify receipt receipt.txt --key node.pub</code>
        </p>
      )}
      {trouble.error && <Trouble error={trouble.error} />}
    </div>
  )
}

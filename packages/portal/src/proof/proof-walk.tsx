// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ReactNode, useState } from 'react'
import { useWords } from '../i18n/language.ts'
import { Fingerprint } from './fingerprint.tsx'

/** One sentence of a proof, and the fingerprints that have been computed when it is said. */
export type WalkStep = { readonly text: string; readonly hashes: readonly Uint8Array[] }

type Props = {
  readonly steps: readonly WalkStep[]
  readonly legend: ReactNode
  /** Draws what has been done after so many steps. */
  readonly draw: (done: number) => ReactNode
}

/** A drawing that can be walked through, by mouse or by keyboard; the sentence of the step is read aloud. */
export function ProofWalk({ steps, legend, draw }: Props): ReactNode {
  const { t } = useWords()
  const [chosen, setChosen] = useState<number | null>(null)
  // Another proof may be shorter than the one that was walked through before.
  const done = Math.min(chosen ?? steps.length, steps.length)
  const step = steps[done - 1]
  return (
    <div className="walk">
      {draw(done)}
      {legend}
      <div className="walk-bar">
        <button type="button" className="small-button" disabled={done <= 1} onClick={() => setChosen(1)}>
          {t('proof.first')}
        </button>
        <button
          type="button"
          className="small-button"
          disabled={done <= 1}
          onClick={() => setChosen(done - 1)}
        >
          {t('proof.before')}
        </button>
        <span className="walk-place number">{t('proof.place', { done, all: steps.length })}</span>
        <button
          type="button"
          className="small-button"
          disabled={done >= steps.length}
          onClick={() => setChosen(done + 1)}
        >
          {t('proof.next')}
        </button>
        <button
          type="button"
          className="small-button"
          disabled={done >= steps.length}
          onClick={() => setChosen(null)}
        >
          {t('proof.all')}
        </button>
      </div>
      <p className="walk-says" role="status">
        {step?.text}
      </p>
      <details className="walk-list">
        <summary>{t('proof.inWords')}</summary>
        <ol>
          {steps.map(({ text, hashes }, at) => (
            <li key={text} className={at + 1 === done ? 'is-here' : undefined}>
              <span>{text}</span>
              {/* Two that are the same are shown once: that they are is what the sentence says. */}
              {[...new Map(hashes.map((hash) => [hash.join(), hash]))].map(([key, hash]) => (
                <Fingerprint key={key} hash={hash} isWhole />
              ))}
            </li>
          ))}
        </ol>
      </details>
    </div>
  )
}

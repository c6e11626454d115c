// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ReactNode, useId } from 'react'
import { useWords } from '../i18n/language.ts'
import { showNumber } from '../report/show-value.ts'
import { readEntry } from './entry-facts.tsx'
import { useKindWords } from './use-kind-words.ts'

/** @param newest the entries of the last bundle: enough to tell what goes on, and already here */
export function KindsSection({ newest }: { newest: readonly Uint8Array[] }): ReactNode {
  const { t, language } = useWords()
  const id = useId()
  const wordsOf = useKindWords()
  const known = Object.keys(t('log.kinds', { returnObjects: true }))
  const found = newest.map((entry) => readEntry(entry)?.kind).filter((kind) => kind !== undefined)
  const kinds = [...new Set([...known, ...found])]
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{t('log.kindsTitle')}</h2>
      <p className="log-lead">{t('log.kindsLead')}</p>
      <dl className="kinds">
        {kinds.map((kind) => {
          const { title, about } = wordsOf(kind)
          const count = found.filter((one) => one === kind).length
          return (
            <div key={kind}>
              <dt>
                {title} <code>{kind}</code>
              </dt>
              <dd>
                {about}
                {count > 0 && (
                  <span className="kinds-count">
                    {t('log.kindsAmong', {
                      of: showNumber(newest.length, language),
                      number: showNumber(count, language),
                    })}
                  </span>
                )}
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}

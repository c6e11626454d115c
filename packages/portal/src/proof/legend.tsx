// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import { showNumber } from '../report/show-value.ts'

export function Legend({ unit }: { unit: 'entry' | 'row' }): ReactNode {
  const { t } = useWords()
  return (
    <ul className="legend">
      <Item sign="own" words={t(unit === 'entry' ? 'proof.legendEntry' : 'proof.legendRow')} />
      <Item sign="given" words={t('proof.legendGiven')} />
      <Item sign="join" words={t('proof.legendJoin')} />
      <Item sign="root" words={t(unit === 'entry' ? 'proof.legendRoot' : 'proof.legendReceiptRoot')} />
    </ul>
  )
}

export function PastLegend({ older, newer }: { older: number; newer: number }): ReactNode {
  const { t, language } = useWords()
  const show = (count: number) => showNumber(count, language)
  return (
    <ul className="legend">
      <Item sign="given" words={t('proof.legendOld', { older: show(older) })} />
      <Item sign="new" words={t('proof.legendNew', { added: show(newer - older) })} />
      <Item sign="root" words={t('proof.legendRoots', { older: show(older), newer: show(newer) })} />
    </ul>
  )
}

function Item({
  sign,
  words,
}: {
  sign: 'own' | 'given' | 'new' | 'join' | 'root'
  words: string
}): ReactNode {
  return (
    <li>
      <svg width="22" height="16" aria-hidden="true" focusable="false" className="joins">
        {sign === 'join' && <circle cx="11" cy="8" r="6" className="way-join" />}
        {sign === 'root' && (
          <g className="root root-same">
            <circle cx="11" cy="8" r="7.5" />
            <path d="M8 8l2 2.5 4-4.5" />
          </g>
        )}
        {(sign === 'own' || sign === 'given' || sign === 'new') && (
          <g className={`block block-${sign}`}>
            <rect x="0.5" y="1.5" width="21" height="13" rx="3" />
          </g>
        )}
      </svg>
      {words}
    </li>
  )
}

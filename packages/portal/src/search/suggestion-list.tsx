// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import { Highlighted } from './highlighted.tsx'
import type { Suggestions } from './use-suggestions.ts'

type Props = {
  readonly id: string
  readonly list: Suggestions
  readonly query: string
  readonly onChoose: (line: number) => void
}

export function SuggestionList({ id, list, query, onChoose }: Props): ReactNode {
  const { t } = useWords()
  const isShown = list.isOpen && list.items.length > 0
  const hasSomething = isShown || (list.isOpen && list.state !== 'waiting')
  return (
    <>
      {/* A press must not take the focus from the field before the click arrives. */}
      <div className="suggestions" hidden={!hasSomething} onPointerDown={(event) => event.preventDefault()}>
        <div
          id={id}
          role="listbox"
          aria-label={t('search.suggestions')}
          className={list.state === 'waiting' ? 'is-waiting' : ''}
        >
          {isShown &&
            list.items.map((item, line) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: keys go to the field
              <div
                key={item.id}
                id={`${id}-${line}`}
                role="option"
                aria-selected={line === list.active}
                className="suggestion"
                onClick={() => onChoose(line)}
              >
                <Highlighted name={item.name} query={query} />
                <span className="suggestion-number">{item.identifier?.value}</span>
              </div>
            ))}
          {isShown && (
            // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: keys go to the field
            <div
              id={`${id}-${list.items.length}`}
              role="option"
              aria-selected={list.active === list.items.length}
              className="suggestion suggestion-all"
              onClick={() => onChoose(list.items.length)}
            >
              {t('search.all', { q: query })}
            </div>
          )}
        </div>
        {list.state === 'nothing' && <p className="suggestion-note">{t('search.noSuggestion')}</p>}
        {list.state === 'failed' && <p className="suggestion-note">{t('search.failed')}</p>}
      </div>
      <p className="only-read" role="status">
        {list.isOpen && list.state === 'found' && t('search.suggestionCount', { count: list.items.length })}
        {list.isOpen && list.state === 'nothing' && t('search.noSuggestion')}
      </p>
    </>
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { KeyboardEvent, ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import type { Suggestions } from './use-suggestions.ts'

type Props = {
  readonly id: string
  readonly list: Suggestions
  readonly text: string
  readonly isTouched: boolean
  readonly placeholder: string
  readonly onText: (text: string) => void
  readonly onComposing: (isComposing: boolean) => void
}

export function SearchField({
  id,
  list,
  text,
  isTouched,
  placeholder,
  onText,
  onComposing,
}: Props): ReactNode {
  const { t } = useWords()
  const isChosen = list.isOpen && list.active >= 0
  return (
    <div className="search-field">
      <label className="only-read" htmlFor={`${id}-field`}>
        {t('search.label')}
      </label>
      <SearchIcon />
      <input
        id={`${id}-field`}
        name="q"
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={100}
        role="combobox"
        aria-expanded={list.isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(isChosen ? { 'aria-activedescendant': `${id}-list-${list.active}` } : {})}
        placeholder={placeholder}
        value={text}
        onChange={(event) => {
          onText(event.target.value)
          list.open()
        }}
        onCompositionStart={() => onComposing(true)}
        onCompositionEnd={() => onComposing(false)}
        onFocus={() => isTouched && list.open()}
        onBlur={() => list.close()}
        onKeyDown={(event) => onKey(event, list)}
      />
    </div>
  )
}

function onKey(event: KeyboardEvent, list: Suggestions): void {
  // While an input method composes, its keys are its own.
  if (event.nativeEvent.isComposing) return
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault()
    list.move(event.key === 'ArrowDown' ? 1 : -1)
  } else if (event.key === 'Escape' && list.isOpen) {
    event.preventDefault()
    list.close()
  }
}

function SearchIcon(): ReactNode {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path
        d="M8.5 3a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM12.6 12.6 17 17"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
      />
    </svg>
  )
}

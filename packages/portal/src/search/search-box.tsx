// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useId, useRef, useState } from 'react'
import { useWords } from '../i18n/language.ts'
import { SearchField } from './search-field.tsx'
import { SuggestionList } from './suggestion-list.tsx'
import { useSuggestions } from './use-suggestions.ts'

type Props = { readonly given?: string; readonly isLarge?: boolean }

/** A combobox after the ARIA practices: focus stays in the field, arrows choose, Enter goes, Escape closes. */
export function SearchBox({ given = '', isLarge = false }: Props): ReactNode {
  const { t } = useWords()
  const navigate = useNavigate()
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const [text, setText] = useState(given)
  const [isComposing, setComposing] = useState(false)
  const list = useSuggestions(text, isComposing)

  const search = () => {
    list.close()
    const q = text.trim()
    if (q === '') form.current?.querySelector('input')?.focus()
    else void navigate({ to: '/search', search: { q } })
  }
  const choose = (line: number) => {
    const item = list.items[line]
    if (!item) return search()
    list.close()
    void navigate({ to: '/organisations/$id', params: { id: item.id } })
  }
  return (
    <search className={isLarge ? 'search search-large' : 'search'}>
      <form
        ref={form}
        action="/search"
        onSubmit={(event) => {
          event.preventDefault()
          if (list.isOpen && list.active >= 0) choose(list.active)
          else search()
        }}
      >
        <div className="search-row">
          <SearchField
            id={id}
            list={list}
            text={text}
            isTouched={text !== given}
            placeholder={t(isLarge ? 'search.placeholder' : 'search.placeholderShort')}
            onText={setText}
            onComposing={setComposing}
          />
          <Button type="primary" htmlType="submit" size={isLarge ? 'large' : 'middle'}>
            {t('search.submit')}
          </Button>
        </div>
        <SuggestionList id={`${id}-list`} list={list} query={text.trim()} onChoose={choose} />
      </form>
    </search>
  )
}

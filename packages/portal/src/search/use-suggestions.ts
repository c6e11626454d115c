// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FoundOrganisation } from '../api/contract.ts'
import { isLongEnough, suggestionsQuery } from '../api/queries.ts'
import { useSettled } from './use-settled.ts'

const TYPING_RESTS_MS = 180

export type Suggestions = {
  readonly isOpen: boolean
  readonly items: readonly FoundOrganisation[]
  readonly state: 'waiting' | 'found' | 'nothing' | 'failed'
  /** Index into `items`; `items.length` is "all results"; -1 none. */
  readonly active: number
  readonly move: (step: 1 | -1) => void
  readonly open: () => void
  readonly close: () => void
}

/** The list under the search box: what is in it, whether it is open, which line the arrow keys stand on. */
export function useSuggestions(text: string, isComposing: boolean): Suggestions {
  const typed = text.trim()
  const settled = useSettled(isComposing ? '' : typed, TYPING_RESTS_MS)
  const [isWanted, setWanted] = useState(false)
  const [active, setActive] = useState({ of: '', at: -1 })
  const query = useQuery(suggestionsQuery(settled))
  const isReady = settled === typed && !query.isPlaceholderData && !query.isPending
  const items = query.data?.items ?? []
  const lines = items.length + (items.length > 0 ? 1 : 0)
  const at = active.of === settled ? active.at : -1
  return {
    isOpen: isWanted && isLongEnough(typed) && isLongEnough(settled),
    items,
    state: query.isError ? 'failed' : !isReady ? 'waiting' : items.length > 0 ? 'found' : 'nothing',
    active: at,
    move: (step) => {
      setWanted(true)
      if (lines > 0)
        setActive({ of: settled, at: at === -1 && step === -1 ? lines - 1 : (at + step + lines) % lines })
    },
    open: () => setWanted(true),
    close: () => {
      setWanted(false)
      setActive({ of: '', at: -1 })
    },
  }
}

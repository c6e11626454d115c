// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useSyncExternalStore } from 'react'
import type { Furnisher } from '../api/contract.ts'
import { queryClient } from '../api/queries.ts'

export type Session = { readonly key: string; readonly furnisher: Furnisher }

/** In this variable and nowhere else: a page loaded anew knows no key. */
let session: Session | null = null
const watchers = new Set<() => void>()

export function openSession(opened: Session): void {
  session = opened
  for (const watcher of watchers) watcher()
}

/** Also forgets what was read with the key. */
export function closeSession(): void {
  session = null
  queryClient.removeQueries({ queryKey: ['desk'] })
  for (const watcher of watchers) watcher()
}

export function useSession(): Session | null {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => session,
  )
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useWords } from '../i18n/language.ts'

export type KindWords = { readonly title: string; readonly about: string }

/** A kind that came after this page was built is shown by its code. */
export function useKindWords(): (kind: string) => KindWords {
  const { t } = useWords()
  const known = t('log.kinds', { returnObjects: true }) as Readonly<Record<string, readonly [string, string]>>
  return (kind) => {
    const [title, about] = known[kind] ?? [kind, t('log.unknownKind')]
    return { title, about }
  }
}

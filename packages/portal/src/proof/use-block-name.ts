// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { SubtreeRange } from '@probity/verify'
import { useWords } from '../i18n/language.ts'
import { showNumber } from '../report/show-value.ts'

/** Entries are counted from 0, as a log does; rows from 1, as people do. */
export function useBlockName(unit: 'entry' | 'row'): (block: SubtreeRange) => string {
  const { t, language } = useWords()
  const first = unit === 'row' ? 1 : 0
  return ({ begin, end }) => {
    const [from, to] = [showNumber(begin + first, language), showNumber(end - 1 + first, language)]
    return begin + 1 === end ? t(`proof.${unit}`, { from }) : `${from}–${to}`
  }
}

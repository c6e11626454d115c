// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import { showDay } from '../report/show-value.ts'

/** Says plainly that the page is not today's, and leads back. */
export function MomentNote({ day, tick }: { day: string | undefined; tick: number | null }): ReactNode {
  const { t, language } = useWords()
  const navigate = useNavigate()
  const back = () =>
    void navigate({
      to: '.',
      search: (kept) => ({ ...kept, asOf: undefined, knownAt: undefined }),
      resetScroll: false,
    })
  return (
    <p className="moment-note" role="status">
      {day !== undefined && <span>{t('organisation.asOfNote', { day: showDay(day, language) })}</span>}
      {tick !== null && <span>{t('organisation.knownNote', { tick })}</span>}
      <button type="button" className="link-button" onClick={back}>
        {t('organisation.backToNow')}
      </button>
    </p>
  )
}

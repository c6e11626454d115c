// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import '../style/links.css'
import { type LinkClient, linkClient } from '../api/link-client.ts'
import { useWords } from '../i18n/language.ts'
import { DeskFrame } from './desk-frame.tsx'
import { CompareSubjects } from './link-compare.tsx'
import { History } from './link-history.tsx'
import { Proposals } from './link-proposals.tsx'
import type { Session } from './session.ts'

/** An officer sees two subjects side by side and says whether they are one. */
export function LinksPage(): ReactNode {
  const { t } = useWords()
  return (
    <DeskFrame title={t('links.title')}>
      {({ session }) => (
        <>
          <h1>{t('links.title')}</h1>
          <p className="desk-lead">{t('links.lead')}</p>
          <Sections session={session} />
        </>
      )}
    </DeskFrame>
  )
}

export type AtLinks = { readonly links: LinkClient; readonly session: Session }

function Sections({ session }: { session: Session }): ReactNode {
  const { subject } = useSearch({ from: '/desk/links' })
  const links = useMemo(() => linkClient(session.key), [session.key])
  return (
    <>
      {subject !== undefined && <History links={links} subject={subject} />}
      <Proposals links={links} session={session} />
      <CompareSubjects links={links} session={session} />
    </>
  )
}

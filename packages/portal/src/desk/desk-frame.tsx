// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import '../style/desk.css'
import { type DeskClient, deskClient } from '../api/desk-client.ts'
import { usePageTitle } from '../frame/use-page-title.ts'
import { useWords } from '../i18n/language.ts'
import { closeSession, type Session, useSession } from './session.ts'
import { SignIn } from './sign-in.tsx'

export type AtDesk = { readonly desk: DeskClient; readonly session: Session }

/** What stands around every page of the desk; without a key it asks for one and then shows the page asked for. */
export function DeskFrame({
  title,
  children,
}: {
  title: string
  children: (at: AtDesk) => ReactNode
}): ReactNode {
  const { t } = useWords()
  const session = useSession()
  const key = session?.key
  const desk = useMemo(() => (key === undefined ? null : deskClient(key)), [key])
  usePageTitle(session ? title : t('desk.signIn.title'))
  if (!session || !desk) return <SignIn />
  return (
    <div className="width page desk">
      <DeskHead session={session} />
      {children({ desk, session })}
    </div>
  )
}

function DeskHead({ session }: { session: Session }): ReactNode {
  const { t, say } = useWords()
  const { name, holder, scopes } = session.furnisher
  return (
    <div className="desk-head">
      <p className="desk-who">
        <strong>{say(name)}</strong>
        <span className="quiet">
          {holder === null ? t('desk.who.machine') : t('desk.who.account', { holder })}
        </span>
        <button type="button" className="link-button" onClick={closeSession}>
          {t('desk.who.leave')}
        </button>
      </p>
      <nav className="desk-sections" aria-label={t('desk.sections')}>
        <Link to="/desk" activeOptions={{ exact: true }}>
          {t('desk.batches')}
        </Link>
        <Link to="/desk/quarantine" search={{}} activeOptions={{ includeSearch: false }}>
          {t('desk.quarantine')}
        </Link>
        {scopes.some((scope) => scope.startsWith('links:')) && (
          <Link to="/desk/links" search={{}} activeOptions={{ includeSearch: false }}>
            {t('links.name')}
          </Link>
        )}
      </nav>
    </div>
  )
}

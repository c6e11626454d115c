// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Button } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { ProblemError } from '../api/client.ts'
import { deskClient } from '../api/desk-client.ts'
import { useWords } from '../i18n/language.ts'
import { Trouble } from '../states/trouble.tsx'
import { openSession } from './session.ts'

/** Asks for the body's key. It goes into the memory of the page and nowhere else. */
export function SignIn(): ReactNode {
  const { t } = useWords()
  const id = useId()
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const isRefused = error instanceof ProblemError && error.problem.status === 401
  const enter = async () => {
    const key = text.trim()
    if (key === '') return
    setBusy(true)
    setError(null)
    try {
      openSession({ key, furnisher: await deskClient(key).furnisher() })
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
      setBusy(false)
    }
  }
  return (
    <div className="width page desk-sign-in">
      <h1>{t('desk.signIn.title')}</h1>
      <p>{t('desk.signIn.lead')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void enter()
        }}
      >
        <label htmlFor={id}>{t('desk.signIn.key')}</label>
        <div className="desk-key-row">
          <input
            id={id}
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={text}
            placeholder="probity_"
            aria-describedby={`${id}-hint`}
            aria-invalid={isRefused}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="primary" htmlType="submit" loading={isBusy}>
            {t('desk.signIn.enter')}
          </Button>
        </div>
        <p className="quiet" id={`${id}-hint`}>
          {t('desk.signIn.keyHint')} {t('desk.signIn.memory')}
        </p>
        {isRefused && (
          <p role="alert" className="desk-alert">
            {t('desk.signIn.refused')}
          </p>
        )}
      </form>
      {error && !isRefused && <Trouble error={error} onRetry={() => void enter()} />}
    </div>
  )
}

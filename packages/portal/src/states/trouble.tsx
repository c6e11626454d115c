// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Button } from 'antd'
import type { ReactNode } from 'react'
import { ProblemError, UnreachableError } from '../api/client.ts'
import type { Problem } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'

type Kind = 'server' | 'network' | 'offline' | 'timeout' | 'busy' | 'refused' | 'broken'

const texts = {
  server: ['trouble.serverTitle', 'trouble.serverText'],
  network: ['trouble.networkTitle', 'trouble.networkText'],
  offline: ['trouble.offlineTitle', 'trouble.offlineText'],
  timeout: ['trouble.timeoutTitle', 'trouble.timeoutText'],
  busy: ['trouble.busyTitle', 'trouble.busyText'],
  refused: ['trouble.refusedTitle', null],
  broken: ['trouble.brokenTitle', 'trouble.brokenText'],
} as const satisfies Record<Kind, readonly [string, string | null]>

export function kindOfTrouble(error: Error): Kind {
  if (error instanceof UnreachableError) return error.reason
  if (!(error instanceof ProblemError)) return 'broken'
  if (error.problem.status === 429) return 'busy'
  return error.problem.status >= 500 ? 'server' : 'refused'
}

export function titleOfTrouble(error: Error): (typeof texts)[Kind][0] {
  return texts[kindOfTrouble(error)][0]
}

/** One place where an error is told, once. */
export function Trouble({ error, onRetry }: { error: Error; onRetry?: (() => void) | undefined }): ReactNode {
  const { t } = useWords()
  const refusalText = useRefusalText()
  const problem = error instanceof ProblemError ? error.problem : null
  const kind = kindOfTrouble(error)
  const [title, text] = texts[kind]
  return (
    <div className="state" role="alert">
      <h1>{t(title)}</h1>
      <p>{text ? t(text) : problem && refusalText(problem)}</p>
      {onRetry && kind !== 'refused' && (
        <Button type="primary" onClick={onRetry}>
          {t('site.retry')}
        </Button>
      )}
      {problem && problem.requestId !== '' && (
        <p className="quiet">{t('trouble.request', { id: problem.requestId })}</p>
      )}
    </div>
  )
}

/** Words for a refusal are the portal's, by its code; the node's own sentence serves for a code that is new to us. */
export function useRefusalText(): (problem: Problem) => string {
  const { t, language } = useWords()
  return (problem) => {
    const known = t('problem', { returnObjects: true, lng: language }) as Readonly<Record<string, string>>
    return known[problem.code] ?? problem.detail
  }
}

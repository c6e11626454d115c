// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { VerificationError, verificationMessages } from '@probity/verify'
import type { ReactNode } from 'react'
import { ProblemError } from '../api/client.ts'
import { useWords } from '../i18n/language.ts'
import { Trouble } from '../states/trouble.tsx'

/** A log that is away is one thing; one that hands out what is no tile is another, and is said by its code. */
export function LogTrouble({ error, onRetry }: { error: Error; onRetry: () => void }): ReactNode {
  const { t, language } = useWords()
  if (error instanceof VerificationError) {
    return (
      <p className="keys-wrong" role="alert">
        {verificationMessages[error.code][language]} <code>{error.code}</code>
      </p>
    )
  }
  if (error instanceof ProblemError && error.problem.status === 404) {
    return (
      <div className="keys-wrong" role="alert">
        <p>{t('log.missing')}</p>
        <button type="button" className="small-button" onClick={onRetry}>
          {t('site.retry')}
        </button>
      </div>
    )
  }
  return <Trouble error={error} onRetry={onRetry} />
}

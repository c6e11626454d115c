// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { VerificationError } from '@probity/verify'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import { Sign } from './sign.tsx'
import { Reason } from './step-line.tsx'

type Props = {
  readonly refused: VerificationError | null
  readonly says: string
  readonly fails: string
}

/** What `verify` has decided, in one sentence; and why, when it does not hold. */
export function Verdict({ refused, says, fails }: Props): ReactNode {
  const { t } = useWords()
  const verdict = refused === null ? 'valid' : 'invalid'
  return (
    <div className="decided" role="status">
      <strong className={`verdict verdict-${verdict}`}>
        <Sign outcome={verdict} />
        {t(`check.verdict.${verdict}`)}
      </strong>
      <div>
        <p>{refused === null ? says : fails}</p>
        {refused && <Reason why={refused} />}
      </div>
    </div>
  )
}

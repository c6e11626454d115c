// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { Sign } from '../check/sign.tsx'
import { useWords } from '../i18n/language.ts'

type Words = 'log.tree.signed' | 'log.tree.unsigned'

export function SignedMark({
  isRight,
  right,
  wrong,
}: {
  isRight: boolean
  right: Words
  wrong: Words
}): ReactNode {
  const { t } = useWords()
  return (
    <p
      className={isRight ? 'signed-mark' : 'signed-mark signed-mark-wrong'}
      role={isRight ? undefined : 'alert'}
    >
      <Sign outcome={isRight ? 'valid' : 'invalid'} />
      <span>{t(isRight ? right : wrong)}</span>
    </p>
  )
}
